import { z } from 'zod'
import { runEndings } from '../../platform/db/at-end.ts'
import type { Context } from '../../platform/http/context.ts'
import { personNames } from '../people/public.ts'
import { may } from './permissions.ts'
import { pageSize } from './outbox.ts'

type Details = Record<string, string | number | boolean | null>

const isId = (value: unknown): value is string => z.uuid().safeParse(value).success

/** One page of the audit log, newest first, optionally of the actions that begin with some letters. */
export async function listAudit(context: Context, filter: { action: string; page: number }) {
  const prefix = `${filter.action.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
  const matching = context.db.selectFrom('audit_entry').where('action', 'like', prefix)
  // Numbered without a gap, the log is counted by its newest entry.
  const { total } =
    filter.action === ''
      ? { total: (await auditHead(context)).seq }
      : await matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await matching
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(pageSize)
    .offset((filter.page - 1) * pageSize)
    .execute()
  const names = await personNames(
    context,
    rows.flatMap((row) =>
      [row.actor_id, row.subject_id, ...Object.values(row.details as Details)].filter(isId),
    ),
  )
  const named = (value: Details[string]) => (typeof value === 'string' && names.get(value)) || value
  return {
    total,
    entries: rows.map((row) => ({
      seq: row.seq,
      at: row.at,
      actor: row.actor_id === null ? null : (names.get(row.actor_id) ?? row.actor_id),
      action: row.action,
      subjectType: row.subject_type,
      subject: names.get(row.subject_id) ?? row.subject_id,
      details: Object.fromEntries(
        Object.entries(row.details as Details).map(([key, value]) => [key, named(value)]),
      ),
    })),
  }
}

/** The newest entry's number and hash: kept elsewhere, it proves later that nothing before it was rewritten. */
export async function auditHead(context: Context): Promise<{ seq: number; hash: string }> {
  const head = await context.db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  return { seq: head?.seq ?? 0, hash: (head?.hash ?? Buffer.alloc(32)).toString('hex') }
}

/**
 * The whole log as JSON lines, oldest first, each with its hash and the one before it; the last line is the head.
 * That it was exported is its own last entry.
 */
export async function exportAudit(context: Context): Promise<string> {
  context.authorize(may['administration.audit'])
  await context.audit({ action: 'audit.export', subject: { type: 'network', id: context.network.id } })
  await runEndings(context.db)
  const rows = await context.db.selectFrom('audit_entry').selectAll().orderBy('seq').execute()
  const lines = rows.map(({ network_id: _network, previous_hash, hash, ...entry }) =>
    JSON.stringify({ ...entry, previous_hash: previous_hash.toString('hex'), hash: hash.toString('hex') }),
  )
  return `${[...lines, JSON.stringify({ head: await auditHead(context) })].join('\n')}\n`
}
