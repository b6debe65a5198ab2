import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import { atEnd } from '../db/at-end.ts'
import type { DB } from '../db/tables.gen.ts'
import type { NetworkId, PersonId } from '../ids.ts'

/** An act of a person with power, or of the system. `details` are ids, codes and counts: never text, never a participant’s act. */
export type AuditEntry = Readonly<{
  actor: PersonId | null
  action: string
  subject: { type: string; id: string }
  details?: Readonly<Record<string, string | number | boolean | null>>
}>

type Chained = {
  seq: number
  at: Date
  actor_id: string | null
  action: string
  subject_type: string
  subject_id: string
  details: unknown
}

const sorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** The hash of an entry and everything before it: SHA-256 over the previous hash and the entry’s canonical JSON. */
export function chainHash(previous: Buffer, entry: Chained): Buffer {
  const { seq, at, actor_id, action, subject_type, subject_id, details } = entry
  const canonical = JSON.stringify([
    seq,
    at.toISOString(),
    actor_id,
    action,
    subject_type,
    subject_id,
    sorted(details),
  ])
  return createHash('sha256').update(previous).update(canonical).digest()
}

/** The hash that the first entry of every network follows. */
export const genesis = Buffer.alloc(32)

/**
 * Appends to the network’s chain as the caller’s transaction ends: the act and its entry are stored together or not at all.
 *
 * The chain's head is locked until then, so it comes after everything else that locks: who waits for a row with the head in
 * hand would meet whoever holds the row and waits for the head.
 */
export const appendAudit = (db: Transaction<DB>, network: NetworkId, now: Date, entry: AuditEntry): void =>
  atEnd(db, () => append(db, network, now, entry))

async function append(db: Transaction<DB>, network: NetworkId, now: Date, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_head')
    .values({ network_id: network, seq: 0, hash: genesis })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow()
  const row = {
    seq: head.seq + 1,
    at: now,
    actor_id: entry.actor,
    action: entry.action,
    subject_type: entry.subject.type,
    subject_id: entry.subject.id,
    details: { ...entry.details },
  }
  const hash = chainHash(head.hash, row)
  await db
    .insertInto('audit_entry')
    .values({ network_id: network, ...row, previous_hash: head.hash, hash })
    .execute()
  await db.updateTable('audit_head').set({ seq: row.seq, hash }).execute()
}

export type AuditVerdict =
  | { kind: 'intact'; entries: number; head: string }
  | { kind: 'broken'; seq: number; reason: string }

/** Recomputes the chain of the network in this transaction, entry by entry. */
export async function verifyAudit(db: Transaction<DB>): Promise<AuditVerdict> {
  let previous: Buffer = genesis
  let expected = 1
  const rows = await db.selectFrom('audit_entry').selectAll().orderBy('seq').execute()
  for (const row of rows) {
    if (row.seq !== expected) return { kind: 'broken', seq: expected, reason: 'an entry is missing' }
    if (!row.previous_hash.equals(previous))
      return { kind: 'broken', seq: row.seq, reason: 'it does not follow the entry before it' }
    if (!chainHash(previous, row).equals(row.hash))
      return { kind: 'broken', seq: row.seq, reason: 'its content was changed' }
    previous = row.hash
    expected += 1
  }
  const head = await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  if (head && (head.seq !== expected - 1 || !head.hash.equals(previous)))
    return { kind: 'broken', seq: head.seq, reason: 'the newest entries are missing' }
  return { kind: 'intact', entries: expected - 1, head: previous.toString('hex') }
}
