import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillNetwork } from '../filled-network.ts'
import { verifyAudit } from '../platform/audit/audit-log.ts'
import { listSchema } from '../platform/db/catalogue.ts'
import { readConfig } from '../platform/config.ts'
import { connect } from '../platform/db/database.ts'
import { readMigrations } from '../platform/db/migrate.ts'
import { type TestDatabase, createTestDatabase } from '../platform/db/test-server.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../test-app.ts'
import { backUp } from './backup.ts'
import { installedDatabase } from './database-urls.ts'
import { restore, restoreCommand } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'rounds-backup-'))
const file = (name: string) => join(folder, name)
const linesOf = (name: string) =>
  gunzipSync(readFileSync(file(name)))
    .toString()
    .split('\n')
const mark = 'zoé\u2028«\u00a0"\\\n#'
let app: TestApp
let networks: TestNetwork[]
let other: TestDatabase

beforeAll(async () => {
  app = await startTestApp()
  networks = [await app.aNetwork('first'), await app.aNetwork('second')]
  for (const network of networks) {
    const owner = await app.aPerson(network)
    await fillNetwork(app.app.services.database, {
      network: network.id,
      owner,
      mark,
      without: ['audit_entry', 'audit_head'],
    })
    await app.inContext(network, owner, (context) =>
      context.audit({ action: 'test', subject: { type: 'person', id: owner } }),
    )
    await app.inNetwork(network, (db) => db.updateTable('round').set({ state: 'closed' }).execute())
  }
  other = await createTestDatabase()
  await backUp(app.ownerUrl, file('first'), app.now())
})
afterAll(async () => {
  await other.drop()
  await app.stop()
  rmSync(folder, { recursive: true })
})

async function asOwner<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return work(client).finally(() => client.end())
}
const networksIn = async ({ ownerUrl }: TestDatabase) =>
  (await asOwner(ownerUrl, (client) => client.query('select from network_address'))).rowCount

test('what is brought back elsewhere is what was backed up, in the same schema, with its audit chain', async () => {
  expect(await restore(other.ownerUrl, file('first'))).toMatchObject({ networks: 2 })
  await backUp(other.ownerUrl, file('second'), app.now())
  expect(linesOf('second')).toEqual(linesOf('first'))
  const [before, after] = await Promise.all(
    [app.ownerUrl, other.ownerUrl].map((url) => asOwner(url, listSchema)),
  )
  expect(after).toBe(before)
  const database = connect(other.appUrl, 2)
  for (const { id } of networks) {
    expect(await database.tenant(id, verifyAudit)).toMatchObject({ kind: 'intact', entries: 1 })
    await expect(
      database.tenant(id, (db) => db.updateTable('round').set({ state: 'open' }).execute()),
    ).rejects.toThrow('a round never goes back')
  }
  await database.close()
})

test('a backup holds every table but those that let somebody in and those of a day, in the order of their keys', () => {
  const tables = linesOf('first').filter((line) => line.startsWith('# '))
  const held = new Set(tables.map((line) => line.slice(2)))
  const all = readFileSync(new URL('../schema.sql', import.meta.url), 'utf8').matchAll(/^table (\w+)$/gm)
  expect([...all].map(([, name = '']) => name).filter((name) => !held.has(name))).toEqual([
    'oidc_request',
    'roster_upload',
    'schema_migration',
    'session',
    'sign_in_code',
  ])
  expect(linesOf('first').some((line) => line.includes('zoé\u2028'))).toBe(true)
})

test('a backup is a new file for its owner alone; nothing is left of one that is told to stop', async () => {
  expect(statSync(file('first')).mode & 0o777).toBe(0o600)
  const before = readFileSync(file('first'))
  await expect(backUp(app.ownerUrl, file('first'), app.now())).rejects.toThrow('expected a new file')
  expect(readFileSync(file('first'))).toEqual(before)
  await expect(backUp(app.ownerUrl, file('stopped'), app.now(), AbortSignal.abort())).rejects.toThrow()
  expect(readdirSync(folder).filter((name) => name.includes('stopped') || name.endsWith('.part'))).toEqual([])
})

test('a folder and a file that are not there are named as such', async () => {
  const nowhere = join(folder, 'nowhere', 'backup')
  await expect(backUp(app.ownerUrl, nowhere, app.now())).rejects.toThrow(
    `expected a folder ${dirname(nowhere)}`,
  )
  const restoring = (path: string) => restoreCommand().parseAsync([path], { from: 'user' })
  await expect(restoring(nowhere)).rejects.toThrow('there is no such file')
  await expect(restoring(folder)).rejects.toThrow('this is no file')
})

test('what a backup left that was killed goes with the next into the same file; what another still writes stays', async () => {
  const parts = [process.pid, 4_194_305, process.ppid].map((pid) => `again.${pid}.part`)
  for (const name of [...parts, 'another.4194305.part']) writeFileSync(file(name), 'half of it')
  await backUp(app.ownerUrl, file('again'), app.now())
  const left = readdirSync(folder).filter((name) => name.endsWith('.part'))
  for (const name of left) rmSync(file(name))
  expect(left.toSorted()).toEqual([parts[2], 'another.4194305.part'])
})

