import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { PersonId } from '../../platform/ids.ts'

/** What the people asked may change, from the least to the most. */
export const participationLevels = ['inform', 'consult', 'involve', 'collaborate', 'empower'] as const
export type ParticipationLevel = (typeof participationLevels)[number]

/** What shapes health outside of care: every initiative names those it touches, or says why none. */
export const socialDeterminants = [
  'income',
  'housing',
  'food',
  'education',
  'early-childhood',
  'transport',
  'connectivity',
  'climate',
  'inclusion',
  'indigenous-health',
] as const
export type SocialDeterminant = (typeof socialDeterminants)[number]

export const parts = ['champion', 'triager', 'facilitator'] as const
export type Part = (typeof parts)[number]

/** What an initiative states before anyone is asked, who stands behind it, and who has signed it. */
export type Charter = Readonly<{
  title: Bilingual
  problem: Bilingual
  openQuestion: Bilingual
  constraints: Bilingual
  deciderId: PersonId | null
  /** Calendar day, YYYY-MM-DD. */
  decisionDueOn: string | null
  participationLevel: ParticipationLevel | null
  physicianLeadId: PersonId | null
  managerLeadId: PersonId | null
  physicianSignedAt: Date | null
  managerSignedAt: Date | null
  sponsorId: PersonId | null
  socialDeterminants: readonly string[]
  socialNoneReason: Bilingual | null
  strategies: readonly string[]
  people: Readonly<Record<Part, readonly PersonId[]>>
  answerDueDays: number
}>

/** What the gate asks for, in the order in which the charter asks it. */
export const gateItems = [
  'title',
  'problem',
  'open-question',
  'constraints',
  'decider',
  'decision-date',
  'participation-level',
  'physician-lead',
  'manager-lead',
  'sponsor',
  'champion',
  'triager',
  'social-determinants',
  'strategies',
  'physician-signature',
  'manager-signature',
] as const
export type GateItem = (typeof gateItems)[number]

const said = (text: Bilingual | null): boolean => Boolean(text?.en?.trim() || text?.fr?.trim())

/**
 * What is missing for the charter's gate; empty when it is open and rounds may be asked.
 *
 * The dyad is two people. The decision date must be after `today`: before that something can still be changed.
 *
 * @param today the network's calendar day, YYYY-MM-DD
 */
export function missingForGate(charter: Charter, today: string): readonly GateItem[] {
  const { physicianLeadId, managerLeadId } = charter
  const there: Record<GateItem, boolean> = {
    title: said(charter.title),
    problem: said(charter.problem),
    'open-question': said(charter.openQuestion),
    constraints: said(charter.constraints),
    decider: charter.deciderId !== null,
    'decision-date': charter.decisionDueOn !== null && charter.decisionDueOn > today,
    'participation-level': charter.participationLevel !== null,
    'physician-lead': physicianLeadId !== null,
    'manager-lead': managerLeadId !== null && managerLeadId !== physicianLeadId,
    sponsor: charter.sponsorId !== null,
    champion: charter.people.champion.length > 0,
    triager: charter.people.triager.length > 0,
    'social-determinants': charter.socialDeterminants.length > 0 || said(charter.socialNoneReason),
    strategies: charter.strategies.length > 0,
    'physician-signature': charter.physicianSignedAt !== null,
    'manager-signature': charter.managerSignedAt !== null,
  }
  return gateItems.filter((item) => !there[item])
}

/** What the two sign: if one of these changes, both signatures fall. */
const material = [
  'problem',
  'openQuestion',
  'constraints',
  'deciderId',
  'decisionDueOn',
  'participationLevel',
  'physicianLeadId',
  'managerLeadId',
  'answerDueDays',
] as const satisfies readonly (keyof Charter)[]

const plain = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, text]) => text !== '')
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  )

/** Whether a change to the charter touches what its dyad signed. */
export function clearsSignatures(before: Charter, after: Charter): boolean {
  return material.some((field) => plain(before[field]) !== plain(after[field]))
}

/** Whose signature a person may give now: they are that half of the dyad and have not signed. */
export function maySign(charter: Charter, person: PersonId): 'physician' | 'manager' | null {
  if (charter.physicianLeadId === person && charter.physicianSignedAt === null) return 'physician'
  if (charter.managerLeadId === person && charter.managerSignedAt === null) return 'manager'
  return null
}
