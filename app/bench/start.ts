import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Figure } from './figure.ts'

/**
 * Measures `npm start` on a machine that has its packages: the first start of an empty data directory, with the
 * demonstration loaded, and the next one; until the page answers.
 */
export async function benchStart(): Promise<readonly Figure[]> {
  const data = mkdtempSync(join(tmpdir(), 'rounds-start-'))
  try {
    const first = await secondsToStart(data)
    const next = await secondsToStart(data)
    return [
      {
        what: 'start with empty data, demonstration loaded',
        measured: first,
        unit: 's',
        digits: 1,
        target: { atMost: 60 },
      },
      { what: '  started again', measured: next, unit: 's', digits: 1, target: { atMost: 5 } },
    ]
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

async function secondsToStart(data: string): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, ROUNDS_DATA: data, ROUNDS_PORT: String(port), ROUNDS_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)))
  })
  ended.catch(() => undefined)
  await Promise.race([ended, answers(`http://localhost:${port}/`)])
  const seconds = (performance.now() - began) / 1000
  child.kill('SIGTERM')
  await ended.catch(() => undefined)
  return seconds
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
