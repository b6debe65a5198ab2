import { describe, expect, it } from 'vitest'
import { leastSquares } from '../linear-algebra/least-squares.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { firstUneven } from './evenly-spaced.ts'
import { neweyWest, neweyWestLags } from './newey-west.ts'
import { residualDiagnostics } from './residual-diagnostics.ts'

describe('firstUneven', () => {
  it.each([
    ['months', ['2023-11-01', '2023-12-01', '2024-01-01', '2024-02-01'], null],
    ['ends of months', ['2023-12-31', '2024-01-31', '2024-02-29', '2024-03-31'], null],
    ['quarters', ['2023-10-15', '2024-01-15', '2024-04-15'], null],
    ['weeks', ['2024-02-20', '2024-02-27', '2024-03-05'], null],
    ['days', ['2024-02-28', '2024-02-29', '2024-03-01'], null],
    ['days of the first century', ['0099-12-30', '0099-12-31', '0100-01-01', '0100-01-02'], null],
    ['one day', ['2024-02-28'], null],
    ['none', [], null],
    ['a month left out', ['2024-01-01', '2024-02-01', '2024-04-01', '2024-05-01'], 2],
    ['a week left out at first', ['2024-01-01', '2024-01-15', '2024-01-22', '2024-01-29'], 1],
    ['a day twice', ['2024-01-01', '2024-01-01'], 1],
    ['days out of order', ['2024-03-01', '2024-02-01', '2024-01-01'], 1],
    ['thirty days, which are no months', ['2024-01-01', '2024-01-31', '2024-03-01', '2024-04-01'], 3],
  ])('%s', (_, days, expected) => {
    expect(firstUneven(days)).toBe(expected)
  })
})

const random = seededRandom(11)
const design = Array.from({ length: 30 }, (_, t) => [1, t, random()])
const fit = leastSquares(
  design,
  design.map(() => random()),
)
if (fit.kind !== 'estimate') throw new Error('no fit')

describe('neweyWest', () => {
  it.each([0, 1, 3, 29])('is the sandwich of all pairs within %i lags, written out', (lags) => {
    const p = 3
    const meat = Array.from({ length: p }, (_, a) =>
      Array.from({ length: p }, (__, b) => {
        let sum = 0
        for (let s = 0; s < 30; s++) {
          for (let t = 0; t < 30; t++) {
            const weight = Math.max(0, 1 - Math.abs(s - t) / (lags + 1))
            sum += weight * fit.residuals[s]! * fit.residuals[t]! * design[s]![a]! * design[t]![b]!
          }
        }
        return sum
      }),
    )
    const covariance = neweyWest(design, fit.residuals, fit.inverseGram, lags)
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) {
        let expected = 0
        for (let a = 0; a < p; a++) {
          for (let b = 0; b < p; b++)
            expected += fit.inverseGram[i]![a]! * meat[a]![b]! * fit.inverseGram[b]![j]!
        }
        expect(covariance[i]![j]!).toBeCloseTo(expected, 12)
      }
    }
  })

  it('looks at 3 lags for 48 points and at 11 for 10,000', () => {
    expect([48, 100, 10_000].map(neweyWestLags)).toEqual([3, 4, 11])
  })
})

describe('residualDiagnostics', () => {
  it('is what its formulas say of five numbers by hand', () => {
    const { lag1, durbinWatson, ljungBox } = residualDiagnostics([1, 2, -1, -3, 1], 0)
    expect(lag1).toBeCloseTo((2 - 2 + 3 - 3) / 16, 12)
    expect(durbinWatson).toBeCloseTo((1 + 9 + 4 + 16) / 16, 12)
    expect(ljungBox).toEqual({ lags: 1, statistic: 0, p: 1 })
  })

  it('takes what was fitted off the degrees of freedom', () => {
    const twelve = [1, 2, -1, -3, 1, 4, -2, 0, 3, -1, 2, -4]
    const [none, one] = [0, 1].map((fitted) => residualDiagnostics(twelve, fitted).ljungBox)
    const statistic = 12 * 14 * ((17 / 66) ** 2 / 11 + (18 / 66) ** 2 / 10)
    expect(none!.statistic).toBeCloseTo(statistic, 12)
    expect(none!.p, 'χ² of 2 degrees of freedom').toBeCloseTo(Math.exp(-statistic / 2), 12)
    expect(one!.p, 'of 1: the tails of a normal').toBeCloseTo(0.1325091422311064, 12)
  })

  it('gives p near a half for independent residuals on the whole, and next to none for a slow wave', () => {
    const noise = seededRandom(12)
    const ps = Array.from({ length: 400 }, () => {
      const residuals = Array.from({ length: 60 }, () => noise() - 0.5)
      return residualDiagnostics(residuals, 0).ljungBox.p
    })
    const mean = ps.reduce((sum, p) => sum + p, 0) / ps.length
    expect(mean).toBeGreaterThan(0.42)
    expect(mean).toBeLessThan(0.58)
    const wave = Array.from({ length: 60 }, (_, t) => Math.sin(t / 5))
    expect(residualDiagnostics(wave, 1).ljungBox.p).toBeLessThan(1e-12)
  })
})
