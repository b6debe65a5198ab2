import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { compareNaturally } from '../ordering/compare-naturally.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { RepeatedVote, voteTable } from './vote-table.ts'
import type { Answer } from './vote-table.ts'

describe('voteTable', () => {
  it('sorts participants and statements in natural order, and each row by statement', () => {
    const table = voteTable([
      { participant: 'p10', statement: '2', answer: 'pass' },
      { participant: 'p9', statement: '10', answer: 'disagree' },
      { participant: 'p10', statement: '1', answer: 'agree' },
    ])
    expect(table.participants).toEqual(['p9', 'p10'])
    expect(table.statements).toEqual(['1', '2', '10'])
    expect([...table.rowStart]).toEqual([0, 1, 3])
    expect([...table.column]).toEqual([2, 0, 1])
    expect([...table.value]).toEqual([-1, 1, 0])
  })

  it('keeps known ids without votes as empty rows and columns', () => {
    const table = voteTable([], { participants: ['b', 'a'], statements: ['s'] })
    expect(table.participants).toEqual(['a', 'b'])
    expect([...table.rowStart]).toEqual([0, 0, 0])
  })

  it('returns every vote it was given, whatever their number', () => {
    const votes = Array.from({ length: 3000 }, (_, k) => ({
      participant: `p${k % 61}`,
      statement: `s${Math.floor(k / 61)}`,
      answer: (['agree', 'disagree', 'pass'] as const)[k % 3]!,
    }))
    const table = voteTable(votes)
    const again = table.participants.flatMap((participant, i) =>
      [...table.column.subarray(table.rowStart[i], table.rowStart[i + 1])].map((j, k) => {
        const value = table.value[table.rowStart[i]! + k]!
        const answer = value === 1 ? 'agree' : value === -1 ? 'disagree' : 'pass'
        return `${participant} ${table.statements[j]} ${answer}`
      }),
    )
    expect(again.toSorted()).toEqual(
      votes.map((v) => `${v.participant} ${v.statement} ${v.answer}`).toSorted(),
    )
  })

  it('refuses a second vote on a statement, an empty id, and an answer that is none', () => {
    const vote = { participant: 'p', statement: 's', answer: 'agree' } as const
    expect(() => voteTable([vote, { ...vote, answer: 'pass' }])).toThrow(RepeatedVote)
    expect(() => voteTable([{ ...vote, statement: '' }])).toThrow(InvalidInput)
    expect(() => voteTable([{ ...vote, answer: 'not-my-area' as Answer }])).toThrow(
      "answer must be 'agree', 'disagree' or 'pass', received not-my-area",
    )
  })
})

describe('compareNaturally', () => {
  it('is a total order: antisymmetric, transitive, zero only for the same id', () => {
    const id = fc.string({ unit: fc.constantFrom('0', '1', '2', '9', 'a', 'b', '-'), maxLength: 6 })
    fc.assert(
      fc.property(id, id, id, (a, b, c) => {
        expect(Math.sign(compareNaturally(a, b))).toBe(-Math.sign(compareNaturally(b, a)) + 0)
        expect(compareNaturally(a, b) === 0).toBe(a === b)
        if (compareNaturally(a, b) < 0 && compareNaturally(b, c) < 0) {
          expect(compareNaturally(a, c)).toBeLessThan(0)
        }
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  it('compares numbers of any length by value', () => {
    const ids = ['10', '9', '2', '123456789012345678901', '99999999999999999999', '02', 'x']
    expect(ids.toSorted(compareNaturally)).toEqual([
      '02',
      '2',
      '9',
      '10',
      '99999999999999999999',
      '123456789012345678901',
      'x',
    ])
  })
})

describe('seededRandom', () => {
  it('gives the same stream for a seed, another for another, all in [0, 1), evenly', () => {
    const draw = (seed: number) => {
      const random = seededRandom(seed)
      return Array.from({ length: 20_000 }, random)
    }
    const first = draw(1)
    expect(draw(1)).toEqual(first)
    expect(draw(2).slice(0, 5)).not.toEqual(first.slice(0, 5))
    expect(first.every((x) => x >= 0 && x < 1)).toBe(true)
    const tenths = Array.from({ length: 10 }, (_, d) => first.filter((x) => Math.floor(10 * x) === d).length)
    const chiSquare = tenths.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)
    expect(chiSquare).toBeLessThan(27.88)
  })

  it('refuses a seed that is not a whole number of 32 bits', () => {
    expect(() => seededRandom(0.5)).toThrow(InvalidInput)
    expect(() => seededRandom(-1)).toThrow(InvalidInput)
    expect(() => seededRandom(2 ** 32)).toThrow(InvalidInput)
  })
})
