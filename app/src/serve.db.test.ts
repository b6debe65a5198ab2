import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findPostmaster } from './platform/db/postmaster.ts'

const directory = mkdtempSync(join(tmpdir(), 'rounds-serve-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Starts the service, tells it to stop once it has said `words`, and waits for its end. */
async function stoppedAt(words: string, signal: NodeJS.Signals, environment: NodeJS.ProcessEnv) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', './app/jsx.mjs', 'app/src/cli/main.ts', 'serve'],
    {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 240_000,
      killSignal: 'SIGKILL',
    },
  )
  let said = ''
  const listen = (part: unknown) => {
    said += String(part)
    if (said.includes(words)) child.kill(signal)
  }
  child.stdout?.on('data', listen)
  child.stderr?.on('data', listen)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { said, code }
}

test('a port that is taken is told before a database is made', async () => {
  const taken = createServer()
  const port = await new Promise<string>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve(String((taken.address() as AddressInfo).port)))
  })
  const ended = await stoppedAt('Filling', 'SIGTERM', { ROUNDS_DATA: directory, ROUNDS_PORT: port })
  taken.close()
  expect(ended).toEqual({
    code: 1,
    said: `Port ${port} is in use: stop what uses it, or set ROUNDS_PORT to another\n`,
  })
  expect(readdirSync(directory)).toEqual([])
})

test('a data directory that cannot be made is told at once', async () => {
  const environment = { ROUNDS_DATA: '/proc/rounds', ROUNDS_PORT: String(await freePort()) }
  const { code, said } = await stoppedAt('creating', 'SIGKILL', environment)
  expect(code).toBe(1)
  expect(said).toMatch(/^Database in \/proc\/rounds\/postgres: [^\n]*ROUNDS_DATA[^\n]*\n$/)
})

test('a database that ends each connection is told as one that does not answer, with where to look', async () => {
  const ending = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => ending.listen(0, '127.0.0.1', resolve))
  const at = `127.0.0.1:${(ending.address() as AddressInfo).port}/rounds`
  const environment = {
    ROUNDS_DATA: directory,
    ROUNDS_PORT: String(await freePort()),
    DATABASE_URL: `postgres://rounds_app@${at}`,
    DATABASE_OWNER_URL: `postgres://rounds_owner@${at}`,
  }
  const { code, said } = await stoppedAt('Rounds is at', 'SIGKILL', environment)
  ending.close()
  expect(code).toBe(1)
  expect(said).toMatch(/^The database does not answer \([^\n]*\): look at DATABASE_URL[^\n]*\n$/)
})

test('what is told to stop while it fills the demonstration stops its database too, and begins afresh next time', async () => {
  const environment = { ROUNDS_DATA: directory, ROUNDS_PORT: String(await freePort()) }
  const cluster = join(directory, 'postgres', 'cluster')
  const first = await stoppedAt('Filling the demonstration', 'SIGTERM', environment)
  expect(first.code, first.said).toBe(0)
  expect(first.said).not.toContain('Rounds is at')
  expect(findPostmaster(cluster)).toBeUndefined()
  const second = await stoppedAt('Rounds is at', 'SIGHUP', { ...environment, ROUNDS_DEMO: 'off' })
  expect(second.code, second.said).toBe(0)
  expect(second.said).toMatch(/enter this code, once: ([A-Z0-9]{5}-){3}[A-Z0-9]{5}/)
  expect(findPostmaster(cluster)).toBeUndefined()
})
