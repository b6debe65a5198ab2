import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { sql } from 'kysely'
import { DayUncertain } from '../features/administration/announce-end.ts'
import { listsDue } from '../features/recognition/payments.ts'
import { hasEnded } from '../platform/calendar-day.ts'
import { readConfig } from '../platform/config.ts'
import type { BackupCount } from '../platform/db/backup.ts'
import { removeNetwork } from '../platform/db/remove-network.ts'
import type { Context, Network } from '../platform/http/context.ts'
import type { NetworkId, RoundId } from '../platform/ids.ts'
import { sureNow } from '../platform/jobs/sure-now.ts'
import { fileRoundKeys } from '../platform/keys/round-keys.ts'
import { backUp } from './backup.ts'
import { installedDatabase, ownerOf } from './database-urls.ts'
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
          if (now === null) throw new DayUncertain()
          return { network: context.network, now }
        })
        const config = readConfig(process.env)
        const urls = await installedDatabase(config)
        try {
          const { removed, written } = await removeEndedNetwork({
            ...ended,
            read: (work) => inNetwork(options.network, work),
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
 * Nothing is written in it from the first look at what is there to the last row gone; until then it can be read.
 *
 * @param at.read runs in the network, as the application, and reads only
 * @throws {NotYet}
 */
export async function removeEndedNetwork(
  at: Readonly<{
    network: Network
    read: <T>(work: (context: Context) => Promise<T>) => Promise<T>
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
  if (!hasEnded(at)) throw new NotYet(`people were told that the last day of "${slug}" is ${settings.endsOn}`)
  let written: BackupCount | undefined
  const removed = await removeNetwork(at.ownerUrl, id, {
    standing: async () => {
      await at.read((context) => assertMayGo(context, at.keys))
      written = await backUp(at.ownerUrl, at.file, at.now, at.told, id)
    },
    going: () => destroyKeys(at.keys, id),
  })
  return { written: written!, removed }
}

/** @throws {NotYet} where something that only its keys can tell is still to be told, or they are not here */
async function assertMayGo(context: Context, keys: string): Promise<void> {
  const { rows } = await sql<{ held: number; there: number; open: number }>`
    select count(*) filter (where key_hold_reason is not null)::int as held,
      count(*) filter (where anonymity_level = 'C' and opened_at is not null)::int as there,
      count(*) filter (where state = 'open')::int as open
    from round where key_destroyed_at is null`.execute(context.db)
  const { held = 0, there = 0, open = 0 } = rows[0] ?? {}
  if (held > 0) throw new NotYet(`the keys of ${held} rounds are held: release them first`)
  if (there > 0 && !existsSync(keys))
    throw new NotYet(`the keys are not in ${keys}: run this where the service runs, with its ROUNDS_DATA`)
  if (open > 0) throw new NotYet(`${open} rounds are open still: the service closes them within a minute`)
  const unlisted = (await listsDue(context)).length
  if (unlisted > 0)
    throw new NotYet(
      `of ${unlisted} paid rounds there is no list of who is paid: the service makes it within a minute, or /payments does`,
    )
}

async function destroyKeys(directory: string, network: NetworkId): Promise<void> {
  const keys = fileRoundKeys(directory)
  for (const file of await readdir(join(directory, network)).catch(() => []))
    await keys.destroy(network, file.replace(/\.key$/, '') as RoundId)
  await rm(join(directory, network), { recursive: true, force: true })
}
