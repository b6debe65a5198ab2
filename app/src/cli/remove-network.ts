import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { sql } from 'kysely'
import { calendarDay } from '../platform/calendar-day.ts'
import { readConfig } from '../platform/config.ts'
import type { BackupCount } from '../platform/db/backup.ts'
import { removeNetwork } from '../platform/db/remove-network.ts'
import type { Network } from '../platform/http/context.ts'
import type { RoundId } from '../platform/ids.ts'
import { sureNow } from '../platform/jobs/sure-now.ts'
import { fileRoundKeys } from '../platform/keys/round-keys.ts'
import { backUp } from './backup.ts'
import { databaseUrls, ownerOf } from './database-urls.ts'
import { inNetwork } from './in-network.ts'
import { untilTold } from './until-told.ts'

/** A network can't be removed yet; nothing was changed. */
export class NotYet extends Error {
  override name = 'NotYet'
}

export function removeNetworkCommand(): Command {
  return new Command('remove')
    .description('after its last day: write all of a network into one file, destroy its keys, remove it')
    .argument('<file>', 'a new file for what it held, for its owner alone')
    .requiredOption('--network <name>', 'short name of the network')
    .action((file: string, options: { network: string }) =>
      untilTold(async (told) => {
        const ended = await inNetwork(options.network, async (context) => {
          const now = await sureNow(context)
          if (now === null)
            throw new NotYet('the clock is in doubt: confirm the date at /administration/clock')
          const { db, network } = context
          const { rows } = await sql<{ held: number; there: number }>`
            select count(*) filter (where key_hold_reason is not null)::int as held,
              count(*) filter (where anonymity_level = 'C' and opened_at is not null)::int as there
            from round where key_destroyed_at is null`.execute(db)
          return { network, now, keysHeld: rows[0]?.held ?? 0, keysThere: rows[0]?.there ?? 0 }
        })
        const config = readConfig(process.env)
        const urls = await databaseUrls(config, () => undefined)
        try {
          const { removed, written } = await removeEndedNetwork({
            ...ended,
            ownerUrl: ownerOf(urls),
            keys: join(config.dataDirectory, 'round-keys'),
            file,
            told,
          })
          process.stdout.write(
            `${file}: ${written.rows} rows. The network is removed: ${removed} rows, and all keys of its rounds. ` +
              'Backups made before hold it until they expire.\n',
          )
        } finally {
          await urls.stop()
        }
      }),
    )
}

/**
 * Removes a network after the last day that its people were told: first all of it is written into a file, then the keys of
 * its rounds are destroyed, then its rows go. Where it is broken off it is done again, with another file.
 *
 * @param at.keysHeld rounds whose keys an access request or a legal hold keeps
 * @param at.keysThere rounds whose keys are not said to be gone
 * @throws {NotYet}
 */
export async function removeEndedNetwork(
  at: Readonly<{
    network: Network
    keysHeld: number
    keysThere: number
    ownerUrl: string
    keys: string
    file: string
    now: Date
    told?: AbortSignal
  }>,
): Promise<Readonly<{ written: BackupCount; removed: number }>> {
  const { id, slug, settings } = at.network
  if (settings.endsOn === undefined)
    throw new NotYet(`nobody was told that "${slug}" ends: run "rounds network end" first`)
  if (calendarDay(at.now, settings.timeZone) <= settings.endsOn)
    throw new NotYet(`people were told that the last day of "${slug}" is ${settings.endsOn}`)
  if (at.keysHeld > 0) throw new NotYet(`the keys of ${at.keysHeld} rounds are held: release them first`)
  if (at.keysThere > 0 && !existsSync(at.keys))
    throw new NotYet(`the keys are not in ${at.keys}: run this where the service runs, with its ROUNDS_DATA`)
  const written = await backUp(at.ownerUrl, at.file, at.now, at.told, id)
  const keys = fileRoundKeys(at.keys)
  for (const file of await readdir(join(at.keys, id)).catch(() => []))
    await keys.destroy(id, file.replace(/\.key$/, '') as RoundId)
  await rm(join(at.keys, id), { recursive: true, force: true })
  return { written, removed: await removeNetwork(at.ownerUrl, id) }
}
