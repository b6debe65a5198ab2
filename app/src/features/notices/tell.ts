import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import type { NoticeKind } from './notice-kinds.ts'

/**
 * What people are told: the same for all of them.
 *
 * `parameters` are ids, dates and counts, or what those told may read anyway. Three of them have a meaning here:
 * `title` (bilingual) stands behind the kind's sentence, `facts` (bilingual) in a line below it, `address` (a path) is
 * where it leads instead of the kind's own.
 */
export type Telling = Readonly<{
  kind: NoticeKind
  subject: { type: string; id: string }
  people: readonly PersonId[]
  parameters?: Readonly<Record<string, unknown>>
  deliverAfter?: Date
  /** Tells it anew to those who were told before. Without it, telling the same again changes nothing. */
  again?: boolean
}>

/** Tells people something, in the caller's transaction; the digest gathers it into their one message. */
export async function tell(context: Context, telling: Telling): Promise<void> {
  const people = [...new Set(telling.people)]
  const deliverAfter = telling.deliverAfter ?? context.now
  const parameters = { ...telling.parameters }
  for (let from = 0; from < people.length; from += 1000) {
    await context.db
      .insertInto('notice')
      .values(
        people.slice(from, from + 1000).map((person) => ({
          network_id: context.network.id,
          id: newId<'notice'>(),
          person_id: person,
          kind: telling.kind,
          subject_type: telling.subject.type,
          subject_id: telling.subject.id,
          parameters,
          created_at: context.now,
          deliver_after: deliverAfter,
        })),
      )
      .onConflict((conflict) => {
        const key = conflict.columns(['network_id', 'person_id', 'kind', 'subject_type', 'subject_id'])
        return telling.again
          ? key.doUpdateSet({
              parameters,
              created_at: context.now,
              deliver_after: deliverAfter,
              seen_at: null,
              mailed_at: null,
            })
          : key.doNothing()
      })
      .execute()
  }
}

/** Of these tellings, those that somebody has not been told yet. */
export async function untold(context: Context, tellings: readonly Telling[]): Promise<readonly Telling[]> {
  const each = tellings.flatMap(({ kind, subject, people }, at) =>
    people.map((person) => ({ at, kind, subject, person })),
  )
  if (each.length === 0) return []
  const { rows } = await sql<{ at: number }>`
    select distinct t.at from unnest(${each.map(({ at }) => at)}::int[], ${each.map(({ person }) => person)}::uuid[],
      ${each.map(({ kind }) => kind)}::text[], ${each.map(({ subject }) => subject.type)}::text[],
      ${each.map(({ subject }) => subject.id)}::uuid[]) t (at, person_id, kind, subject_type, subject_id)
    where not exists (select from notice n where n.network_id = ${context.network.id} and n.person_id = t.person_id
      and n.kind = t.kind and n.subject_type = t.subject_type and n.subject_id = t.subject_id)`.execute(
    context.db,
  )
  const open = new Set(rows.map(({ at }) => at))
  return tellings.filter((_, at) => open.has(at))
}
