import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { noticeKinds } from './notice-kinds.ts'

/** What a person's page of notices shows. */
export const NoticesModel = z.object({
  notices: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(noticeKinds),
      title: BilingualSchema.nullable(),
      facts: BilingualSchema.nullable(),
      address: z.string(),
      at: z.date(),
      seen: z.boolean(),
    }),
  ),
  messagesPerWeek: z.number(),
  remindAt: z.date().nullable(),
})
