import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import type { RoundId } from '../../platform/ids.ts'
import { type Answering, answering } from './answering.ts'
import { durationsOf } from './duration-memory.ts'
import { askedOfOne } from './expected-time.ts'
import { nextStatement } from './next-statement.ts'
import { permissions } from './permissions.ts'
import { isRemoved } from './remove-statement.ts'
import { expectedTimesOf, roundOf, statementsOf } from './queries.ts'
import { type Round, endOf, levels, takesAnswers } from './round.ts'
import { TakingPart, takingPart } from './taking-part.ts'
import { answers } from './vote-rule.ts'

/** What stands on every page of a round: what it is, who can see, until when. */
export const RoundHeader = z.object({
  id: z.string(),
  title: BilingualSchema,
  question: BilingualSchema,
  level: z.enum(levels),
  /** When it ends or, where it has closed, ended. */
  closesAt: z.date().nullable(),
  closed: z.boolean(),
  seconds: z.number(),
  measured: z.boolean(),
  payCents: z.number().nullable(),
  payer: BilingualSchema.nullable(),
  payOn: z.string().nullable(),
})
export type RoundHeader = z.infer<typeof RoundHeader>

export const standings = ['ask', 'done', 'closed', 'not-open', 'not-invited', 'key-missing', 'look'] as const
/** Where the person who asks stands: a statement to answer, all answered, too late, too early, not asked. */
export type Standing = (typeof standings)[number]

const own = z.object({ number: z.number(), answer: z.enum(answers), revision: z.number() })
const OwnAnswer = z.object({ number: z.number(), wording: BilingualSchema, answer: z.enum(answers) })
export type OwnAnswer = z.infer<typeof OwnAnswer>

export const Participation = z.object({
  standing: z.enum(standings),
  round: RoundHeader.nullable(),
  statement: z.object({ number: z.number(), wording: BilingualSchema }).nullable(),
  answer: own.nullable(),
  /** The answer given just before, which can be changed. */
  after: own.nullable(),
  position: z.number(),
  total: z.number(),
  answered: z.number(),
  mayAdd: z.boolean(),
  /** The session whose answer may wait on the page for a connection: on one's own device alone, and never at level C. */
  waitsFor: z.string().nullable(),
  more: z.boolean(),
  left: z.number(),
  resultsOut: z.boolean(),
  /** Own answers, where there is no statement to answer. */
  own: z.array(OwnAnswer),
  /** Where the thing to look at is, for a round about a prototype. */
  look: z.string().nullable(),
})
export type Participation = z.infer<typeof Participation>

const nothing = {
  round: null,
  statement: null,
  answer: null,
  after: null,
  position: 0,
  total: 0,
  answered: 0,
  mayAdd: false,
  waitsFor: null,
  more: false,
  left: 0,
  resultsOut: false,
  own: [],
  look: null,
}

/** Own answers in the order of the statements, in the words of the statements. */
async function ownAnswers(context: Context, at: Answering): Promise<z.input<typeof OwnAnswer>[]> {
  if (at.mine.size === 0) return []
  return (await statementsOf(context, at.id)).flatMap(({ id, number, wording }) => {
    const answer = at.mine.get(id)?.answer
    return answer ? [{ number, wording, answer }] : []
  })
}

function standingOf(at: Answering, now: Date): Standing {
  if (!at.invited) return 'not-invited'
  if (at.state === 'draft') return 'not-open'
  if (at.kind === 'prototype') return 'look'
  if (!takesAnswers({ state: at.state, closes_at: at.closesAt }, now)) return 'closed'
  if (at.participant === null) return 'key-missing'
  return 'ask'
}

/** Finds the headers of rounds, for any page of them. */
export async function headersOf(
  context: Context,
  rounds: readonly Round[],
): Promise<(round: Round) => RoundHeader> {
  const timed = rounds.filter(({ kind }) => kind !== 'prototype')
  const timeOf = timed.length === 0 ? null : await expectedTimesOf(context, timed)
  return (round) => ({
    id: round.id,
    title: round.title,
    question: round.question,
    level: round.anonymity_level,
    closesAt: endOf(round),
    closed: round.state !== 'draft' && !takesAnswers(round, context.now),
    ...(round.kind === 'prototype' || timeOf === null
      ? { seconds: round.minutes * 60, measured: false }
      : timeOf(round)),
    payCents: round.paid ? round.pay_cents : null,
    payer: round.paid ? round.payer : null,
    payOn: round.paid ? round.pay_on : null,
  })
}

