import { todayIn } from '../../platform/calendar-day.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { type PersonId, newId } from '../../platform/ids.ts'
import { peopleNamed } from '../people/public.ts'
import { permissions } from './permissions.ts'

export type Triager = Readonly<{ id: PersonId; name: string; since: Date }>

/** Those who read every need of the network as it was written: named by an administrator, leads still, members still. */
export async function networkTriagers(context: Context): Promise<readonly Triager[]> {
  const rows = await context.db
    .selectFrom('need_triager as t')
    .innerJoin('person as p', (join) =>
      join.onRef('p.id', '=', 't.person_id').onRef('p.network_id', '=', 't.network_id'),
    )
    .select(['p.id', 'p.given_name', 'p.family_name', 't.named_at'])
    .where('t.ended_at', 'is', null)
    .where((eb) =>
      eb.and([
        eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>', todayIn(context))]),
        eb.exists(
          eb
            .selectFrom('role_grant as g')
            .select('g.id')
            .whereRef('g.person_id', '=', 'p.id')
            .where('g.role', '=', 'lead')
            .where('g.ended_at', 'is', null),
        ),
      ]),
    )
    .orderBy('p.family_name')
    .orderBy('p.given_name')
    .execute()
  return rows.map((row) => ({
    id: row.id as PersonId,
    name: `${row.given_name} ${row.family_name}`,
    since: row.named_at,
  }))
}

/** Names a lead, by name, as a reader of needs; naming twice changes nothing. */
export async function nameTriager(
  context: Context,
  who: { person: string; person_id?: string },
): Promise<void> {
  context.authorize(permissions['needs.name-triagers'])
  const { people, offers } = await peopleNamed(context, who, { person: { role: 'lead' } })
  const { person } = people
  if (person === null) throw new FormRefused({ person: 'error.person' })
  const lead = await context.db
    .selectFrom('role_grant')
    .select('id')
    .where('person_id', '=', person)
    .where('role', '=', 'lead')
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!lead) throw new FormRefused({ person: 'error.not-lead' }, offers)
  await context.db
    .insertInto('need_triager')
    .values({
      network_id: context.network.id,
      id: newId(),
      person_id: person,
      named_by: actorOf(context).personId,
      named_at: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await context.audit({ action: 'needs.triager.name', subject: { type: 'person', id: person } })
}

/** Ends a person's reading of needs. */
export async function endTriager(context: Context, person: PersonId): Promise<void> {
  context.authorize(permissions['needs.name-triagers'])
  await context.db
    .updateTable('need_triager')
    .set({ ended_at: context.now })
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .execute()
  await context.audit({ action: 'needs.triager.end', subject: { type: 'person', id: person } })
}
