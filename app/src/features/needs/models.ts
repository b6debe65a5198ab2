import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'

const State = z.enum(['received', 'read', 'decided', 'done'])
const Moderation = z.enum(['waiting', 'accepted', 'returned', 'rejected'])
const WordingState = z.enum(['raw', 'proposed', 'approved'])

export const SayModel = z.object({
  /** The id that what is said will get. */
  draft: z.string(),
  readers: z.array(z.string()),
  /** Approved wordings, for comparison with what is being said. */
  worded: z.array(z.object({ id: z.string(), wording: BilingualSchema, text: z.string() })),
})
export type SayModel = z.output<typeof SayModel>

/** What its author alone sees of a need, besides its way. */
export const OwnNeed = z.object({
  id: z.string(),
  text: z.string(),
  language: z.string(),
  wording: BilingualSchema,
  wordingState: WordingState,
  moderation: Moderation,
  moderationReason: z.string().nullable(),
  moderationNote: BilingualSchema.nullable(),
  joined: z.boolean(),
  initiative: z.object({ id: z.string(), title: BilingualSchema }).nullable(),
  purged: z.boolean(),
  /** Whether its author can take it back. */
  mayTakeBack: z.boolean(),
})
export type OwnNeed = z.output<typeof OwnNeed>

/** What somebody says, and a wording of it for others. */
export const long = z.string().trim().max(2000, 'error.long').default('')
export const line = z.string().trim().max(300, 'error.wording-long').default('')

/** What an author sends about an own need. */
export const OwnNeedFields = z.object({
  act: z.enum(['approve', 'decline', 'resubmit']),
  wording_en: line,
  wording_fr: line,
  text: long,
})

/** How many said it: nothing under five leaves. */
export const PeopleCount = z.union([z.number().int().min(5), z.literal('fewer-than-5')])

export const ListQuery = z.object({
  state: z.enum(['all', 'to-read', 'read', 'decided']).catch('all'),
  place: z.enum(['all', 'loose', 'placed']).catch('all'),
  words: z.string().trim().max(200).catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type ListQuery = z.output<typeof ListQuery>

export const ListModel = z.object({
  filter: ListQuery,
  total: z.number(),
  needs: z.array(
    z.object({
      id: z.string(),
      wording: BilingualSchema.nullable(),
      state: State,
      receivedAt: z.date().nullable(),
      people: PeopleCount,
      initiative: z.object({ id: z.string(), title: BilingualSchema }).nullable(),
    }),
  ),
  readers: z.array(z.string()),
  reader: z.boolean(),
  firstUnread: z.string().nullable(),
})
export type ListModel = z.output<typeof ListModel>

const OtherNeed = z.object({
  id: z.string(),
  wording: BilingualSchema.nullable(),
  receivedAt: z.date().nullable(),
  answered: z.boolean(),
})

export const NeedModel = z.object({
  id: z.string(),
  state: State,
  receivedAt: z.date().nullable(),
  wording: BilingualSchema,
  wordingState: WordingState,
  moderation: Moderation,
  /** As it was written, and by whom: for readers alone. */
  raw: z.object({ text: z.string(), language: z.string(), author: z.string() }).nullable(),
  mergedIntoId: z.string().nullable(),
  initiative: z.object({ id: z.string(), title: BilingualSchema }).nullable(),
  similar: z.array(OtherNeed.extend({ likeness: z.number() })),
  others: z.array(OtherNeed),
  initiatives: z.array(z.object({ id: z.string(), title: BilingualSchema })),
  nextUnread: z.string().nullable(),
  /** It, or what joined it, still has no answer: for readers alone. */
  owed: z.boolean(),
  purged: z.boolean(),
})
export type NeedModel = z.output<typeof NeedModel>

export const ReturnModel = z.object({ id: z.string() })

export const TriagersModel = z.object({
  triagers: z.array(z.object({ id: z.string(), name: z.string(), since: z.date() })),
})
export type TriagersModel = z.output<typeof TriagersModel>
