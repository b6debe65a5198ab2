import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'

const Interval = z.object({ share: z.number(), lower: z.number(), upper: z.number() })
const Share = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shown'), count: z.number().int().min(5).nullable(), interval: Interval }),
  z.object({ kind: z.literal('hidden') }),
])
const Shares = { answered: z.number().int().nullable(), agree: Share, disagree: Share, pass: Share }
const direction = z.enum(['agree', 'disagree'])

/** What the results page shows and the JSON says: everything after disclosure control. */
export const ResultModel = z.object({
  round: z.object({
    id: z.string(),
    initiativeId: z.string(),
    kind: z.enum(['statements', 'prototype']),
    title: BilingualSchema,
    question: BilingualSchema,
    source: z.enum(['asked', 'import', 'simulation']),
    sourceNote: BilingualSchema.nullable(),
    closedAt: z.date().nullable(),
    invited: z.number(),
    objectId: z.string().nullable(),
  }),
  computed: z
    .object({
      at: z.date(),
      method: z.string(),
      version: z.string(),
      parameters: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
      stability: z.object({
        verdict: z.enum(['stable', 'unstable', 'not enough to say']),
        reason: z.string().nullable(),
        mean: z.number().nullable(),
        lower: z.number().nullable(),
        resamples: z.number(),
      }),
      participants: z.number().nullable(),
      /** Counts are not shown and shares are rounded: fewer than five of those invited did not take part. */
      rounded: z.boolean(),
      groups: z.array(
        z.object({
          group: z.string(),
          size: z.number().int().min(5).nullable(),
          outline: z.object({
            x: z.number(),
            y: z.number(),
            rx: z.number(),
            ry: z.number(),
            angle: z.number(),
          }),
          representative: z.array(
            z.object({ number: z.string(), direction, share: z.number(), others: z.number().nullable() }),
          ),
        }),
      ),
      consensus: z.array(z.object({ number: z.string(), direction })),
      consensusOf: z.enum(['groups', 'everybody']),
      groupsHidden: z.boolean(),
      dividing: z.array(z.object({ number: z.string(), highest: z.string(), lowest: z.string() })),
      uncertain: z.array(z.object({ number: z.string() })),
      statements: z.array(
        z.object({
          number: z.string(),
          wording: BilingualSchema,
          accepted: z.boolean(),
          ...Shares,
          majority: direction.nullable(),
          notMyArea: z.number().int().nullable(),
          groups: z.array(z.object({ group: z.string(), answered: Shares.answered, agree: Share })),
        }),
      ),
    })
    .nullable(),
  participation: z.array(
    z.object({
      label: BilingualSchema,
      values: z.array(
        z.object({
          label: z.union([BilingualSchema, z.enum(['combined', 'unstated'])]),
          invited: z.number(),
          roster: z.number().nullable(),
          respondents: z.number().nullable(),
          rate: Interval.nullable(),
        }),
      ),
    }),
  ),
  own: z.object({ x: z.number(), y: z.number(), group: z.string().nullable() }).nullable(),
  mayRecompute: z.boolean(),
  recomputed: z
    .object({ at: z.date(), same: z.boolean(), version: z.string(), storedVersion: z.string().nullable() })
    .nullable(),
  all: z.boolean(),
  page: z.number(),
})

export type ResultView = z.output<typeof ResultModel>
