import type { Bilingual } from '../../platform/i18n/bilingual.ts'

/** What can be decided. */
export const outcomes = ['adopt', 'adapt', 'defer', 'decline'] as const
export type Outcome = (typeof outcomes)[number]

/** A decision as it is written down, before it is signed. Dates are calendar days, `YYYY-MM-DD`. */
export type DecisionDraft = Readonly<{
  outcome: Outcome
  reason: Bilingual
  revisitOn: string | null
  reviewOn: string | null
}>

export type DecisionFlaw =
  | 'outcomeMissing'
  | 'reasonMissing'
  | 'reasonTooShort'
  | 'revisitMissing'
  | 'revisitPast'
  | 'reviewMissing'
  | 'reviewPast'

const shortestReason = 15

/** Whether a text says anything in at least one language. */
export const saysSomething = (text: Bilingual): boolean =>
  Object.values(text).some((part) => (part ?? '').trim().length > 0)

/** What is wrong with a reason, if anything: one is always owed, and a word is not one. */
export function flawOfReason(reason: Bilingual): 'reasonMissing' | 'reasonTooShort' | null {
  if (!saysSomething(reason)) return 'reasonMissing'
  const longest = Math.max(...Object.values(reason).map((part) => (part ?? '').trim().length))
  return longest < shortestReason ? 'reasonTooShort' : null
}

/**
 * What is wrong with a draft, by field: an outcome and a reason always, a date to come back for what is put off, a review date.
 *
 * @param today the calendar day in the network's zone
 */
export function flawsOfDecision(
  draft: Omit<DecisionDraft, 'outcome'> & Readonly<{ outcome: Outcome | undefined }>,
  today: string,
): Partial<Record<'outcome' | 'reason' | 'revisitOn' | 'reviewOn', DecisionFlaw>> {
  const flaws: Partial<Record<'outcome' | 'reason' | 'revisitOn' | 'reviewOn', DecisionFlaw>> = {}
  if (draft.outcome === undefined) flaws.outcome = 'outcomeMissing'
  const reason = flawOfReason(draft.reason)
  if (reason) flaws.reason = reason
  if (draft.outcome === 'defer') {
    if (draft.revisitOn === null) flaws.revisitOn = 'revisitMissing'
    else if (draft.revisitOn <= today) flaws.revisitOn = 'revisitPast'
  }
  if (draft.reviewOn === null) flaws.reviewOn = 'reviewMissing'
  else if (draft.reviewOn <= today) flaws.reviewOn = 'reviewPast'
  return flaws
}

const sameText = (one: Bilingual, other: Bilingual): boolean =>
  (['en', 'fr', 'zh', 'und'] as const).every((language) => (one[language] ?? '') === (other[language] ?? ''))

/** Whether two drafts say the same. */
export const sameDecision = (one: DecisionDraft, other: DecisionDraft): boolean =>
  one.outcome === other.outcome &&
  one.revisitOn === other.revisitOn &&
  one.reviewOn === other.reviewOn &&
  sameText(one.reason, other.reason)

/** Whether this outcome makes promises: only what will be done, as proposed or otherwise. */
export const makesCommitments = (outcome: Outcome): boolean => outcome === 'adopt' || outcome === 'adapt'
