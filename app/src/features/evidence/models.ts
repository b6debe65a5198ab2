import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'

const Interval = z.object({ share: z.number(), lower: z.number(), upper: z.number() })

const Rate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shown'), count: z.number(), of: z.number(), rate: Interval }),
  z.object({ kind: z.literal('hidden') }),
  z.object({ kind: z.literal('none') }),
])
export type Rate = z.output<typeof Rate>

const Median = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('shown'),
    median: z.number(),
    interval: z.tuple([z.number(), z.number()]).readonly().nullable(),
    of: z.number(),
  }),
  z.object({ kind: z.literal('hidden') }),
  z.object({ kind: z.literal('none') }),
])
export type Median = z.output<typeof Median>

export const RegisterModel = z.object({
  about: BilingualSchema,
  tags: z.array(
    z.object({
      code: z.string(),
      label: BilingualSchema,
      strategies: z.array(
        z.object({ id: z.string(), name: BilingualSchema, summary: BilingualSchema, uses: z.number() }),
      ),
    }),
  ),
})
export type RegisterModel = z.output<typeof RegisterModel>

export const StrategyModel = z.object({
  id: z.string(),
  name: BilingualSchema,
  summary: BilingualSchema,
  tags: z.array(BilingualSchema),
  sources: z.array(
    z.object({
      id: z.string(),
      kind: BilingualSchema,
      authors: z.string(),
      year: z.number().nullable(),
      title: z.string(),
      container: z.string(),
      doi: z.string().nullable(),
      note: BilingualSchema.nullable(),
    }),
  ),
  initiatives: z.array(
    z.object({
      id: z.string(),
      title: BilingualSchema,
      state: z.enum(['framing', 'running', 'decided', 'archived']),
    }),
  ),
  record: z.object({
    rounds: z.number(),
    roundsLeftOut: z.number(),
    response: Rate,
    forWhom: z
      .array(
        z.object({
          label: BilingualSchema,
          values: z.array(z.object({ label: BilingualSchema, rate: Rate })).readonly(),
        }),
      )
      .readonly(),
    daysToAnswer: Median,
    notAnswered: Rate,
  }),
  asOf: z.date(),
})
export type StrategyModel = z.output<typeof StrategyModel>
