import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PersonId } from '../../platform/ids.ts'
import { type Charter, clearsSignatures, gateItems, maySign, missingForGate } from './charter.ts'
import { CharterForm } from './charter-fields.ts'

const ada = 'ada' as PersonId
const ben = 'ben' as PersonId
const full: Charter = {
  title: { en: 'Referral form' },
  problem: { en: 'It takes 12 minutes' },
  openQuestion: { fr: 'Quels champs garder' },
  constraints: { en: 'No new software this year' },
  deciderId: 'dee' as PersonId,
  decisionDueOn: '2027-04-01',
  participationLevel: 'involve',
  physicianLeadId: ada,
  managerLeadId: ben,
  physicianSignedAt: new Date(0),
  managerSignedAt: new Date(0),
  sponsorId: 'sue' as PersonId,
  socialDeterminants: [],
  socialNoneReason: { en: 'A form inside the hospital' },
  strategies: ['early-involvement'],
  people: { champion: [ada], triager: [ben], facilitator: [] },
  answerDueDays: 14,
}
const today = '2027-03-01'

describe('the gate', () => {
  test('is open when nothing is missing', () => expect(missingForGate(full, today)).toEqual([]))

  test.each<[string, Partial<Charter>, readonly string[]]>([
    ['a title', { title: {} }, ['title']],
    ['a problem', { problem: { en: '  ' } }, ['problem']],
    ['an open question', { openQuestion: {} }, ['open-question']],
    ['constraints', { constraints: {} }, ['constraints']],
    ['a decider', { deciderId: null }, ['decider']],
    ['a date', { decisionDueOn: null }, ['decision-date']],
    ['a date that is still to come', { decisionDueOn: today }, ['decision-date']],
    ['a level', { participationLevel: null }, ['participation-level']],
    ['a physician', { physicianLeadId: null }, ['physician-lead']],
    ['a manager', { managerLeadId: null }, ['manager-lead']],
    ['two people', { managerLeadId: ada }, ['manager-lead']],
    ['a sponsor', { sponsorId: null }, ['sponsor']],
    ['a champion', { people: { ...full.people, champion: [] } }, ['champion']],
    ['a triager', { people: { ...full.people, triager: [] } }, ['triager']],
    ['social determinants or a reason', { socialNoneReason: null }, ['social-determinants']],
    ['a strategy', { strategies: [] }, ['strategies']],
    ['the physician’s signature', { physicianSignedAt: null }, ['physician-signature']],
    ['the manager’s signature', { managerSignedAt: null }, ['manager-signature']],
  ])('asks for %s', (_name, change, missing) =>
    expect(missingForGate({ ...full, ...change }, today)).toEqual(missing),
  )

  test('social determinants need no reason', () =>
    expect(
      missingForGate({ ...full, socialDeterminants: ['housing'], socialNoneReason: null }, today),
    ).toEqual([]))

  test('taking something away never opens it', () => {
    const removals: Partial<Charter>[] = [
      { problem: {} },
      { deciderId: null },
      { strategies: [] },
      { sponsorId: null },
      { physicianSignedAt: null },
    ]
    fc.assert(
      fc.property(fc.subarray(removals), (some) => {
        const less = Object.assign({}, full, ...some) as Charter
        const missing = missingForGate(less, today)
        expect(missing).toHaveLength(some.length)
        expect(missing).toEqual(gateItems.filter((item) => missing.includes(item)))
      }),
    )
  })
})

describe('signatures', () => {
  test('fall when what was signed changes', () => {
    expect(clearsSignatures(full, { ...full, decisionDueOn: '2027-05-01' })).toBe(true)
    expect(clearsSignatures(full, { ...full, problem: { en: 'It takes 13 minutes' } })).toBe(true)
    expect(clearsSignatures(full, { ...full, managerLeadId: 'cy' as PersonId })).toBe(true)
  })
  test('stay when people are added, strategies are picked or a language stays empty', () => {
    expect(clearsSignatures(full, { ...full, strategies: ['a', 'b'] })).toBe(false)
    expect(clearsSignatures(full, { ...full, people: { ...full.people, champion: [ada, ben] } })).toBe(false)
    expect(clearsSignatures(full, { ...full, problem: { fr: '', en: 'It takes 12 minutes' } })).toBe(false)
  })
  test('are given by the two themselves, once', () => {
    const unsigned = { ...full, physicianSignedAt: null, managerSignedAt: null }
    expect(maySign(unsigned, ada)).toBe('physician')
    expect(maySign(unsigned, ben)).toBe('manager')
    expect(maySign(unsigned, 'dee' as PersonId)).toBeNull()
    expect(maySign(full, ada)).toBeNull()
  })
})

test('a decision is due on a day that the calendar has, and the database too', () => {
  const problems = (day: string) =>
    CharterForm.safeParse({ answer_due_days: '30', decision_due_on: day }).error?.issues.map(
      ({ path, message }) => [path[0], message],
    )
  expect(problems('2028-02-29')).toBeUndefined()
  for (const day of ['2027-02-29', '0000-01-01', 'soon'])
    expect(problems(day)).toEqual([['decision_due_on', 'error.date']])
})
