import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { ConfigError } from '../platform/config.ts'
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

/** @throws {ConfigError} when there is no owner connection to migrate with */
export function ownerOf(urls: DatabaseUrls): string {
  if (urls.owner === null)
    throw new ConfigError('DATABASE_OWNER_URL is needed: this runs as the role that owns the tables')
  return urls.owner
}
