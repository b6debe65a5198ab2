import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { OwnNeed } from '../needs/public.ts'

export const SaidItem = z.object({
  id: z.string(),
  kind: z.enum(['need', 'statement', 'comment', 'proposal']),
  words: z.object({ text: z.string(), language: z.string() }),
  round: z.object({ id: z.string(), title: BilingualSchema, level: z.enum(['A', 'B', 'C']) }).nullable(),
  state: z.enum(['received', 'read', 'decided', 'done']),
  receivedAt: z.date().nullable(),
  readBy: z.string().nullable(),
  readAt: z.date().nullable(),
  turnedBack: z.enum(['returned', 'rejected']).nullable(),
  purged: z.boolean(),
  others: z.number().nullable(),
  dueAt: z.date().nullable(),
  answers: z.array(
    z.object({
      outcome: z.enum(['adopt', 'adapt', 'defer', 'decline', 'answered']),
      reason: BilingualSchema,
      manner: z.enum(['one', 'group', 'bulk']),
      by: z.string(),
      at: z.date(),
      decision: z.string().nullable(),
      revisitOn: z.string().nullable(),
    }),
  ),
  promises: z.array(
    z.object({
      id: z.string(),
      what: BilingualSchema,
      owner: z.string(),
      dueOn: z.string(),
      doneAt: z.date().nullable(),
      before: BilingualSchema.nullable(),
      after: BilingualSchema.nullable(),
      source: BilingualSchema.nullable(),
    }),
  ),
  objection: z.enum(['none', 'waiting', 'read-again']),
  verdict: z.enum(['yes', 'partly', 'no']).nullable(),
})
export type SaidItem = z.output<typeof SaidItem>

/** One thing, on its own page; `need` is what more its author sees of a need. */
export const SaidItemModel = SaidItem.extend({ need: OwnNeed.nullable(), sent: z.boolean() })
export type SaidItemModel = z.output<typeof SaidItemModel>

export const SaidModel = z.object({
  items: z.array(SaidItem),
  total: z.number(),
  answered: z.number(),
  done: z.number(),
  page: z.number(),
  /** What was done just before. */
  saved: z.literal('taken-back').nullable(),
  gone: z.array(z.object({ id: z.string(), title: BilingualSchema, on: z.date().nullable() })),
  /** Rounds in which everything said, by whomever, has been answered in the open. */
  rounds: z.array(z.object({ id: z.string(), title: BilingualSchema })),
})
export type SaidModel = z.output<typeof SaidModel>

/** Everything said in a round with its answer: the same page for all who were asked. */
export const RoundSaidModel = z.object({
  round: z.object({ id: z.string(), title: BilingualSchema }),
  items: z.array(
    z.object({
      id: z.string(),
      words: BilingualSchema,
      state: z.enum(['received', 'read', 'decided', 'done']),
      others: z.number().nullable(),
      answer: z
        .object({
          outcome: z.enum(['adopt', 'adapt', 'defer', 'decline', 'answered']),
          reason: BilingualSchema,
          manner: z.enum(['one', 'group', 'bulk']),
          by: z.string(),
          at: z.date(),
        })
        .nullable(),
    }),
  ),
  hidden: z.boolean(),
  page: z.number(),
  total: z.number(),
})
export type RoundSaidModel = z.output<typeof RoundSaidModel>
