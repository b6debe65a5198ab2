import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '../platform/config.ts'
import { ConfigError } from '../platform/config.ts'
import { connect } from '../platform/db/database.ts'
import { startEmbeddedPostgres } from '../platform/db/embedded-postgres.ts'

export type DatabaseUrls = Readonly<{
  app: string
  owner: string | null
  embedded: boolean
  stop: () => Promise<void>
}>

/** The database to use: the configured server, or the embedded one, started or adopted. */
export async function databaseUrls(
  config: Config,
  onProgress: (text: string) => void,
): Promise<DatabaseUrls> {
  if (config.database.appUrl !== null)
    return {
      app: config.database.appUrl,
      owner: config.database.ownerUrl,
      embedded: false,
      stop: async () => undefined,
    }
  const server = await startEmbeddedPostgres({
    directory: join(config.dataDirectory, 'postgres'),
    onProgress,
    keepRunning: true,
  })
  return { app: server.url('app'), owner: server.url('owner'), embedded: true, stop: server.stop }
}

const asTheService = 'give ROUNDS_DATA, or DATABASE_URL, as the service has them'

/**
 * The database of an installation that is there already. A command that was given another folder than the service makes
 * no new database in it.
 *
 * @throws {ConfigError} where Rounds was never started
 */
export async function installedDatabase(config: Config): Promise<DatabaseUrls> {
  const { dataDirectory, database } = config
  if (database.appUrl === null && !existsSync(join(dataDirectory, 'postgres', 'cluster')))
    throw new ConfigError(`there is no database in ${dataDirectory}: ${asTheService}`)
  const urls = await databaseUrls(config, () => undefined)
  if (await isInstalled(urls.app)) return urls
  await urls.stop()
  throw new ConfigError(`Rounds was never started on this database: ${asTheService}`)
}

async function isInstalled(url: string): Promise<boolean> {
  const database = connect(url, 1)
  try {
    const { rows } = await sql<{
      table: string | null
    }>`select to_regclass('public.network') as table`.execute(database.untenanted)
    return rows[0]?.table != null
  } finally {
    await database.close()
  }
}

/** @throws {ConfigError} when there is no owner connection to migrate with */
export function ownerOf(urls: DatabaseUrls): string {
  if (urls.owner === null)
    throw new ConfigError('DATABASE_OWNER_URL is needed: this runs as the role that owns the tables')
  return urls.owner
}
