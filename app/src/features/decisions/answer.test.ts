import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Said, mannerOf, owedByRoot, rootOf, wordsOf } from './answer.ts'
import { levelKept } from './level-kept.ts'
import { secondReader } from './second-reader.ts'

const said = (id: string, more: Partial<Said> = {}): Said => ({
  id,
  mergedInto: null,
  answered: false,
  owed: true,
  ...more,
})

describe('how an answer counts', () => {
  test('one thing, a few together, many in bulk', () => {
    expect([mannerOf(1, 0), mannerOf(2, 0), mannerOf(5, 0), mannerOf(6, 0)]).toEqual([
      'one',
      'group',
      'group',
      'bulk',
    ])
  })
  test('the same words pasted one at a time end as bulk', () => {
    expect(mannerOf(1, 5)).toBe('bulk')
  })
  test('the same words are the same in another case, spacing or closing mark', () => {
    expect(wordsOf({ en: 'Not  this year.' })).toBe(wordsOf({ en: 'not this year' }))
    expect(wordsOf({ en: 'Not this year' })).not.toBe(wordsOf({ fr: 'Not this year' }))
  })
  test('never becomes more personal by adding things', () => {
    const rank = { one: 0, group: 1, bulk: 2 }
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), (things, same) => {
        expect(rank[mannerOf(things + 2, same)]).toBeGreaterThanOrEqual(rank[mannerOf(things + 1, same)])
      }),
    )
  })
})

describe('what is owed an answer', () => {
  test('what was merged is owed under what it was merged into, a seeded statement included', () => {
    const all = [
      said('seed', { owed: false }),
      said('a', { mergedInto: 'seed' }),
      said('b', { mergedInto: 'a' }),
      said('c'),
    ]
    expect(Object.fromEntries(owedByRoot(all))).toEqual({ seed: ['a', 'b'], c: ['c'] })
  })
  test('a circle of merges ends', () => {
    const all = new Map(
      [said('a', { mergedInto: 'b' }), said('b', { mergedInto: 'a' })].map((one) => [one.id, one]),
    )
    expect(['a', 'b']).toContain(rootOf('a', all))
  })
  test('everything owed is under exactly one root', () => {
    const arbitrary = fc.array(fc.option(fc.nat(9), { nil: null }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(arbitrary, (targets) => {
        const all = targets.map((target, i) =>
          said(`s${i}`, { mergedInto: target === null || target === i ? null : `s${target}` }),
        )
        const owed = [...owedByRoot(all).values()].flat().toSorted()
        expect(owed).toEqual(all.map((one) => one.id).toSorted())
      }),
    )
  })
})

describe('the second reader', () => {
  const stewards = { physicianLead: 'p', managerLead: 'm', champions: ['c'], sponsor: 's', decider: 'd' }
  test('is one of the leads, a champion or the sponsor, and never who answered', () => {
    expect(secondReader(stewards, ['d'], null)).toBe('p')
    expect(secondReader(stewards, ['p'], null)).toBe('m')
    expect(secondReader(stewards, ['p', 'm'], null)).toBe('c')
    expect(secondReader(stewards, ['p', 'm', 'c'], null)).toBe('s')
  })
  test('is never the author, and is nobody when nobody is left', () => {
    expect(secondReader(stewards, ['m'], 'p')).toBe('c')
    expect(secondReader(stewards, ['p', 'm', 'c', 's'], null)).toBeNull()
  })
})

describe('whether the level was kept', () => {
  test('is shown when every count is at least 5', () => {
    expect(levelKept({ kept: 9, partly: 5, not: 6 })).toEqual({
      kept: { kind: 'shown', count: 9 },
      partly: { kind: 'shown', count: 5 },
      not: { kind: 'shown', count: 6 },
      people: { kind: 'shown', count: 20 },
    })
  })
  test('under 5 people nothing is shown', () => {
    for (const shown of Object.values(levelKept({ kept: 4, partly: 0, not: 0 })))
      expect(shown).toEqual({ kind: 'hidden' })
  })
  test('no count under 5 leaves, directly or by subtraction', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(20), (kept, partly, not) => {
        const counts = [kept, partly, not]
        const { people, ...shown } = levelKept({ kept, partly, not })
        const hidden = Object.values(shown).flatMap((one, i) => (one.kind === 'hidden' ? [counts[i]!] : []))
        for (const [i, one] of Object.values(shown).entries())
          if (one.kind === 'shown') expect(counts[i]).toBeGreaterThanOrEqual(5)
        if (people.kind === 'shown' && hidden.some((count) => count < 5)) {
          expect(hidden.length).toBeGreaterThan(1)
          expect(hidden.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(5)
        }
      }),
    )
  })
})
