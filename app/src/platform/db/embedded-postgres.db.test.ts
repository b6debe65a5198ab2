import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { findPostmaster, isRunning } from './postmaster.ts'

const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), `rounds-test-${process.pid}-launcher-`))

let seed: string
let directory: string
let running: EmbeddedPostgres[] = []

beforeAll(async () => {
  seed = temporary()
  await (await startEmbeddedPostgres({ directory: seed })).stop()
})

beforeEach(() => {
  directory = temporary()
  fs.cpSync(seed, directory, { recursive: true })
})

afterAll(() => fs.rmSync(seed, { recursive: true, force: true }))

afterEach(async () => {
  for (const server of running) await server.stop()
  running = []
  fs.rmSync(directory, { recursive: true, force: true })
})

async function start(options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) {
  const server = await startEmbeddedPostgres({ directory, ...options })
  running.push(server)
  return server
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows[0] ?? {}
  } finally {
    await client.end()
  }
}

const cluster = () => path.join(directory, 'cluster')

describe('the embedded PostgreSQL', () => {
  test('starts from nothing with three roles, of which the app owns nothing', async () => {
    fs.rmSync(cluster(), { recursive: true })
    const server = await start()
    expect(await ask(server.url('app'), 'select current_user, current_database()')).toEqual({
      current_user: 'rounds_app',
      current_database: 'rounds',
    })
    const sql = `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`
    const powerless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }
    expect(await ask(server.url('app'), sql)).toEqual(powerless)
    expect(await ask(server.url('owner'), sql)).toEqual(powerless)
    await expect(ask(server.url('app'), 'create table t (id int)')).rejects.toThrow('permission denied')
    await ask(server.url('owner'), 'create table t (id int)')
    expect(await ask(server.url('admin'), 'show data_checksums')).toEqual({ data_checksums: 'on' })
    expect(await ask(server.url('app'), 'show synchronous_commit')).toEqual({ synchronous_commit: 'on' })
  })

  test('listens on a socket that only its user may reach, and on no port', async () => {
    const server = await start()
    expect(await ask(server.url('admin'), 'show listen_addresses')).toEqual({ listen_addresses: '' })
    const folder = new URL(server.url('app')).searchParams.get('host') ?? ''
    expect(fs.statSync(folder).mode & 0o077).toBe(0)
  })

  test('keeps what was committed when it is killed, and adopts a server whose starter was killed', async () => {
    const first = await start()
    await ask(first.url('owner'), 'create table kept as select 1 as id')
    process.kill(findPostmaster(cluster())?.pid ?? 0, 'SIGKILL')
    const second = await start()
    expect(await ask(second.url('owner'), 'select id from kept')).toEqual({ id: 1 })
    const pid = findPostmaster(cluster())?.pid
    const third = await start()
    expect(findPostmaster(cluster())?.pid).toBe(pid)
    await third.stop()
  })

  test('runs again within seconds when it was killed, and not once it was stopped', async () => {
    const server = await start({ keepRunning: true })
    await ask(server.url('owner'), 'create table kept as select 1 as n')
    process.kill(findPostmaster(cluster())?.pid ?? 0, 'SIGKILL')
    await expect
      .poll(() => ask(server.url('owner'), 'select n from kept').catch(() => null), { timeout: 240_000 })
      .toEqual({ n: 1 })
    await server.stop()
    await new Promise((resolve) => setTimeout(resolve, 2500))
    expect(findPostmaster(cluster())).toBeUndefined()
  })

  test('runs again where it could not recover while its disk failed, and ended or stood still', async () => {
    const server = await start({ keepRunning: true })
    await ask(server.url('owner'), 'create table kept as select 1 as n')
    const control = path.join(cluster(), 'global/pg_control')
    fs.chmodSync(control, 0o400)
    const victim = new Client({ connectionString: server.url('app') })
    victim.on('error', () => undefined)
    await victim.connect()
    const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid')
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL')
    // By the moment at which its recovery fails it ends, or stands still.
    const log = () => fs.readFileSync(path.join(cluster(), '../server.log'), 'utf8')
    await expect.poll(log, { timeout: 240_000 }).toMatch(/pg_control": Permission denied/)
    fs.chmodSync(control, 0o600)
    await expect
      .poll(() => ask(server.url('owner'), 'select n from kept').catch(() => null), { timeout: 240_000 })
      .toEqual({ n: 1 })
  })

  test('goes on while another holder lives, and stops with the last', async () => {
    const first = await start()
    const second = await start()
    await first.stop()
    await first.stop()
    expect(await ask(second.url('app'), 'select 1 as one')).toEqual({ one: 1 })
    const pid = findPostmaster(cluster())?.pid ?? 0
    await second.stop()
    expect(isRunning(pid)).toBe(false)
  })

  test('starts once when it is started many times at once', async () => {
    const servers = await Promise.all(Array.from({ length: 5 }, () => start()))
    expect(new Set(servers.map((server) => server.url('app'))).size).toBe(1)
  })

  test.skipIf(process.getuid?.() !== 0)(
    'leaves another user’s data alone, and says whose they are',
    async () => {
      fs.chownSync(cluster(), 4321, 4321)
      await expect(start()).rejects.toThrow('belongs to user 4321: start as that user')
    },
  )

  test('is not misled by a lock file whose process id now belongs to somebody else', async () => {
    const first = await start()
    const lockFile = path.join(cluster(), 'postmaster.pid')
    const left = fs.readFileSync(lockFile, 'utf8')
    await first.stop()
    const stranger = spawn('sleep', ['60'])
    fs.writeFileSync(lockFile, left.replace(/^\d+/, String(stranger.pid)))
    try {
      expect(await ask((await start()).url('app'), 'select 1 as one')).toEqual({ one: 1 })
    } finally {
      stranger.kill()
      await once(stranger, 'exit')
    }
  })

  test('is not misled by a lock file whose process is a zombie', async () => {
    const first = await start()
    const lockFile = path.join(cluster(), 'postmaster.pid')
    const left = fs.readFileSync(lockFile, 'utf8')
    const socket = new URL(first.url('app')).searchParams.get('host') ?? ''
    const socketLock = path.join(socket, '.s.PGSQL.5432.lock')
    const leftThere = fs.readFileSync(socketLock, 'utf8')
    await first.stop()
    // The child ends after the shell has become a sleep, which never waits for what it inherits.
    const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'])
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer]
    const zombie = printed.toString().trim()
    try {
      await expect
        .poll(() => fs.readFileSync(`/proc/${zombie}/stat`, 'utf8'), { timeout: 240_000 })
        .toContain(') Z ')
      fs.writeFileSync(lockFile, left.replace(/^\d+/, zombie))
      fs.writeFileSync(socketLock, leftThere.replace(/^\d+/, zombie))
      expect(await ask((await start()).url('app'), 'select 1 as one')).toEqual({ one: 1 })
    } finally {
      parent.kill()
      await once(parent, 'exit')
    }
  })

  test('starts one of its own when the one it found ends before it is ready', async () => {
    const dying = spawn('sleep', ['60'], { cwd: cluster(), stdio: 'ignore' })
    try {
      const lines = [dying.pid, cluster(), 0, 5432, path.join(directory, 'socket'), '', '', 'starting']
      fs.writeFileSync(path.join(cluster(), 'postmaster.pid'), lines.join('\n'))
      const starting = start()
      await new Promise((resolve) => setTimeout(resolve, 200))
      dying.kill('SIGKILL')
      const server = await starting
      expect(await ask(server.url('app'), 'select 1 as one')).toEqual({ one: 1 })
    } finally {
      dying.kill('SIGKILL')
    }
  })

  test('uses a short socket path where the data directory has a long one', async () => {
    const long = path.join(directory, 'a-rather-long-name-of-a-folder'.repeat(4))
    fs.cpSync(seed, long, { recursive: true })
    const server = await start({ directory: long })
    expect(await ask(server.url('app'), 'select 1 as one')).toEqual({ one: 1 })
    fs.rmSync(new URL(server.url('app')).searchParams.get('host') ?? '', { recursive: true })
  })

  test('says in one line what failed and where', async () => {
    const blocked = path.join(directory, 'file')
    fs.writeFileSync(blocked, '')
    await expect(start({ directory: blocked })).rejects.toThrow(/^Database in \S+file: EEXIST/)
    await (await start()).stop()
    fs.writeFileSync(path.join(cluster(), 'PG_VERSION'), '12\n')
    await expect(start()).rejects.toThrow(/written by PostgreSQL 12 and this version brings 18/)
    fs.writeFileSync(path.join(cluster(), 'PG_VERSION'), '18\n')
    fs.writeFileSync(path.join(cluster(), 'postgresql.conf'), 'no_such_setting = 1\n')
    const failure = await start().catch((error: unknown) => error as Error)
    expect((failure as Error).message).toMatch(/did not start: FATAL: .*errors.*\(log: .*server.log\)$/)
    expect((failure as Error).message).not.toContain('\n')
  })

  test.runIf(process.getuid?.() === 0)('runs as nobody where root has no user namespaces', async () => {
    fs.rmSync(cluster(), { recursive: true })
    await expect(start({ runAs: 'nobody' })).rejects.toThrow(
      /user 65534.*may not enter \S+launcher-\S+: chmod/,
    )
    fs.chmodSync(directory, 0o755)
    const server = await start({ runAs: 'nobody' })
    expect(await ask(server.url('app'), 'select 1 as one')).toEqual({ one: 1 })
    expect(fs.statSync(cluster()).uid).toBe(65534)
  })

  describe.runIf(process.getuid?.() === 0)('as a user without a name, as containers give one', () => {
    const child = (options: object) => {
      fs.rmSync(directory, { recursive: true })
      fs.mkdirSync(directory)
      fs.chownSync(directory, 4321, 4321)
      const code = `const { startEmbeddedPostgres } = await import(${JSON.stringify(`${import.meta.dirname}/embedded-postgres.ts`)})
        const server = await startEmbeddedPostgres(${JSON.stringify({ directory, throwaway: true, ...options })})
        console.log('started')
        await server.stop()`
      const how = { uid: 4321, gid: 4321, cwd: directory, encoding: 'utf8' } as const
      return spawnSync(process.execPath, ['--input-type=module', '-e', code], how)
    }

    const borrows = spawnSync('unshare', ['-U', 'true'], { uid: 4321 }).status === 0
    test.runIf(borrows)('it starts where there are user namespaces', () => {
      const { stdout, stderr } = child({})
      expect(stdout, stderr).toBe('started\n')
      expect(fs.statSync(cluster()).uid).toBe(4321)
    })

    test('elsewhere it says what to do', () => {
      expect(child({ runAs: 'self' }).stderr).toMatch(
        /Database in \S+: user 4321 has no name.*add a line "rounds:x:4321:4321::\/:\/bin\/sh" to \/etc\/passwd/,
      )
    })
  })
})
