import { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId, RoundId } from '../../platform/ids.ts'
import { initiativeOf } from '../initiatives/public.ts'
import { firstMessage } from '../notices/public.ts'
import { peopleOf, readAudience } from './audience.ts'
import { localTime } from './closing-time.ts'
import { RoundHeader, headerOf } from './participant-model.ts'
import { permissions } from './permissions.ts'
import { expectedTimeOf, relationsTo, roundOf, statementsOf } from './queries.ts'
import { readinessToOpen } from './open-round.ts'
import { endOf, levels } from './round.ts'
import { TakingPart, takingPart } from './taking-part.ts'
import { checkWording, wordingWarnings } from './wording-checks.ts'

const choice = z.object({ id: z.string(), label: BilingualSchema })
const AudienceChoices = z.object({
  organisations: z.array(choice),
  strata: z.array(z.object({ id: z.string(), label: BilingualSchema, values: z.array(choice) })),
})
export type AudienceChoices = z.infer<typeof AudienceChoices>

/** What can be chosen from: the organisations, and the strata that come from the roster. */
async function audienceChoices(context: Context): Promise<AudienceChoices> {
  const organisations = await context.db
    .selectFrom('organisation')
    .select(['id', 'name'])
    .orderBy('code')
    .execute()
  const strata = await context.db
    .selectFrom('stratum')
    .select(['id', 'label'])
    .where('source', '=', 'roster')
    .orderBy('position')
    .execute()
  const values = await context.db
    .selectFrom('stratum_value')
    .select(['id', 'stratum_id', 'label'])
    .where((eb) => eb.or([eb('steward_id', 'is', null), eb('released_at', 'is not', null)]))
    .orderBy('position')
    .execute()
  return {
    organisations: organisations.map(({ id, name }) => ({ id, label: name })),
    strata: strata.map(({ id, label }) => ({
      id,
      label,
      values: values
        .filter((value) => value.stratum_id === id)
        .map((value) => ({ id: value.id, label: value.label })),
    })),
  }
}

const drafted = z.object({
  wording: BilingualSchema,
  number: z.number(),
  warnings: z.array(z.enum(wordingWarnings)),
})

export const BuilderModel = z.object({
  id: z.string().nullable(),
  initiative: z.object({ id: z.string(), title: BilingualSchema }),
  kind: z.enum(['statements', 'prototype']),
  state: z.enum(['draft', 'open', 'closed', 'published', 'archived']),
  revision: z.number(),
  title: BilingualSchema,
  question: BilingualSchema,
  level: z.enum(levels),
  mayAdd: z.boolean(),
  paid: z.boolean(),
  payCents: z.number().nullable(),
  payer: BilingualSchema.nullable(),
  payOn: z.string().nullable(),
  minutes: z.number(),
  closesAt: z.date().nullable(),
  closesLocal: z.string(),
  statements: z.array(drafted),
  audience: z.object({
    organisations: z.array(z.string()),
    values: z.array(z.string()),
    callings: z.array(z.string()),
  }),
  choices: AudienceChoices,
  wouldInvite: z.number(),
  seconds: z.number(),
  measured: z.boolean(),
  participation: TakingPart.nullable(),
  /** How much waits to be read; null for those who are not its named readers. */
  waitingToModerate: z.number().nullable(),
  mayClose: z.boolean(),
  keyDestroyOn: z.string().nullable(),
  keyDestroyedAt: z.date().nullable(),
  saved: z.boolean(),
})
export type BuilderModel = z.infer<typeof BuilderModel>

