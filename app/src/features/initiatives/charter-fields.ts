import { isDay } from '@rounds/methods'
import { z } from 'zod'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { PersonId } from '../../platform/ids.ts'
import { personFields } from '../people/public.ts'
import { type Charter, participationLevels, socialDeterminants } from './charter.ts'

/** The charter's form as texts, by field: what is compared when two people edit at once. */
export type CharterTexts = Readonly<Record<string, string | readonly string[]>>

const longText = z.string().trim().max(3000, 'error.long').default('')
const shortText = z.string().trim().max(150, 'error.title-long').default('')
const many = <T extends z.ZodType>(one: T) =>
  z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(one))

const bilingual = (en: string, fr: string): Bilingual => ({ ...(en ? { en } : {}), ...(fr ? { fr } : {}) })

/** What the charter's form sends. */
export const CharterForm = z.object({
  title_en: shortText,
  title_fr: shortText,
  problem_en: longText,
  problem_fr: longText,
  open_question_en: longText,
  open_question_fr: longText,
  constraints_en: longText,
  constraints_fr: longText,
  decision_due_on: z
    .union([z.literal('').transform(() => null), z.string().refine(isDay, 'error.date')])
    .nullable()
    .default(null),
  participation_level: z
    .union([z.literal('').transform(() => null), z.enum(participationLevels)])
    .nullable()
    .catch(null),
  ...personFields('decider', 'physician_lead', 'manager_lead', 'sponsor'),
  social_determinants: many(z.enum(socialDeterminants)).catch([]),
  social_none_reason_en: longText,
  social_none_reason_fr: longText,
  answer_due_days: z.coerce
    .number('error.days')
    .int('error.days')
    .min(1, 'error.days')
    .max(90, 'error.days')
    .default(14),
  revision: z.coerce.number().int().catch(-1),
  base: z.string().default(''),
})
export type CharterForm = z.output<typeof CharterForm>

/** The part of a charter that its form edits. */
export type CharterEdit = Pick<
  Charter,
  | 'title'
  | 'problem'
  | 'openQuestion'
  | 'constraints'
  | 'deciderId'
  | 'decisionDueOn'
  | 'participationLevel'
  | 'physicianLeadId'
  | 'managerLeadId'
  | 'sponsorId'
  | 'socialDeterminants'
  | 'socialNoneReason'
  | 'answerDueDays'
>

/** The fields that name a person, and among whom each is looked for. */
export const charterPeople = {
  decider: {},
  physician_lead: { calling: 'physician' },
  manager_lead: { calling: 'manager' },
  sponsor: {},
} as const
export type CharterPeople = Readonly<Record<keyof typeof charterPeople, PersonId | null>>

/** What was sent, as a charter. */
export function charterFrom(form: CharterForm, people: CharterPeople): CharterEdit {
  const none = bilingual(form.social_none_reason_en, form.social_none_reason_fr)
  return {
    title: bilingual(form.title_en, form.title_fr),
    problem: bilingual(form.problem_en, form.problem_fr),
    openQuestion: bilingual(form.open_question_en, form.open_question_fr),
    constraints: bilingual(form.constraints_en, form.constraints_fr),
    deciderId: people.decider,
    decisionDueOn: form.decision_due_on,
    participationLevel: form.participation_level,
    physicianLeadId: people.physician_lead,
    managerLeadId: people.manager_lead,
    sponsorId: people.sponsor,
    socialDeterminants: form.social_determinants,
    socialNoneReason: none.en || none.fr ? none : null,
    answerDueDays: form.answer_due_days,
  }
}

/** A charter as its form shows it. */
export function textsOf(charter: CharterEdit): CharterTexts {
  const { title, problem, openQuestion, constraints, socialNoneReason } = charter
  return {
    title_en: title.en ?? '',
    title_fr: title.fr ?? '',
    problem_en: problem.en ?? '',
    problem_fr: problem.fr ?? '',
    open_question_en: openQuestion.en ?? '',
    open_question_fr: openQuestion.fr ?? '',
    constraints_en: constraints.en ?? '',
    constraints_fr: constraints.fr ?? '',
    decider: charter.deciderId ?? '',
    decision_due_on: charter.decisionDueOn ?? '',
    participation_level: charter.participationLevel ?? '',
    physician_lead: charter.physicianLeadId ?? '',
    manager_lead: charter.managerLeadId ?? '',
    sponsor: charter.sponsorId ?? '',
    social_determinants: [...charter.socialDeterminants].toSorted(),
    social_none_reason_en: socialNoneReason?.en ?? '',
    social_none_reason_fr: socialNoneReason?.fr ?? '',
    answer_due_days: String(charter.answerDueDays),
  }
}
