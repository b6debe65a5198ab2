import { todayIn } from '../../platform/calendar-day.ts'
import { type Relation, may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { InitiativeId, PersonId } from '../../platform/ids.ts'
import { strategies, strategyOf, strategyTags } from '../evidence/public.ts'
import { personNames } from '../people/public.ts'
import { type Part, maySign, missingForGate } from './charter.ts'
import { textsOf } from './charter-fields.ts'
import { escalationStep } from './escalation.ts'
import { type Initiative, loadInitiative, relationsTo } from './load-initiative.ts'
import { owedAnswers } from './owed-answers.ts'
import { permissions } from './permissions.ts'
import { happenings, toldOf } from './queries.ts'
import { permissionToChange } from './who-may-change.ts'

async function namesOf(context: Context, initiative: Initiative) {
  const { physicianLeadId, managerLeadId, deciderId, sponsorId, people } = initiative
  const ids = [physicianLeadId, managerLeadId, deciderId, sponsorId, ...Object.values(people).flat()].filter(
    (id) => id !== null,
  )
  const names = await personNames(context, ids)
  const named = (id: PersonId) => ({ id, name: names.get(id) ?? '' })
  return {
    one: (id: PersonId | null) => (id === null ? null : named(id)),
    parts: {
      champion: people.champion.map(named),
      triager: people.triager.map(named),
      facilitator: people.facilitator.map(named),
    },
  }
}

const pickedStrategies = (initiative: Initiative) =>
  initiative.strategies.flatMap((id) => {
    const strategy = strategyOf(id)
    return strategy ? [{ id, name: strategy.name }] : []
  })

async function answerState(context: Context, id: InitiativeId) {
  const owed = await owedAnswers(context, id)
  const first = owed[0]
  if (!first) return { state: 'none' as const, dueAt: null, championTold: null, sponsorTold: null }
  const told = await toldOf(
    context,
    owed.map((one) => one.subject.id),
  )
  return {
    state: escalationStep({ dueAt: first.dueAt, now: context.now }),
    dueAt: first.dueAt,
    championTold: told.champion,
    sponsorTold: told.sponsor,
  }
}

/** What somebody is to a round of an initiative: who began the one has not begun the other. */
const toRound = (relations: ReadonlySet<Relation>, begun: boolean): ReadonlySet<Relation> =>
  new Set([...[...relations].filter((one) => one !== 'creator'), ...(begun ? ['creator' as const] : [])])

/** The page of an initiative that everyone in the network may read. */
export async function loadInitiativePage(context: Context, id: InitiativeId) {
  const initiative = await loadInitiative(context, id)
  const relations = relationsTo(initiative, context.actor?.personId)
  const names = await namesOf(context, initiative)
  const edit = may(context.actor, permissions['initiatives.edit'], relations)
  const gateOpen = missingForGate(initiative, todayIn(context)).length === 0
  const { rounds, decision } = await happenings(context, initiative)
  return {
    ...initiative,
    decider: names.one(initiative.deciderId),
    physicianLead: names.one(initiative.physicianLeadId),
    managerLead: names.one(initiative.managerLeadId),
    sponsor: names.one(initiative.sponsorId),
    people: names.parts,
    socialDeterminants: [...initiative.socialDeterminants],
    strategies: pickedStrategies(initiative),
    gateOpen,
    decision,
    rounds: rounds.map(({ begunBy, ...round }) => ({
      ...round,
      follow: may(
        context.actor,
        permissions['initiatives.follow'],
        toRound(relations, begunBy === context.actor?.personId),
      ),
    })),
    answers: await answerState(context, id),
    may: {
      edit: edit && initiative.state !== 'archived',
      ask:
        may(context.actor, permissions['initiatives.ask'], relations) &&
        gateOpen &&
        initiative.state !== 'archived',
      decide: relations.has('decider') && initiative.state !== 'archived',
      answer: may(context.actor, permissions['initiatives.answer'], relations),
      design: may(context.actor, permissions['initiatives.design'], relations),
    },
  }
}

/** The charter's page: its form for those who frame, its signatures for the two leads. */
export async function loadCharterPage(context: Context, id: InitiativeId, justCleared: boolean) {
  const initiative = await loadInitiative(context, id)
  const relations = relationsTo(initiative, context.actor?.personId)
  const mayEdit =
    may(context.actor, await permissionToChange(context, id), relations) && initiative.state !== 'archived'
  const begins = initiative.state === 'framing' || initiative.state === 'running'
  const names = await namesOf(context, initiative)
  return {
    id,
    title: initiative.title,
    revision: initiative.revision,
    texts: {
      ...textsOf(initiative),
      social_determinants: [...initiative.socialDeterminants].toSorted(),
    } as Record<string, string | string[]>,
    missing: begins || mayEdit ? [...missingForGate(initiative, todayIn(context))] : null,
    people: names.parts,
    strategies: pickedStrategies(initiative),
    signatures: {
      physician: {
        name: names.one(initiative.physicianLeadId)?.name ?? null,
        at: initiative.physicianSignedAt,
      },
      manager: { name: names.one(initiative.managerLeadId)?.name ?? null, at: initiative.managerSignedAt },
      mine: context.actor ? maySign(initiative, context.actor.personId) : null,
    },
    mayEdit,
    named: [initiative.deciderId, initiative.physicianLeadId, initiative.managerLeadId, initiative.sponsorId]
      .map(names.one)
      .filter((person) => person !== null),
    justCleared,
  }
}

/** The page on which somebody is given a part. */
export async function loadAddPart(context: Context, id: InitiativeId, part: Part) {
  const initiative = await loadInitiative(context, id)
  context.authorize(await permissionToChange(context, id), relationsTo(initiative, context.actor?.personId))
  return { id, title: initiative.title, part }
}

/** The register, by theme, with what this initiative has picked. */
export async function loadStrategiesPage(context: Context, id: InitiativeId) {
  const initiative = await loadInitiative(context, id)
  context.authorize(await permissionToChange(context, id), relationsTo(initiative, context.actor?.personId))
  const shown = new Set<string>()
  return {
    id,
    title: initiative.title,
    tags: strategyTags.map((tag) => ({
      label: tag.label,
      strategies: strategies
        .filter((strategy) => strategy.tags[0] === tag.code && !shown.has(strategy.id))
        .map((strategy) => {
          shown.add(strategy.id)
          return {
            id: strategy.id,
            name: strategy.name,
            summary: strategy.summary,
            chosen: initiative.strategies.includes(strategy.id),
          }
        }),
    })),
  }
}
