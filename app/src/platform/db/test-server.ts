import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { isRunning } from './postmaster.ts'
import { makeRoles } from './prepare-roles.ts'

const PREFIX = 'rounds-test-'
const PASSWORD = 'rounds-test'
const ROLE_LOCK = 7_041_776

/** A database of its own for a test file, made from the migrated template of the run. */
export type TestDatabase = {
  /** Connects as `rounds_owner`, who owns the tables. */
  ownerUrl: string
  /** Connects as `rounds_app`, who is bound by row-level security. */
  appUrl: string
  /** Disconnects whoever is left and removes the database. */
  drop: () => Promise<void>
}

/**
 * Vitest's global setup for the database project: one server for the run, and one migrated template.
 *
 * The server is embedded, in a temporary directory that is removed afterwards; with
 * ROUNDS_TEST_DATABASE_ADMIN_URL (a superuser's connection string) that server is used instead. Sets
 * ROUNDS_TEST_ADMIN_URL and ROUNDS_TEST_TEMPLATE for the test files. Resolves to the teardown.
 */
export default async function startTestServer(): Promise<() => Promise<void>> {
  const given = process.env['ROUNDS_TEST_DATABASE_ADMIN_URL']
  const server =
    given === undefined ? await startTemporaryServer() : { adminUrl: given, stop: async () => {} }
  try {
    const template = `rounds_template_${unique()}`
    await asAdmin(server.adminUrl, async (client) => {
      await client.query(`select pg_advisory_lock(${ROLE_LOCK})`)
      await makeRoles(client)
      await client.query(`alter role rounds_owner password '${PASSWORD}'`)
      await client.query(`alter role rounds_app password '${PASSWORD}'`)
      await client.query(`select pg_advisory_unlock(${ROLE_LOCK})`)
      await client.query(
        `create database ${template} owner rounds_owner template template0 encoding 'UTF8' ` +
          (given === undefined ? '' : `locale 'C.UTF-8'`),
      )
    })
    await migrateTemplate(urlFor(server.adminUrl, 'rounds_owner', template))
    process.env['ROUNDS_TEST_ADMIN_URL'] = server.adminUrl
    process.env['ROUNDS_TEST_TEMPLATE'] = template
    return async () => {
      await asAdmin(server.adminUrl, (client) =>
        client.query(`drop database if exists ${template} with (force)`),
      )
      await server.stop()
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Makes a database from the run's template; only inside the `database` and `browser` test projects. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env['ROUNDS_TEST_ADMIN_URL']
  const template = process.env['ROUNDS_TEST_TEMPLATE']
  if (adminUrl === undefined || template === undefined) {
    throw new Error('no test server: name the file *.db.test.ts, so that it runs in the database project')
  }
  const name = `rounds_test_${unique()}`
  await asAdmin(adminUrl, async (client) => {
    await client.query(`create database ${name} owner rounds_owner template ${template}`)
    await client.query(`revoke connect, temporary on database ${name} from public`)
    await client.query(`grant connect on database ${name} to rounds_app`)
  })
  return {
    ownerUrl: urlFor(adminUrl, 'rounds_owner', name),
    appUrl: urlFor(adminUrl, 'rounds_app', name),
    drop: async () => {
      await asAdmin(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function startTemporaryServer(): Promise<{ adminUrl: string; stop: () => Promise<void> }> {
  await sweepAbandoned()
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`))
  const server = await startEmbeddedPostgres({ directory, throwaway: true })
  return {
    adminUrl: server.url('admin'),
    stop: async () => {
      await server.stop()
      fs.rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Ends the servers of test runs that were killed before they could. */
async function sweepAbandoned(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    const directory = path.join(os.tmpdir(), name)
    if (pid === undefined || isRunning(Number(pid))) continue
    if (fs.statSync(directory, { throwIfNoEntry: false })?.uid !== process.getuid?.()) continue
    const abandoned = await startEmbeddedPostgres({ directory, throwaway: true }).catch(() => undefined)
    await abandoned?.stop()
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

async function migrateTemplate(ownerUrl: string): Promise<void> {
  const module = new URL('./migrate.ts', import.meta.url)
  if (!fs.existsSync(module)) return
  const { migrate } = (await import(module.href)) as {
    migrate: (options: { ownerUrl: string }) => Promise<void>
  }
  await migrate({ ownerUrl })
}

async function asAdmin(adminUrl: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function urlFor(adminUrl: string, user: string, database: string): string {
  const url = new URL(adminUrl)
  url.username = user
  url.password = PASSWORD
  url.pathname = `/${database}`
  return url.href
}

function unique(): string {
  return `${process.pid}_${Math.random().toString(36).slice(2, 10)}`
}