/** The header of a round, for any page of it. */
export const headerOf = async (context: Context, round: Round): Promise<RoundHeader> =>
  (await headersOf(context, [round]))(round)

/**
 * What one participant sees of a round: a given statement, or the next one without an answer.
 *
 * @param options.number the statement to show
 * @param options.after the statement that was answered just before
 * @param options.more go on after the ten that are asked of one person
 */
export async function participation(
  context: Context,
  id: RoundId,
  options: { number?: number | undefined; after?: number | undefined; more?: boolean | undefined },
): Promise<Participation> {
  const at = await answering(context, id)
  if (options.number === undefined) context.authorize(permissions['rounds.enter'])
  else context.authorize(permissions['rounds.answer'], at.invited ? ['invited'] : [])
  const standing = standingOf(at, context.now)
  if (standing === 'not-invited' || standing === 'not-open') return { standing, ...nothing }

  const more = options.more === true
  const asked = at.statements.find((one) => one.number === options.number)
  if (options.number !== undefined && !asked && !(await isRemoved(context, id, options.number)))
    throw new NotFound()
  const number = asked?.number ?? (await nextStatement(context, at, { more }))
  const statement = at.statements.find((one) => one.number === number)
  const ownOf = (which: number | undefined) => {
    const found = at.statements.find((one) => one.number === which)
    const mine = found ? at.mine.get(found.id) : undefined
    return which !== undefined && mine ? { number: which, ...mine } : null
  }
  const shown = standing === 'ask' && statement ? statement : null
  if (shown && at.mine.size === 0)
    durationsOf(context.services).started(id, at.participant ?? actorOf(context).personId, context.now)
  const wording = shown ? (await statementsOf(context, id, shown.number))[0]?.wording : undefined
  const total = more ? at.statements.length : Math.min(at.statements.length, askedOfOne)
  return {
    standing: standing === 'ask' && !shown ? 'done' : standing,
    round: await headerOf(context, await roundOf(context, id)),
    statement: shown && wording ? { number: shown.number, wording } : null,
    answer: shown ? ownOf(shown.number) : null,
    after: ownOf(options.after),
    position: Math.min(total, at.mine.size + (shown && at.mine.has(shown.id) ? 0 : 1)),
    total: Math.max(total, at.mine.size),
    answered: at.mine.size,
    mayAdd: at.mayAdd && standing === 'ask',
    waitsFor: at.level !== 'C' && actorOf(context).ownDevice ? actorOf(context).sessionId : null,
    more,
    left: at.statements.length - at.mine.size,
    resultsOut: at.state === 'published' || at.state === 'archived',
    own: shown ? [] : await ownAnswers(context, at),
    look: at.kind === 'prototype' ? `/rounds/${id}/review` : null,
  }
}

export const Thanks = z.object({
  round: RoundHeader,
  answered: z.number(),
  left: z.number(),
  open: z.boolean(),
  mayAdd: z.boolean(),
  decider: z.string().nullable(),
  decisionOn: z.string().nullable(),
  answerDays: z.number(),
  ...TakingPart.shape,
  own: z.array(OwnAnswer),
})
export type Thanks = z.infer<typeof Thanks>

/** What a participant is told when they have answered: what happens next, with dates. */
export async function thanks(context: Context, id: RoundId): Promise<Thanks> {
  const at = await answering(context, id)
  context.authorize(permissions['rounds.answer'], at.invited ? ['invited'] : [])
  const facts = await context.db
    .selectFrom('round as r')
    .innerJoin('initiative as i', (join) =>
      join.onRef('i.network_id', '=', 'r.network_id').onRef('i.id', '=', 'r.initiative_id'),
    )
    .leftJoin('person as p', (join) =>
      join.onRef('p.network_id', '=', 'i.network_id').onRef('p.id', '=', 'i.decider_id'),
    )
    .select(['i.decision_due_on', 'i.answer_due_days', 'p.given_name', 'p.family_name'])
    .where('r.id', '=', id)
    .executeTakeFirstOrThrow()
  const open = takesAnswers({ state: at.state, closes_at: at.closesAt }, context.now)
  return {
    round: await headerOf(context, await roundOf(context, id)),
    answered: at.mine.size,
    left: at.statements.length - at.mine.size,
    open,
    mayAdd: open && at.mayAdd && at.kind === 'statements',
    decider: facts.given_name === null ? null : `${facts.given_name} ${facts.family_name}`,
    decisionOn: facts.decision_due_on,
    answerDays: facts.answer_due_days,
    ...(await takingPart(context, id)),
    own: await ownAnswers(context, at),
  }
}