/** A file system of 8 kB; null where this user may not mount one. */
function smallDisk(): string | null {
  const disk = mkdtempSync(join(tmpdir(), 'rounds-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', disk], { stdio: 'ignore' })
    return disk
  } catch {
    rmSync(disk, { recursive: true })
    return null
  }
}

test('a disk that is full is named, and nothing is left on it', async (context) => {
  const disk = smallDisk() ?? context.skip('this user may not mount a file system')
  try {
    writeFileSync(join(disk, 'other'), Buffer.alloc(8192))
    const whole = join(disk, 'backup')
    await expect(backUp(app.ownerUrl, whole, app.now())).rejects.toThrow(`${whole}: expected room`)
    expect(readdirSync(disk)).toEqual(['other'])
  } finally {
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  }
})

test('a code that waits to be sent is in no backup', () => {
  const messages = linesOf('first').filter((line) => line.includes('"kind":"') && line.includes('"subject":'))
  expect(messages.length).toBeGreaterThan(0)
  expect(messages.filter((line) => line.includes('"kind":"code"'))).toEqual([])
})

test('as somebody who steps around row-level security each row is there once', async () => {
  const url = new URL(process.env['ROUNDS_TEST_ADMIN_URL'] ?? '')
  url.pathname = new URL(app.ownerUrl).pathname
  await backUp(url.href, file('bypassing'), app.now())
  expect(linesOf('bypassing')).toEqual(linesOf('first'))
})

test('a reference that leads nowhere is found in whatever network it is', async () => {
  const empty = await createTestDatabase()
  const lines = linesOf('first')
  const start = lines.indexOf(`## ${[...networks].map(({ id }) => id).toSorted()[0]}`)
  const person = lines.indexOf('# person', start) + 1
  const gone = lines.toSpliced(person, 1)
  const rows = Number(/^### (\d+)$/m.exec(lines.join('\n'))?.[1])
  writeFileSync(file('gone'), gzipSync(gone.join('\n').replace(`### ${rows}`, `### ${rows - 1}`)))
  await expect(restore(empty.ownerUrl, file('gone'))).rejects.toThrow('violates foreign key')
  expect(await networksIn(empty)).toBe(0)
  await empty.drop()
})

test('a database in which there is no Rounds is named as such, before any command works on it', async () => {
  const elsewhere = readConfig({ DATABASE_URL: process.env['ROUNDS_TEST_ADMIN_URL'] })
  await expect(installedDatabase(elsewhere)).rejects.toThrow('Rounds was never started on this database')
})

test('what is no whole backup, and a database that is not empty, are refused; nothing is left behind', async () => {
  const empty = await createTestDatabase()
  const lines = linesOf('first')
  const refused = async (text: string | Buffer, words: string) => {
    writeFileSync(file('bad'), typeof text === 'string' ? gzipSync(text) : text)
    await expect(restore(empty.ownerUrl, file('bad'))).rejects.toThrow(words)
    expect(await networksIn(empty)).toBe(0)
  }
  await refused(Buffer.from('hello'), 'this is no whole backup')
  await refused(readFileSync(file('first')).subarray(0, -20), 'this is no whole backup')
  await refused('hello\n', 'line 1: this is no backup of Rounds')
  const last = lines.length - 1
  await refused(lines.slice(0, -2).join('\n'), `bad: line ${last - 2}: the backup ends here`)
  await refused(lines.toSpliced(3, 1).join('\n'), `bad: line ${last - 1}: the backup says`)
  await refused(lines.toSpliced(1, 0, '# pg_class').join('\n'), 'bad: line 2: "# pg_class" is no line of')
  await refused(lines.toSpliced(1, 0, '{}').join('\n'), 'bad: line 2: "{}" is no line of a backup')
  const row = lines.indexOf('# person') + 1
  for (const bad of [lines[row]!, lines[row]!.slice(0, -1)])
    await refused(lines.toSpliced(row + 1, 0, bad).join('\n'), `bad: line ${row + 2}: `)
  await refused(lines.join('\n').replace('0001-platform', '0001-other'), 'use the version that made it')
  const newest = readMigrations().at(-1)
  const added = Array.from(newest?.sql.matchAll(/^create table (\w+)/gm) ?? [], ([, table]) => table)
  const without = (all: readonly string[]) => {
    let table = ''
    const kept = all.filter((line) => {
      if (line.startsWith('#')) table = line.slice(2)
      return !added.includes(table)
    })
    const rows = kept.filter((line) => line.startsWith('{')).length - 1
    return kept.map((line) => (line.startsWith('### ') ? `### ${rows}` : line))
  }
  const older = without(lines).join('\n').replace(`,"${newest?.name}"`, '')
  await refused(older, 'bring it into a database without tables')
  await expect(restore(other.ownerUrl, file('first'))).rejects.toThrow('holds a network already')
  await asOwner(empty.ownerUrl, (client) =>
    client.query(
      'drop schema jobs cascade; drop schema public cascade; create schema public; grant usage on schema public to public',
    ),
  )
  writeFileSync(file('older'), gzipSync(older))
  await restore(empty.ownerUrl, file('older'))
  await backUp(empty.ownerUrl, file('newer'), app.now())
  expect(without(linesOf('newer'))).toEqual(without(lines))
  await empty.drop()
})
