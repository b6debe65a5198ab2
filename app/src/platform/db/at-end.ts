import type { Transaction } from 'kysely'
import type { DB } from './tables.gen.ts'

const endings = new WeakMap<Transaction<DB>, (() => Promise<void>)[]>()

function endingsOf(db: Transaction<DB>): (() => Promise<void>)[] {
  const own = endings.get(db)
  if (!own)
    throw new TypeError('something is to come last in a transaction, and none of Database.tenant is open')
  return own
}

/** Keeps `work` until the transaction ends: it then runs after everything else, before the commit. */
export const atEnd = (db: Transaction<DB>, work: () => Promise<void>): void => void endingsOf(db).push(work)

/** Runs what was kept so far, in its order. */
export async function runEndings(db: Transaction<DB>): Promise<void> {
  const own = endingsOf(db)
  for (let next = own.shift(); next; next = own.shift()) await next()
}

/** Begins to keep; what was kept in an earlier transaction of the same connection is forgotten. */
export const openEndings = (db: Transaction<DB>): void => void endings.set(db, [])

/** Keeps no longer: what comes now would never run. */
export const closeEndings = (db: Transaction<DB>): void => void endings.delete(db)

/** @returns how to forget what is kept from now on, where that part of the transaction is undone */
export function markEndings(db: Transaction<DB>): () => void {
  const own = endingsOf(db)
  const { length } = own
  return () => void own.splice(length)
}
