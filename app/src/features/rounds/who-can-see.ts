import { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { namedReaders } from '../initiatives/public.ts'
import { personNames } from '../people/public.ts'
import leak from './mid-round-leak.json' with { type: 'json' }
import { RoundHeader, headerOf } from './participant-model.ts'
import { permissions } from './permissions.ts'
import { invitedTo, relationsTo, roundOf } from './queries.ts'
import { fewInvited } from './round.ts'
import { wayToRound } from './way-to-round.ts'

export const WhoCanSeeModel = z.object({
  back: z.string(),
  round: RoundHeader,
  invited: z.number(),
  few: z.boolean(),
  closed: z.boolean(),
  facilitators: z.array(z.string()),
  /** Who reads what is written, as it was written. */
  readers: z.array(z.string()),
  looks: z.array(z.object({ at: z.date(), by: z.string() })),
  keyDestroyOn: z.string().nullable(),
  keyDestroyedAt: z.date().nullable(),
  holdReason: z.string().nullable(),
  privacyContact: z.string().nullable(),
  mayHold: z.boolean(),
  leak: z.object({ people: z.number(), during: z.number(), after: z.number(), chance: z.number() }),
})
export type WhoCanSeeModel = z.infer<typeof WhoCanSeeModel>

/** Who could link whom to what in a round, what could go wrong, and when nobody can any more. */
export async function whoCanSee(context: Context, id: RoundId): Promise<WhoCanSeeModel> {
  const round = await roundOf(context, id)
  const relations = await relationsTo(context, round)
  context.authorize(permissions['rounds.who-can-see'], relations)
  const facilitators = await context.db
    .selectFrom('initiative_person')
    .select('person_id')
    .where('initiative_id', '=', round.initiative_id)
    .where('part', '=', 'facilitator')
    .orderBy('person_id')
    .execute()
  const looks = await context.db
    .selectFrom('audit_entry')
    .select(['at', 'actor_id'])
    .where('action', 'in', ['rounds.look', 'prototypes.look-at-names'])
    .where('subject_id', '=', id)
    .orderBy('seq')
    .execute()
  const names = await personNames(context, [
    ...facilitators.map((one) => one.person_id),
    ...looks.flatMap((look) => (look.actor_id === null ? [] : [look.actor_id])),
  ])
  const invited = (await invitedTo(context, id)).length
  return {
    back: wayToRound(context, round, relations),
    round: await headerOf(context, round),
    invited,
    few: invited < fewInvited,
    closed: round.closed_at !== null,
    readers: await namedReaders(context, round.initiative_id),
    facilitators: facilitators.map((one) => names.get(one.person_id) ?? ''),
    looks: looks.map((look) => ({ at: look.at, by: names.get(look.actor_id ?? '') ?? '' })),
    keyDestroyOn: round.key_destroy_on,
    keyDestroyedAt: round.key_destroyed_at,
    holdReason: round.key_hold_reason,
    privacyContact: context.network.settings.privacyContact ?? null,
    mayHold: context.actor?.roles.has('privacy-officer') === true && round.anonymity_level === 'C',
    leak: { people: leak.people, during: leak.during, after: leak.after, chance: 1 / leak.people },
  }
}
