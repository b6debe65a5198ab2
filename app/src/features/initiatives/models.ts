import { z } from 'zod'
import { BilingualSchema } from '../../platform/i18n/bilingual.ts'
import { gateItems, participationLevels, parts } from './charter.ts'

const Person = z.object({ id: z.string(), name: z.string() })
const State = z.enum(['framing', 'running', 'decided', 'archived'])
const Day = z.string().nullable()

export const ListModel = z.object({
  initiatives: z.array(
    z.object({
      id: z.string(),
      title: BilingualSchema,
      state: State,
      openQuestion: BilingualSchema,
      decider: z.string().nullable(),
      decisionDueOn: Day,
    }),
  ),
  mayCreate: z.boolean(),
})
export type ListModel = z.output<typeof ListModel>

export const InitiativeModel = z.object({
  id: z.string(),
  title: BilingualSchema,
  state: State,
  problem: BilingualSchema,
  openQuestion: BilingualSchema,
  constraints: BilingualSchema,
  decider: Person.nullable(),
  decisionDueOn: Day,
  participationLevel: z.enum(participationLevels).nullable(),
  physicianLead: Person.nullable(),
  managerLead: Person.nullable(),
  sponsor: Person.nullable(),
  people: z.record(z.enum(parts), z.array(Person)),
  socialDeterminants: z.array(z.string()),
  socialNoneReason: BilingualSchema.nullable(),
  strategies: z.array(z.object({ id: z.string(), name: BilingualSchema })),
  answerDueDays: z.number(),
  gateOpen: z.boolean(),
  rounds: z.array(
    z.object({
      id: z.string(),
      title: BilingualSchema,
      state: z.enum(['open', 'closed', 'published', 'archived']),
      closesAt: z.date().nullable(),
      /** Whether the person signed in is asked in it. */
      asked: z.boolean(),
      /** Whether they may follow it while it is open. */
      follow: z.boolean(),
    }),
  ),
  decision: z.object({ id: z.string(), at: z.date() }).nullable(),
  answers: z.object({
    state: z.enum(['none', 'in-time', 'champion', 'sponsor']),
    dueAt: z.date().nullable(),
    championTold: z.date().nullable(),
    sponsorTold: z.date().nullable(),
  }),
  may: z.object({
    edit: z.boolean(),
    ask: z.boolean(),
    decide: z.boolean(),
    answer: z.boolean(),
    /** Sees what is designed in it, whether asked about it or not. */
    design: z.boolean(),
  }),
})
export type InitiativeModel = z.output<typeof InitiativeModel>

export const CharterModel = z.object({
  id: z.string(),
  title: BilingualSchema,
  revision: z.number(),
  texts: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  /** Null once it is decided, for those who can't ask again. */
  missing: z.array(z.enum(gateItems)).nullable(),
  people: z.record(z.enum(parts), z.array(Person)),
  strategies: z.array(z.object({ id: z.string(), name: BilingualSchema })),
  signatures: z.object({
    physician: z.object({ name: z.string().nullable(), at: z.date().nullable() }),
    manager: z.object({ name: z.string().nullable(), at: z.date().nullable() }),
    mine: z.enum(['physician', 'manager']).nullable(),
  }),
  mayEdit: z.boolean(),
  /** Those whom the texts name by id. */
  named: z.array(Person),
  justCleared: z.boolean(),
})
export type CharterModel = z.output<typeof CharterModel>

export const AddPartModel = z.object({ id: z.string(), title: BilingualSchema, part: z.enum(parts) })
export type AddPartModel = z.output<typeof AddPartModel>

export const StrategiesModel = z.object({
  id: z.string(),
  title: BilingualSchema,
  tags: z.array(
    z.object({
      label: BilingualSchema,
      strategies: z.array(
        z.object({ id: z.string(), name: BilingualSchema, summary: BilingualSchema, chosen: z.boolean() }),
      ),
    }),
  ),
})
export type StrategiesModel = z.output<typeof StrategiesModel>
