import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPostmaster, type PostmasterState } from './postmaster.ts'

const parent = `for (const title of JSON.parse(process.argv[1]))
  require('node:child_process').spawn('sleep', ['60'], { argv0: title })
console.log('begun')
setInterval(() => undefined, 1000)`

const states: readonly (readonly [PostmasterState, string, readonly string[]])[] = [
  ['ready', 'ready', ['postgres: checkpointer ', 'postgres: walwriter ']],
  ['starting', 'ready', ['postgres: checkpointer ', 'postgres: startup recovering 000000010000000000000003']],
  ['starting', 'ready', ['postgres: checkpointer ', '/where/it/is/postgres']],
  ['still', 'ready', ['postgres: io worker 0', 'postgres: checkpointer ']],
  ['starting', 'starting', ['postgres: io worker 0']],
  ['stopping', 'stopping', ['postgres: checkpointer ']],
]

test.each(states)('a server is %s that calls itself %s and has %j', async (state, told, titles) => {
  const cluster = mkdtempSync(join(tmpdir(), 'rounds-postmaster-'))
  const server = spawn(process.execPath, ['-e', parent, JSON.stringify(titles)], {
    cwd: cluster,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  try {
    writeFileSync(
      join(cluster, 'postmaster.pid'),
      [server.pid, cluster, 0, 5432, 'socket', '', '', told].join('\n'),
    )
    await once(server.stdout, 'data')
    expect(findPostmaster(cluster)?.state).toBe(state)
  } finally {
    process.kill(-(server.pid ?? 0), 'SIGKILL')
    rmSync(cluster, { recursive: true })
  }
})
