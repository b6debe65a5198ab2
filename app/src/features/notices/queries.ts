import type { Context } from '../../platform/http/context.ts'
import type { PersonId } from '../../platform/ids.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { noticeAddress } from './notice-address.ts'
import { type NoticeKind, noticeKinds } from './notice-kinds.ts'
import { isStale } from './stale-notices.ts'

/** A notice as its person meets it. */
export type OpenNotice = Readonly<{
  id: string
  kind: NoticeKind
  subject: { type: string; id: string }
  title: Bilingual | null
  /** One line under the title: how long, what is paid, until when. */
  facts: Bilingual | null
  address: string
  at: Date
  seen: boolean
}>

const isKind = (kind: string): kind is NoticeKind => (noticeKinds as readonly string[]).includes(kind)

const bilingual = (value: unknown): Bilingual | null => {
  if (typeof value === 'string') return { und: value }
  return value !== null && typeof value === 'object' ? (value as Bilingual) : null
}

/** A row of `notice`, read. Null for a kind that is not known any more. */
export function noticeFrom(row: {
  id: string
  kind: string
  subject_type: string
  subject_id: string
  parameters: unknown
  created_at: Date
  seen_at: Date | null
}): OpenNotice | null {
  if (!isKind(row.kind)) return null
  const subject = { type: row.subject_type, id: row.subject_id }
  const parameters = (row.parameters ?? {}) as Record<string, unknown>
  return {
    id: row.id,
    kind: row.kind,
    subject,
    title: bilingual(parameters['title']),
    facts: bilingual(parameters['facts']),
    address: noticeAddress({ kind: row.kind, subject, parameters }),
    at: row.created_at,
    seen: row.seen_at !== null,
  }
}

/** Of notices that say the same and lead to the same page, the first. */
export function toldOnce(notices: readonly OpenNotice[]): OpenNotice[] {
  const told = new Set<string>()
  return notices.filter(({ kind, address, title, seen }) => {
    const what = JSON.stringify([kind, address, title, seen])
    if (told.has(what)) return false
    told.add(what)
    return true
  })
}

/**
 * What a person has been told, newest first. Reminders are not among them: what they remind of is.
 *
 * @param options.seen also those they have seen
 */
export async function openNotices(
  context: Context,
  person: PersonId,
  options: { seen?: boolean; limit?: number } = {},
): Promise<readonly OpenNotice[]> {
  let query = context.db
    .selectFrom('notice as n')
    .selectAll()
    .where((eb) => eb.not(isStale))
    .where('person_id', '=', person)
    .where('kind', '<>', 'round-reminder')
    .where('deliver_after', '<=', context.now)
  if (!options.seen) query = query.where('seen_at', 'is', null)
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(options.limit ?? 50)
    .execute()
  return toldOnce(rows.map(noticeFrom).filter((notice) => notice !== null))
}