async function initiativeTitle(context: Context, id: InitiativeId) {
  return context.db
    .selectFrom('initiative')
    .select(['id', 'title'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** An empty builder for a round of an initiative. */
export async function emptyBuilder(context: Context, initiative: InitiativeId): Promise<BuilderModel> {
  context.authorize(permissions['rounds.create'], (await initiativeOf(context, initiative)).relations)
  return {
    id: null,
    initiative: await initiativeTitle(context, initiative),
    kind: 'statements',
    state: 'draft',
    revision: 0,
    title: {},
    question: {},
    level: 'C',
    mayAdd: true,
    paid: false,
    payCents: null,
    payer: null,
    payOn: null,
    minutes: 1,
    closesAt: null,
    closesLocal: '',
    statements: [],
    audience: { organisations: [], values: [], callings: ['physician'] },
    choices: await audienceChoices(context),
    wouldInvite: 0,
    seconds: 0,
    measured: false,
    participation: null,
    waitingToModerate: null,
    mayClose: false,
    keyDestroyOn: null,
    keyDestroyedAt: null,
    saved: false,
  }
}

/** A draft in the builder, or what its lead follows once it is open. */
export async function builder(context: Context, id: RoundId, saved: boolean): Promise<BuilderModel> {
  const round = await roundOf(context, id)
  const draft = round.state === 'draft'
  const relations = await relationsTo(context, round)
  context.authorize(permissions[draft ? 'rounds.prepare' : 'rounds.follow'], relations)
  const statements = await statementsOf(context, id)
  const time = await expectedTimeOf(context, round)
  const audience = readAudience(round.audience)
  const waiting = await context.db
    .selectFrom('contribution')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('round_id', '=', id)
    .where('moderation', '=', 'waiting')
    .where('kind', '=', 'statement')
    .executeTakeFirstOrThrow()
  return {
    id,
    initiative: await initiativeTitle(context, round.initiative_id),
    kind: round.kind,
    state: round.state,
    revision: round.revision,
    title: round.title,
    question: round.question,
    level: round.anonymity_level,
    mayAdd: round.participants_may_add,
    paid: round.paid,
    payCents: round.pay_cents,
    payer: round.payer,
    payOn: round.pay_on,
    minutes: round.minutes,
    closesAt: endOf(round),
    closesLocal: round.closes_at ? localTime(round.closes_at, context.network.settings.timeZone) : '',
    statements: statements.map(({ wording, number }) => ({
      wording,
      number,
      warnings: [...checkWording(wording)],
    })),
    audience: {
      organisations: [...audience.organisations],
      values: [...audience.values],
      callings: [...audience.callings],
    },
    choices: draft ? await audienceChoices(context) : { organisations: [], strata: [] },
    wouldInvite: draft ? (await peopleOf(context, audience)).length : 0,
    seconds: time.seconds,
    measured: time.measured,
    participation: draft ? null : await takingPart(context, id),
    waitingToModerate: may(context.actor, permissions['rounds.moderate'], relations) ? waiting.count : null,
    mayClose: round.state === 'open' && may(context.actor, permissions['rounds.close'], relations),
    keyDestroyOn: round.key_destroy_on,
    keyDestroyedAt: round.key_destroyed_at,
    saved,
  }
}

export const OpeningModel = z.object({
  id: z.string(),
  initiative: z.string(),
  kind: z.enum(['statements', 'prototype']),
  title: BilingualSchema,
  level: z.enum(levels),
  statements: z.number(),
  seconds: z.number(),
  closesAt: z.date().nullable(),
  payCents: z.number().nullable(),
  payer: BilingualSchema.nullable(),
  payOn: z.string().nullable(),
  invited: z.number(),
  told: z.object({ server: z.boolean(), at: z.date().nullable(), without: z.number() }),
  decider: z.string().nullable(),
  decisionOn: z.string().nullable(),
  problems: z.array(z.string()),
  warnings: z.array(z.string()),
})
export type OpeningModel = z.infer<typeof OpeningModel>

/** How many: of fewer than five, or all but fewer than five, nothing is said, since whether one wants messages is one's own. */
const hideFew = (count: number, of: number): number =>
  count < 5 || (of - count < 5 && of !== count) ? 0 : count

/** What a lead checks before opening: how long, who sees what, who decides when, what is paid. */
export async function opening(context: Context, id: RoundId): Promise<OpeningModel> {
  const round = await roundOf(context, id)
  context.authorize(permissions['rounds.open'], await relationsTo(context, round))
  const { problems, warnings, invited } = await readinessToOpen(context, id)
  const told = await firstMessage(context, invited, round.closes_at)
  const statements = await statementsOf(context, id)
  const { seconds } = await headerOf(context, round)
  const initiative = await context.db
    .selectFrom('initiative as i')
    .leftJoin('person as p', (join) =>
      join.onRef('p.network_id', '=', 'i.network_id').onRef('p.id', '=', 'i.decider_id'),
    )
    .select(['i.decision_due_on', 'p.given_name', 'p.family_name'])
    .where('i.id', '=', round.initiative_id)
    .executeTakeFirstOrThrow()
  return {
    id,
    initiative: round.initiative_id,
    kind: round.kind,
    title: round.title,
    level: round.anonymity_level,
    statements: statements.length,
    seconds,
    closesAt: round.closes_at,
    payCents: round.pay_cents,
    payer: round.payer,
    payOn: round.pay_on,
    invited: invited.length,
    told: { ...told, without: hideFew(told.without, invited.length) },
    decider: initiative.given_name === null ? null : `${initiative.given_name} ${initiative.family_name}`,
    decisionOn: initiative.decision_due_on,
    problems: [...problems],
    warnings: [...warnings],
  }
}

export const PreviewModel = z.object({
  round: RoundHeader,
  number: z.number(),
  wording: BilingualSchema.nullable(),
  total: z.number(),
})
export type PreviewModel = z.infer<typeof PreviewModel>

/** One statement as those invited will see it. */
export async function preview(context: Context, id: RoundId, number: number): Promise<PreviewModel> {
  const round = await roundOf(context, id)
  context.authorize(permissions['rounds.prepare'], await relationsTo(context, round))
  const statements = await statementsOf(context, id)
  return {
    round: await headerOf(context, round),
    number,
    wording: statements.find((one) => one.number === number)?.wording ?? null,
    total: statements.length,
  }
}
