import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figure.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Measures `npm start` on a machine that has its packages: the first start of an empty data directory, with the
 * demonstration loaded, and the next one; until the page answers.
 */
export async function benchStart(): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'rounds-start-'))
  try {
    const first = await start(root, { ROUNDS_DATA: data })
    const next = await start(root, { ROUNDS_DATA: data })
    return [
      seconds('start with empty data, demonstration loaded', first.all, 60),
      seconds('  started again', next.all, 5),
    ]
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/**
 * Measures the first minute of a newcomer: `npm start` in a fresh clone of the last commit, with nothing in npm's cache.
 *
 * How fast the registry answers is in it, and so is what else the machine does.
 */
export async function benchColdStart(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rounds-clone-'))
  try {
    const clone = join(folder, 'rounds')
    execFileSync('git', ['clone', '--quiet', root, clone])
    const environment = { npm_config_cache: join(folder, 'cache'), ROUNDS_DATA: join(clone, 'data') }
    const first = await start(clone, environment)
    const next = await start(clone, environment)
    return [
      seconds('npm start in a fresh clone', first.all, 60),
      seconds('  of which npm installs', first.installing, null),
      seconds('  started again', next.all, 5),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const seconds = (what: string, measured: number, atMost: number | null): Figure => ({
  what,
  measured,
  unit: 's',
  digits: 1,
  target: atMost === null ? null : { atMost },
})

/** Starts by the machine's own npm and Node, as whoever types it, until the page answers. */
async function start(
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Readonly<{ all: number; installing: number }>> {
  const port = await freePort()
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE)/.test(name))
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((one) => !one.includes('node_modules'))
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: {
      ...Object.fromEntries(own),
      PATH: path.join(delimiter),
      ...environment,
      ROUNDS_PORT: String(port),
      ROUNDS_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (part) => {
    said += String(part)
    process.stderr.write(part)
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)))
  })
  ended.catch(() => undefined)
  await Promise.race([ended, answers(`http://localhost:${port}/`)])
  const all = (performance.now() - began) / 1000
  child.kill('SIGTERM')
  await ended.catch(() => undefined)
  return { all, installing: Number(/Installed in ([\d.]+) s/.exec(said)?.[1] ?? 0) }
}

async function answers(address: string): Promise<void> {
  for (;;) {
    const reply = await fetch(address).catch(() => null)
    if (reply?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
