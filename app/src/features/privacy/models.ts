import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'

export const PrivacyModel = z.object({
  contact: z.string().nullable(),
  retentionMonths: z.number(),
  deviceDays: z.number(),
  mailDays: z.number(),
  noticeDays: z.number(),
  levels: z.array(
    z.object({
      level: z.enum(['A', 'B', 'C']),
      tables: z.array(
        z.object({ table: z.string(), columns: z.array(z.string()), who: z.array(z.string()) }),
      ),
    }),
  ),
  keys: z.array(
    z.object({
      id: z.string(),
      title: BilingualSchema,
      destroyOn: z.string().nullable(),
      destroyedAt: z.date().nullable(),
      held: z.boolean(),
    }),
  ),
  mayPurge: z.boolean(),
  signedIn: z.boolean(),
})
export type PrivacyModel = z.output<typeof PrivacyModel>

export const PurgeModel = z.object({
  search: z.string(),
  done: z.boolean(),
  findings: z
    .object({
      contributions: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['need', 'statement', 'comment', 'proposal']),
          text: z.string(),
          language: z.string(),
          wording: BilingualSchema,
        }),
      ),
      files: z.array(
        z.object({ id: z.string(), title: BilingualSchema, number: z.number(), mediaType: z.string() }),
      ),
      elsewhere: z.number(),
    })
    .nullable(),
})
export type PurgeModel = z.output<typeof PurgeModel>
