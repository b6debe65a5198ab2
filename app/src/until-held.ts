import { setTimeout } from 'node:timers/promises'
import { type Transaction, sql } from 'kysely'
import type { DB } from './platform/db/tables.gen.ts'

/** Waits, in a test, until so many wait for what others hold; fails where they do not. */
export async function untilHeld(db: Transaction<DB>, count = 1): Promise<void> {
  const held = async () => {
    // Within a transaction PostgreSQL says again what it said first.
    await sql`select pg_stat_clear_snapshot()`.execute(db)
    const waiting = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    return (await waiting.execute(db)).rows.length
  }
  for (let tries = 0; (await held()) < count; tries += 1) {
    if (tries === 3000) throw new Error(`fewer than ${count} wait for what others hold`)
    await setTimeout(10)
  }
}
