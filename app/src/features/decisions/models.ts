import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { answerOutcomes } from './answer.ts'
import { outcomes } from './decision.ts'

const Outcome = z.enum(outcomes)
const AnswerOutcome = z.enum(answerOutcomes)
const Disclosed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shown'), count: z.number() }),
  z.object({ kind: z.literal('hidden') }),
])
const Level = z.enum(['inform', 'consult', 'involve', 'collaborate', 'empower'])

export const InitiativeModel = z.object({
  id: z.string(),
  title: BilingualSchema,
  openQuestion: BilingualSchema,
  participationLevel: Level.nullable(),
  decisionDueOn: z.string().nullable(),
})

/** The form on which the decider decides. */
export const DecideModel = z.object({
  initiative: InitiativeModel,
  owed: z.number(),
  /** What was asked, and has its results. */
  results: z.array(z.object({ id: z.string(), title: BilingualSchema })),
  /** What was asked and has none yet: people still answer, or it is being worked out. */
  awaited: z.array(z.object({ id: z.string(), title: BilingualSchema })),
  today: z.string(),
  decision: z
    .object({
      id: z.string(),
      outcome: Outcome,
      reason: BilingualSchema,
      revisitOn: z.string().nullable(),
      reviewOn: z.string().nullable(),
      revision: z.number(),
      decidedBy: z.string(),
    })
    .nullable(),
})
export type DecideModel = z.output<typeof DecideModel>

const Dissent = z.object({ text: BilingualSchema, by: z.string(), at: z.date() })
const Evidence = z.object({
  label: BilingualSchema,
  address: z.string().nullable(),
  round: z.string().nullable(),
})
export const CommitmentModel = z.object({
  id: z.string(),
  what: BilingualSchema,
  owner: z.string(),
  dueOn: z.string(),
  late: z.boolean(),
  doneAt: z.date().nullable(),
  doneBy: z.string().nullable(),
  before: BilingualSchema.nullable(),
  after: BilingualSchema.nullable(),
  source: BilingualSchema.nullable(),
})

/** A decision, with everything that hangs on it. */
export const DecisionModel = z.object({
  id: z.string(),
  initiative: InitiativeModel,
  outcome: Outcome,
  reason: BilingualSchema,
  decidedBy: z.string(),
  decidedAt: z.date(),
  revisitOn: z.string().nullable(),
  reviewOn: z.string().nullable(),
  revisions: z.array(
    z.object({
      revision: z.number(),
      outcome: Outcome,
      reason: BilingualSchema,
      revisitOn: z.string().nullable(),
      reviewOn: z.string().nullable(),
      replacedAt: z.date(),
      replacedBy: z.string(),
    }),
  ),
  dissent: z.array(Dissent),
  evidence: z.array(Evidence),
  rounds: z.array(z.object({ id: z.string(), title: BilingualSchema })),
  commitments: z.array(CommitmentModel),
  /** For those who answer; null for others, because signing changes it and may be taken back. */
  owed: z.number().nullable(),
  /** The things that have an answer which stays: it can't be taken back. */
  answered: z.number(),
  levelKept: z.object({ kept: Disclosed, partly: Disclosed, not: Disclosed, people: Disclosed }),
  /** What this person may do here, and what they said of the promise. */
  may: z.object({
    edit: z.boolean(),
    dissent: z.boolean(),
    link: z.boolean(),
    commit: z.boolean(),
    answer: z.boolean(),
    rate: z.boolean(),
  }),
  mine: z.enum(['kept', 'partly', 'not']).nullable(),
  today: z.string(),
})
export type DecisionModel = z.output<typeof DecisionModel>

/** One thing that is owed an answer, or has one, as those see it who answer. */
export const ThingModel = z.object({
  root: z.string(),
  number: z.number().nullable(),
  kind: z.enum(['need', 'statement', 'comment', 'proposal']),
  words: BilingualSchema,
  /** What was merged into it; empty for others than its named readers while fewer than 5 said it. */
  merged: z.array(BilingualSchema),
  waiting: z.boolean(),
  draft: z.object({ outcome: AnswerOutcome, reason: BilingualSchema, preparedBy: z.string() }).nullable(),
  suggested: z.object({ outcome: AnswerOutcome, reason: BilingualSchema }).nullable(),
})
export type ThingModel = z.output<typeof ThingModel>

/** The page on which everything said in a round, or an initiative, gets its answer. */
export const AnswersModel = z.object({
  initiative: InitiativeModel,
  round: z.object({ id: z.string(), title: BilingualSchema }).nullable(),
  decision: z.object({ id: z.string(), outcome: Outcome, reason: BilingualSchema }).nullable(),
  things: z.array(ThingModel),
  total: z.number(),
  page: z.number(),
  /** Which of them are listed, and how many those are. */
  show: z.enum(['all', 'open', 'prepared']),
  words: z.string(),
  listed: z.number(),
  saved: z.enum(['signed', 'prepared', 'taken-back']).nullable(),
  prepared: z.number(),
  /** Things answered, by manner; `underway`: those whose answer has not gone out. */
  given: z.object({ one: z.number(), group: z.number(), bulk: z.number(), underway: z.number() }),
  maySign: z.boolean(),
  mayArchive: z.boolean(),
})
export type AnswersModel = z.output<typeof AnswersModel>

/** One thing answered at once, or answered again. */
export const AnswerOneModel = z.object({
  id: z.string(),
  words: BilingualSchema,
  /** How many others said the same; null while they are fewer than 5. */
  merged: z.number().nullable(),
  before: z.array(
    z.object({ outcome: AnswerOutcome, reason: BilingualSchema, by: z.string(), at: z.date() }),
  ),
  /** Whether there is something to answer. */
  owed: z.boolean(),
  /** Whether the answer can be taken back. */
  underway: z.boolean(),
  /** What was prepared, or taken back. */
  draft: z.object({ outcome: AnswerOutcome, reason: BilingualSchema }).nullable(),
})
export type AnswerOneModel = z.output<typeof AnswerOneModel>

/** A need that its author is about to take back. */
export const TakeBackModel = z.object({
  id: z.string(),
  words: z.object({ text: z.string(), language: z.string() }),
})
export type TakeBackModel = z.output<typeof TakeBackModel>

export const CommitmentPageModel = z.object({
  commitment: CommitmentModel,
  decision: z.object({ id: z.string(), outcome: Outcome, reason: BilingualSchema }),
  initiative: InitiativeModel,
  reopened: z.boolean(),
  mayFinish: z.boolean(),
})
export type CommitmentPageModel = z.output<typeof CommitmentPageModel>
