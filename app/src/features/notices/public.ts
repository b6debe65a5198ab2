import type { Context } from '../../platform/http/context.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import type { NoticeKind } from './notice-kinds.ts'

export type { NoticeKind } from './notice-kinds.ts'

/** What people are told: the same for all of them. Parameters are ids, dates and counts, or titles that those told may see. */
export type Telling = Readonly<{
  kind: NoticeKind
  subject: { type: string; id: string }
  people: readonly PersonId[]
  parameters?: Readonly<Record<string, unknown>>
  deliverAfter?: Date
}>

/**
 * Tells people something, in the caller's transaction; the digest gathers it into their one message.
 *
 * Telling the same people the same thing again changes nothing.
 */
export async function tell(context: Context, telling: Telling): Promise<void> {
  const people = [...new Set(telling.people)]
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
          parameters: { ...telling.parameters },
          created_at: context.now,
          deliver_after: telling.deliverAfter ?? context.now,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}
