import { describe, expect, test } from 'vitest'
import { type DecisionDraft, flawsOfDecision, makesCommitments, sameDecision } from './decision.ts'

const today = '2027-03-01'
const draft: DecisionDraft = {
  outcome: 'adopt',
  reason: { en: 'Fields 8 to 14 were never read by anyone.' },
  revisitOn: null,
  reviewOn: '2027-09-01',
}

describe('a decision', () => {
  test('with its reason and a review date stands', () => {
    expect(flawsOfDecision(draft, today)).toEqual({})
    expect(
      flawsOfDecision({ ...draft, reason: { fr: 'Personne ne lisait les champs 8 à 14.' } }, today),
    ).toEqual({})
  })
  test.each([{}, { en: '  ' }, { en: '', fr: '' }])('without a reason is refused: %j', (reason) => {
    expect(flawsOfDecision({ ...draft, reason }, today)).toEqual({ reason: 'reasonMissing' })
  })
  test('with a word for a reason is refused', () => {
    expect(flawsOfDecision({ ...draft, reason: { en: 'Budget.' } }, today)).toEqual({
      reason: 'reasonTooShort',
    })
  })
  test('that puts off says when it is looked at again, and that day is to come', () => {
    expect(flawsOfDecision({ ...draft, outcome: 'defer' }, today)).toEqual({ revisitOn: 'revisitMissing' })
    expect(flawsOfDecision({ ...draft, outcome: 'defer', revisitOn: today }, today)).toEqual({
      revisitOn: 'revisitPast',
    })
    expect(flawsOfDecision({ ...draft, outcome: 'defer', revisitOn: '2027-03-02' }, today)).toEqual({})
  })
  test('has a review date to come', () => {
    expect(flawsOfDecision({ ...draft, reviewOn: null }, today)).toEqual({ reviewOn: 'reviewMissing' })
    expect(flawsOfDecision({ ...draft, reviewOn: '2027-01-01' }, today)).toEqual({ reviewOn: 'reviewPast' })
  })
  test('is the same when every field says the same, empty or absent', () => {
    expect(sameDecision(draft, { ...draft, reason: { ...draft.reason, fr: '' } })).toBe(true)
    expect(sameDecision(draft, { ...draft, outcome: 'adapt' })).toBe(false)
  })
  test('makes promises only where something will be done', () => {
    expect((['adopt', 'adapt', 'defer', 'decline'] as const).map(makesCommitments)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
