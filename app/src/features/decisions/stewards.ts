import type { Relation } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId } from '../../platform/ids.ts'
import { type ParticipationLevel, initiativeOf } from '../initiatives/public.ts'
import type { Stewards } from './second-reader.ts'

/** An initiative as deciding and answering see it: who stands behind it, and what was promised. */
export type Stewarded = Stewards &
  Readonly<{
    id: InitiativeId
    title: Bilingual
    openQuestion: Bilingual
    participationLevel: ParticipationLevel | null
    decisionDueOn: string | null
    relations: ReadonlySet<Relation>
  }>

/** Loads an initiative, locked when something about it is to change. @throws {NotFound} */
export async function stewardsOf(
  context: Context,
  id: string,
  options: { lock?: boolean } = {},
): Promise<Stewarded> {
  const found = await initiativeOf(context, id as InitiativeId, options)
  return {
    id: found.id,
    title: found.title,
    openQuestion: found.openQuestion,
    participationLevel: found.participationLevel,
    decisionDueOn: found.decisionDueOn,
    physicianLead: found.physicianLeadId,
    managerLead: found.managerLeadId,
    champions: found.people.champion,
    sponsor: found.sponsorId,
    decider: found.deciderId,
    relations: found.relations,
  }
}

/** Everybody who leads: who is told what happens to an initiative. */
export const leadersOf = (to: Stewarded): readonly string[] =>
  [to.decider, to.physicianLead, to.managerLead].filter((id): id is string => id !== null)
