import { join } from 'node:path'
import { readConfig } from '../platform/config.ts'
import { systemClock } from '../platform/clock.ts'
import { connect } from '../platform/db/database.ts'
import { type Context, contextOver } from '../platform/http/context.ts'
import { readNetwork } from '../platform/http/networks.ts'
import type { NetworkId } from '../platform/ids.ts'
import { jobQueue } from '../platform/jobs/job-queue.ts'
import { fileRoundKeys } from '../platform/keys/round-keys.ts'
import { causeOf, openLog } from '../platform/log.ts'
import { installedDatabase } from './database-urls.ts'

/** No network has that short name; the message lists those there are. */
export class NoSuchNetwork extends Error {
  override name = 'NoSuchNetwork'
}

/**
 * Runs `work` in one transaction of the network with that short name, as nobody in particular.
 *
 * @throws {NoSuchNetwork} listing the networks of this installation
 */
export async function inNetwork<T>(slug: string, work: (context: Context) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const urls = await installedDatabase(config)
  const database = connect(urls.app, 2)
  const log = openLog({ logLevel: 'error' })
  const jobs = jobQueue(urls.app, (error) => log.error(causeOf(error), 'job queue'))
  try {
    await jobs.start()
    const services = {
      config,
      database,
      clock: systemClock,
      jobs,
      keys: fileRoundKeys(join(config.dataDirectory, 'round-keys')),
      log,
    }
    const ids = await database.untenanted
      .selectFrom('network_address')
      .select('network_id')
      .distinct()
      .execute()
    const networks = await Promise.all(
      ids.map(({ network_id }) => readNetwork(database, network_id as NetworkId)),
    )
    const network = networks.find((one) => one?.slug === slug)
    if (!network)
      throw new NoSuchNetwork(
        `no network is named "${slug}"; there is ${networks.map((one) => `"${one?.slug}"`).join(', ') || 'none yet: start Rounds once'}`,
      )
    return await database.tenant(network.id, (db) =>
      work(contextOver(services, db, { network, actor: null, locale: 'en' })),
    )
  } finally {
    await jobs.stop()
    await database.close()
    await urls.stop()
  }
}
