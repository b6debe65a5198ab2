import { type Transaction, sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { DB } from '../db/tables.gen.ts'
import type { Bilingual } from '../i18n/bilingual.ts'
import type { NetworkId } from '../ids.ts'
import type { Context, Network, NetworkSettings } from './context.ts'

/** What a network is called until its first administrator names it. */
export const unnamed: Bilingual = { en: 'New network', fr: 'Nouveau réseau' }

const defaults: NetworkSettings = { timeZone: 'America/St_Johns' }

/** Reads a network by its id; null when there is none. */
export async function readNetwork(database: Database, id: NetworkId): Promise<Network | null> {
  return database.tenant(id, async (db) => {
    const row = await db.selectFrom('network').selectAll().executeTakeFirst()
    if (!row) return null
    return { id, slug: row.slug, name: row.name, kind: row.kind, settings: { ...defaults, ...row.settings } }
  })
}

/**
 * Finds the network of an address, remembering answers for a few seconds; one that is not named yet, not at all, so
 * that whoever names it sees the name.
 *
 * A host that no network claims belongs to the only network there is; with several it belongs to none.
 */
export function networkByHost(
  database: Database,
  lifetimeMs = 5000,
): (host: string) => Promise<Network | null> {
  const known = new Map<string, { until: number; network: Promise<Network | null> }>()
  const find = async (host: string): Promise<Network | null> => {
    const { rows } = await sql<{ network_id: string }>`
      select network_id from network_address where host = ${host}
      union all
      select network_id from (select distinct network_id from network_address) only_one
      where not exists (select 1 from network_address where host = ${host})
        and (select count(distinct network_id) from network_address) = 1
      limit 1`.execute(database.untenanted)
    const row = rows[0]
    return row ? readNetwork(database, row.network_id as NetworkId) : null
  }
  return (host) => {
    const now = performance.now()
    const entry = known.get(host)
    if (entry && entry.until > now) return entry.network
    const network = find(host)
    if (known.size > 1000) known.clear()
    known.set(host, { until: now + lifetimeMs, network })
    void network.then(
      (found) => found?.name.en === unnamed.en && known.delete(host),
      () => known.delete(host),
    )
    return network
  }
}

/**
 * Where people open this network: the base URL where that leads here, otherwise the first of its own hosts.
 *
 * For links in messages, on paper, and for the way back from another service.
 */
export async function addressOf({
  db,
  network,
  services: { config },
}: Pick<Context, 'db' | 'network' | 'services'>) {
  const base = new URL(config.baseUrl)
  const all = await db.selectFrom('network_address').selectAll().orderBy('host').execute()
  const own = all.filter((one) => one.network_id === network.id).map((one) => one.host)
  const isOnly = all.length === own.length
  const host = own.includes(base.host) || isOnly ? base.host : (own[0] ?? base.host)
  return `${base.protocol}//${host}`
}

/** Adds a network, in a transaction of its own id. */
export async function addNetwork(
  db: Transaction<DB>,
  network: { id: NetworkId; slug: string; name: Bilingual; kind: Network['kind'] },
): Promise<void> {
  const { id, slug, name, kind } = network
  await db
    .insertInto('network')
    .values({ network_id: id, slug, name: JSON.stringify(name) as never, kind })
    .execute()
}

/** Changes a network's name or settings, in its own transaction; pages show it within a few seconds. */
export async function changeNetwork(
  db: Transaction<DB>,
  changes: { name?: Bilingual; settings?: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { name, settings } = changes
  await db
    .updateTable('network')
    .set({
      ...(name ? { name: JSON.stringify(name) as never } : {}),
      ...(settings ? { settings: JSON.stringify(settings) as never } : {}),
    })
    .execute()
}
