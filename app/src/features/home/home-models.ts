import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { roles } from '../../platform/auth/authorization.ts'
import { noticeKinds } from '../notices/public.ts'

export const RoundItem = z.object({
  kind: z.literal('round'),
  href: z.string(),
  title: BilingualSchema,
  seconds: z.number(),
  level: z.enum(['A', 'B', 'C']),
  payCents: z.number().nullable(),
  closesAt: z.date().nullable(),
  begun: z.boolean(),
})
const ReplyItem = z.object({
  kind: z.literal('reply'),
  href: z.string(),
  notice: z.enum(noticeKinds),
  title: BilingualSchema.nullable(),
  seconds: z.number(),
})

/** The home of those who are asked: physicians, and partners. */
export const AskedHome = z.object({
  kind: z.enum(['physician', 'community-partner']),
  name: z.string(),
  practice: z.enum(['hospital', 'clinic', 'both', 'locum', 'partner', 'unknown']),
  items: z.array(z.discriminatedUnion('kind', [RoundItem, ReplyItem])).max(3),
  seconds: z.number(),
  more: z.number(),
  said: z.number(),
  answered: z.number(),
  paidCents: z.number().nullable(),
  remindAt: z.date().nullable(),
  mayRemind: z.boolean(),
  /** Questions about oneself that nobody has to answer and that are not answered, where nothing else waits. */
  questions: z.number(),
})
export type AskedHome = z.output<typeof AskedHome>

const Share = z.object({ share: z.number().nullable(), of: z.number().nullable() })
const Disclosed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('shown'), count: z.number() }),
  z.object({ kind: z.literal('hidden') }),
])
export const Figures = z.object({
  askToTell: z.object({
    medianDays: z.number().nullable(),
    rounds: z.number(),
    waiting: z.number(),
    oldestWaitingDays: z.number().nullable(),
  }),
  withOutcome: Share,
  inBulk: Share,
  notAnswering: z.object({ marked: Disclosed, of: z.number().nullable() }),
  turnedBack: z.number().nullable(),
})
export type Figures = z.output<typeof Figures>

/** Something that waits for this person: a decision, answers, a promise, a second reading. */
export const Duty = z.object({
  kind: z.enum([
    'decision',
    'answers',
    'promise',
    'second-reading',
    'added',
    'payments',
    'needs',
    'need-answers',
    'readers',
    'clock',
    'categories',
    'roster',
    'mail',
    'no-mail',
    'mail-stuck',
    'mail-failed',
    'signature',
    'publish',
    'draft',
  ]),
  href: z.string(),
  title: BilingualSchema.nullable(),
  count: z.number().nullable(),
  dueOn: z.string().nullable(),
  late: z.boolean(),
})
export type Duty = z.output<typeof Duty>

const Running = z.object({
  id: z.string(),
  href: z.string(),
  title: BilingualSchema,
  closesAt: z.date().nullable(),
  tookPart: Disclosed,
  atLeast: z.boolean(),
  invited: z.number(),
})

export const pointStates = ['received', 'read', 'decided', 'done'] as const
const Point = z.object({
  id: z.string(),
  href: z.string(),
  words: BilingualSchema,
  kind: z.enum(['need', 'statement', 'comment', 'proposal']),
  state: z.enum(pointStates),
  /** How many said it; null while they are fewer than 5. */
  people: z.number().nullable(),
  outcome: z.enum(['adopt', 'adapt', 'defer', 'decline', 'answered']).nullable(),
  dueAt: z.date().nullable(),
})

export const LeadHome = z.object({
  kind: z.literal('lead'),
  name: z.string(),
  asked: z.array(RoundItem),
  owed: z.array(Duty),
  running: z.array(Running),
  next: z.array(Duty),
  figures: Figures,
  points: z.object({
    rows: z.array(Point),
    total: z.number(),
    page: z.number(),
    state: z.enum(pointStates).nullable(),
  }),
})
export type LeadHome = z.output<typeof LeadHome>

/** The homes of those who neither lead nor are asked: what waits for them, and where their work is. */
export const OfficeHome = z.object({
  kind: z.enum([
    'decision-maker',
    'network-administrator',
    'privacy-officer',
    'analyst',
    'auditor',
    'nobody',
  ]),
  name: z.string(),
  asked: z.array(RoundItem),
  duties: z.array(Duty),
  figures: Figures.nullable(),
  notices: z.array(
    z.object({ href: z.string(), notice: z.enum(noticeKinds), title: BilingualSchema.nullable() }),
  ),
  /** Rounds whose results are published, newest first: for those who read them. */
  results: z.array(z.object({ id: z.string(), title: BilingualSchema, closedAt: z.date().nullable() })),
})
export type OfficeHome = z.output<typeof OfficeHome>

export const HomeModel = z.object({
  home: z.union([AskedHome, LeadHome, OfficeHome]),
  /** The other homes of somebody with several roles. */
  also: z.array(z.enum(roles)),
})
export type HomeModel = z.output<typeof HomeModel>
