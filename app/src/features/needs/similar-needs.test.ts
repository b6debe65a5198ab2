import fc from 'fast-check'
import { expect, test } from 'vitest'
import { similarNeeds } from './similar-needs.ts'

const english = [
  [
    'Lab results arrive at night and nobody sees them until morning',
    'Nobody looks at lab results that come in during the night',
  ],
  ['The referral form has too many fields', 'Too many fields to fill on every referral form'],
  [
    'We have no time to teach residents in clinic',
    'Teaching residents: there is no protected time in the clinic',
  ],
  [
    'The parking lot is full when my shift starts at 3 pm',
    'There is nowhere to park for evening shifts, the lot is full',
  ],
  ['Patients in Labrador wait a year for an MRI', 'MRI wait in Labrador is about one year'],
  ['Discharge summaries never reach the family doctor', 'Family doctors do not receive discharge summaries'],
] as const
const french = [
  [
    'Les résultats de laboratoire arrivent la nuit et personne ne les voit',
    'Personne ne regarde les résultats de laboratoire reçus la nuit',
  ],
  [
    'Le formulaire de demande de consultation compte trop de champs',
    'Trop de champs à remplir dans le formulaire de consultation',
  ],
  [
    'Pas de temps protégé pour enseigner aux résidents',
    'L’enseignement aux résidents se fait sans temps protégé',
  ],
  [
    'Le stationnement est plein au début du quart du soir',
    'Aucune place de stationnement pour le quart de soir',
  ],
  [
    'Les sommaires de congé ne se rendent jamais au médecin de famille',
    'Le médecin de famille ne reçoit pas les sommaires de congé',
  ],
] as const

test.each([
  ['English', english],
  ['French', french],
])('%s: another way of saying the same comes first among all the others', (_language, pairs) => {
  const needs = pairs.map(([text], index) => ({ id: String(index), text }))
  for (const [index, [, other]] of pairs.entries())
    expect(similarNeeds(other, needs)[0]?.id, other).toBe(String(index))
})

test('something else is not called similar', () => {
  const needs = english.map(([text], index) => ({ id: String(index), text }))
  expect(similarNeeds('Our pagers lose the signal in the basement', needs)).toEqual([])
  expect(similarNeeds('', needs)).toEqual([])
  expect(similarNeeds('the of and', needs)).toEqual([])
  expect(similarNeeds('lab results', [])).toEqual([])
})

test('accents and case change nothing', () => {
  const needs = [{ id: 'a', text: 'Les résultats arrivent TROP TARD le matin' }]
  expect(similarNeeds('les resultats arrivent trop tard le matin', needs)[0]?.likeness).toBeCloseTo(1, 10)
})

test('likeness is between 0 and 1, 1 for the same text, the same in any order of needs', () => {
  const texts = fc.array(
    fc.lorem({ maxCount: 6 }).map((text) => `${text} quality`),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(texts, fc.nat(), (all, pick) => {
      const needs = all.map((text, index) => ({ id: `n${index}`, text }))
      const chosen = needs[pick % needs.length]!
      const found = similarNeeds(chosen.text, needs, { atLeast: 0, limit: 100 })
      for (const { likeness } of found) expect(likeness >= 0 && likeness <= 1).toBe(true)
      expect(found.find(({ id }) => id === chosen.id)!.likeness).toBeCloseTo(1, 6)
      const turned = similarNeeds(chosen.text, needs.toReversed(), { atLeast: 0, limit: 100 })
      expect(turned.map(({ likeness }) => likeness.toFixed(9)).toSorted()).toEqual(
        found.map(({ likeness }) => likeness.toFixed(9)).toSorted(),
      )
    }),
    { numRuns: 60 },
  )
})

test('three hundred needs are compared while a person waits', () => {
  const needs = Array.from({ length: 300 }, (_, index) => ({
    id: String(index),
    text: `${english[index % english.length]![0]} in unit ${index}`,
  }))
  const started = process.cpuUsage()
  expect(similarNeeds('lab results at night', needs)).toHaveLength(3)
  expect(process.cpuUsage(started).user).toBeLessThan(1_000_000)
})
