import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { access, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from '../../platform/http/context.ts'
import { addNetwork, readNetwork, unnamed } from '../../platform/http/networks.ts'
import { type NetworkId, newId } from '../../platform/ids.ts'

/** Letters and digits that nobody takes for one another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

const fileOf = (services: Services): string => join(services.config.dataDirectory, 'first-administrator')
const plain = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, '')
const hashOf = (code: string): Buffer => createHash('sha256').update(plain(code)).digest()

/** Whether this installation has no network yet. */
export async function isEmptyInstallation(services: Services): Promise<boolean> {
  const row = await services.database.untenanted
    .selectFrom('network_address')
    .select('network_id')
    .limit(1)
    .executeTakeFirst()
  return row === undefined
}

/**
 * Makes an installation usable, at every start.
 *
 * Without a network it creates one at the host of the base URL. While that network has nobody in it, a new
 * one-time code is printed, with which the first administrator begins; the file beside the database keeps its hash.
 * For a demonstration network it says where its people can be tried.
 */
export async function prepareFirstStart(services: Services, say: (text: string) => void): Promise<void> {
  const { database, config } = services
  if (await isEmptyInstallation(services)) await createNetwork(services)
  const addresses = await database.untenanted
    .selectFrom('network_address')
    .select(['network_id', 'host'])
    .orderBy('host')
    .execute()
  const host = new URL(config.baseUrl).host
  const address = addresses.find((one) => one.host === host) ?? addresses[0]
  if (!address) return
  const id = address.network_id as NetworkId
  const network = await readNetwork(database, id)
  if (network?.kind === 'demonstration')
    return say(`Try it as one of its people: ${config.baseUrl}/demonstration`)
  const someone = await database.tenant(id, (db) =>
    db.selectFrom('person').select('id').limit(1).executeTakeFirst(),
  )
  if (someone) return
  const code = Array.from({ length: 20 }, () => alphabet[randomInt(alphabet.length)]).join('')
  await writeFile(fileOf(services), hashOf(code), { mode: 0o600 })
  const shown = code.match(/.{5}/g)?.join('-') ?? code
  say(`To begin, open ${config.baseUrl}/first-administrator and enter this code, once: ${shown}`)
}

async function createNetwork(services: Services): Promise<void> {
  const { database, config } = services
  const id = newId<'network'>()
  const { host } = new URL(config.baseUrl)
  await database.tenant(id, async (db) => {
    await db.insertInto('network_address').values({ host, network_id: id }).execute()
    await addNetwork(db, {
      id,
      slug: 'network',
      name: unnamed,
      kind: 'production',
    })
  })
}

/** Whether a printed code waits for the first administrator of some network. */
export const codeWaits = (services: Services): Promise<boolean> =>
  access(fileOf(services)).then(
    () => true,
    () => false,
  )

/** Whether this is the code that was printed at the start. */
export async function isFirstCode(services: Services, code: string): Promise<boolean> {
  const kept = await readFile(fileOf(services)).catch(() => null)
  return kept?.length === 32 && timingSafeEqual(kept, hashOf(code))
}

/** Ends the use of the code. */
export async function forgetFirstCode(services: Services): Promise<void> {
  await rm(fileOf(services), { force: true })
}
