import type { Selectable } from 'kysely'
import type { Round as RoundTable } from '../../platform/db/tables.gen.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId, PersonId, RoundId } from '../../platform/ids.ts'
import { longRound } from './expected-time.ts'

export const levels = ['A', 'B', 'C'] as const
/** A named, B confidential, C pseudonymous. */
export type Level = (typeof levels)[number]

/** A round as it is stored, with its ids branded. */
export type Round = Readonly<
  Omit<Selectable<RoundTable>, 'id' | 'initiative_id' | 'created_by'> & {
    id: RoundId
    initiative_id: InitiativeId
    created_by: PersonId
  }
>

export type Statement = Readonly<{ number: number; id: string; contribution: string; wording: Bilingual }>

/** Fewer invited than this: at level C people may guess who said what, and results may not be shown at all. */
export const fewInvited = 10
/** Days from the last answer delivered to the destruction of the key. */
export const keyDays = 30

/** Why a draft can't open. */
export type OpeningProblem =
  | 'not-draft'
  | 'no-title'
  | 'no-statements'
  | 'no-version'
  | 'no-closing-time'
  | 'closes-too-soon'
  | 'closes-after-end'
  | 'nobody-invited'
  | 'gate-closed'

export type LengthWarning = 'takes-long' | 'many-words'
/** What makes somebody think twice before opening; may still be done. */
export type OpeningWarning = 'few-invited' | LengthWarning

const soonest = 3_600_000

/** Everything that keeps a round from opening, in the order to mend it. */
export function openingProblems(
  round: Pick<Round, 'state' | 'kind' | 'title' | 'closes_at' | 'version_id'>,
  facts: { statements: number; invited: number; gateOpen: boolean; now: Date; closesAfterEnd: boolean },
): readonly OpeningProblem[] {
  const problems: OpeningProblem[] = []
  if (round.state !== 'draft') return ['not-draft']
  if (!Object.values(round.title).some((text) => text?.trim())) problems.push('no-title')
  if (round.kind === 'statements' && facts.statements === 0) problems.push('no-statements')
  if (round.kind === 'prototype' && round.version_id === null) problems.push('no-version')
  if (round.closes_at === null) problems.push('no-closing-time')
  else if (round.closes_at.getTime() < facts.now.getTime() + soonest) problems.push('closes-too-soon')
  if (facts.closesAfterEnd) problems.push('closes-after-end')
  if (facts.invited === 0) problems.push('nobody-invited')
  if (!facts.gateOpen) problems.push('gate-closed')
  return problems
}

/** What to say of a round that people will postpone. */
export function lengthWarnings(facts: { seconds: number; words: number }): readonly LengthWarning[] {
  const warnings: LengthWarning[] = []
  if (facts.seconds > longRound.seconds) warnings.push('takes-long')
  if (facts.words > longRound.words) warnings.push('many-words')
  return warnings
}

/** What to say before opening. */
export const openingWarnings = (facts: {
  invited: number
  seconds: number
  words: number
}): readonly OpeningWarning[] => [
  ...(facts.invited < fewInvited ? (['few-invited'] as const) : []),
  ...lengthWarnings(facts),
]

/** Whether an answer that arrives now counts. */
export const takesAnswers = (round: Pick<Round, 'state' | 'closes_at'>, now: Date): boolean =>
  round.state === 'open' && (round.closes_at === null || now < round.closes_at)

/** When a round takes its last answer, or took it: one that was closed early ended then. */
export const endOf = ({ closed_at, closes_at }: Pick<Round, 'closed_at' | 'closes_at'>): Date | null =>
  closed_at !== null && (closes_at === null || closed_at < closes_at) ? closed_at : closes_at

/** The day a key is destroyed, when the last answer was delivered at `delivered`. */
export const keyDestroyOn = (delivered: Date): string =>
  new Date(delivered.getTime() + keyDays * 86_400_000).toISOString().slice(0, 10)

/** When the system reminds those who have not taken part: two days before the end, or half-way where the round is shorter. */
export function reminderAt(openedAt: Date, closesAt: Date): Date {
  const half = openedAt.getTime() + (closesAt.getTime() - openedAt.getTime()) / 2
  return new Date(Math.max(half, closesAt.getTime() - 2 * 86_400_000))
}
