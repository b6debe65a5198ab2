import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intraclassCorrelation } from '../agreement/intraclass-correlation.ts'
import { InvalidInput } from '../errors.ts'
import { type TeamAnswers, teamMeans } from './team-means.ts'

const limits = { members: 5, rwg: 0.7 }
const team = (name: string, ...rows: readonly (readonly number[])[]): readonly TeamAnswers[] =>
  rows.map((answers) => ({ team: name, answers }))
const five = (...answers: readonly number[]) => answers.map((answer) => [answer, answer])

describe('teamMeans', () => {
  it('says a mean where five members answered alike, and withholds the others with the reason', () => {
    const { teams } = teamMeans(
      [
        ...team('t10', ...five(4, 4, 5, 4, 4)),
        ...team('t2', ...five(1, 5, 1, 5, 3)),
        ...team('t3', ...five(4, 4, 4, 4)),
      ],
      5,
      limits,
    )
    expect(teams).toEqual([
      { kind: 'withheld', team: 't2', reason: 'members-differ', rwg: 0 },
      { kind: 'withheld', team: 't3', reason: 'too-few-members' },
      {
        kind: 'mean',
        team: 't10',
        members: 5,
        mean: expect.closeTo(4.2, 12),
        rwg: expect.closeTo(0.9473684, 6),
      },
    ])
  })

  it('of equal teams gives the intraclass correlations of Shrout and Fleiss', () => {
    const row = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 6 }), (table) => {
        const people = table.flatMap((scores, i) => team(`t${i}`, ...scores.map((score) => [score])))
        const { between } = teamMeans(people, 9, limits)
        const [one, mean] = [intraclassCorrelation(table, '1'), intraclassCorrelation(table, '1k')]
        if (one.kind !== 'estimate' || mean.kind !== 'estimate' || between.kind !== 'estimate') return
        expect(between.icc1).toBeCloseTo(one.icc, 9)
        if (between.f > 0.01) expect(between.icc2).toBeCloseTo(mean.icc, 6)
      }),
      { seed: 1 },
    )
  })

  it('of unequal teams weighs them by size: two of 2 and one of 4, by hand', () => {
    const people = [...team('a', [1], [3]), ...team('b', [5], [7]), ...team('c', [4], [4], [5], [3])]
    const { between } = teamMeans(people, 9, limits)
    // B = 16/2 = 8, W = 6/5, n0 = (8 - 24/8)/2 = 2.5
    if (between.kind !== 'estimate') throw new Error(between.reason)
    expect(between.f).toBeCloseTo(8 / 1.2, 12)
    expect(between.icc1).toBeCloseTo((8 - 1.2) / (8 + 1.5 * 1.2), 12)
    expect(between.icc2).toBeCloseTo(1 - 1.2 / 8, 12)
  })

  it('says what cannot be told between teams', () => {
    expect(teamMeans(team('a', [1], [2]), 5, limits).between).toMatchObject({
      reason: 'fewer-than-two-teams',
    })
    expect(teamMeans([...team('a', [1]), ...team('b', [2])], 5, limits).between).toMatchObject({
      reason: 'no-two-members',
    })
    expect(teamMeans([...team('a', [1], [1]), ...team('b', [2])], 5, limits).between).toMatchObject({
      reason: 'no-variation-within',
    })
  })

  it('refuses nobody, answers off the scale, and limits out of range', () => {
    expect(() => teamMeans([], 5, limits)).toThrow(InvalidInput)
    expect(() => teamMeans(team('a', [1], [9]), 5, limits)).toThrow(InvalidInput)
    expect(() => teamMeans([...team('a', [1]), ...team('b', [1, 2])], 5, limits)).toThrow(InvalidInput)
    expect(() => teamMeans(team('a', [1]), 5, { members: 1, rwg: 0.7 })).toThrow(InvalidInput)
    expect(() => teamMeans(team('a', [1]), 5, { members: 5, rwg: 1.1 })).toThrow(InvalidInput)
  })
})
