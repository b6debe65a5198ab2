import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { chiSquareQuantile, chiSquareTails } from './chi-square.ts'
import { binomialTails, poissonTails } from './counts.ts'
import oracle from './distributions.oracle.json' with { type: 'json' }
import { fQuantile, fTails } from './f.ts'
import { betaQuantile, incompleteBeta } from './incomplete-beta.ts'
import { gammaQuantile, incompleteGamma } from './incomplete-gamma.ts'
import { logGamma } from './log-gamma.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { studentTCdf, studentTQuantile } from './student-t.ts'
import type { Tail, Tails } from './tails.ts'

const cases = oracle.cases
const positive = fc.double({ min: 0.05, max: 2000, noNaN: true })
const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true })

function relative(measured: number, exact: number): number {
  return Math.abs(measured - exact) / Math.abs(exact)
}
function worst(tails: Tails, exact: Tails): number {
  return Math.max(relative(tails.lower, exact.lower), relative(tails.upper, exact.upper))
}

describe('against many digits', () => {
  it.each(cases.logGamma)('ln Γ($x)', ({ x, value }) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(value)))
  })

  it.each(cases.incompleteGamma)('incomplete gamma at a = $a, x = $x', ({ a, x, ...exact }) => {
    expect(worst(incompleteGamma(a, x), exact)).toBeLessThanOrEqual(1e-12)
    expect(worst(chiSquareTails(2 * x, 2 * a), exact)).toBeLessThanOrEqual(1e-12)
  })

  it.each(cases.incompleteBeta)('incomplete beta at a = $a, b = $b, x = $x', ({ a, b, x, ...exact }) => {
    expect(worst(incompleteBeta(a, b, x), exact)).toBeLessThanOrEqual(1e-11)
  })

  it.each(cases.normalCdf)('normal distribution at $z', ({ z, value }) => {
    expect(relative(normalCdf(z), value)).toBeLessThanOrEqual(1e-12)
  })

  it.each(cases.normalQuantile)('normal quantile of $p', ({ p, value }) => {
    expect(Math.abs(normalQuantile(p) - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(value)))
    if (p <= 0.5) expect(normalQuantile(p, 'upper')).toBe(-normalQuantile(p) + 0)
  })

  it.each(cases.studentT)('Student at t = $t, df = $df', ({ t, df, value }) => {
    expect(relative(studentTCdf(t, df), value)).toBeLessThanOrEqual(1e-11)
  })

  it.each(cases.studentTQuantile)('Student quantile of $p, df = $df', ({ p, df, value }) => {
    expect(relative(studentTQuantile(p, df), value)).toBeLessThanOrEqual(1e-11)
    expect(relative(studentTQuantile(p, df, 'upper'), -value)).toBeLessThanOrEqual(1e-11)
    if (value > -1e150)
      expect(relative(fQuantile(2 * p, 1, df, 'upper'), value * value)).toBeLessThanOrEqual(1e-11)
  })

  it.each(cases.gammaQuantile)('gamma quantile of the $tail $p at a = $a', ({ a, p, tail, value }) => {
    expect(relative(gammaQuantile(a, p, tail as Tail), value)).toBeLessThanOrEqual(1e-11)
    expect(relative(chiSquareQuantile(p, 2 * a, tail as Tail), 2 * value)).toBeLessThanOrEqual(1e-11)
  })

  it.each(cases.betaQuantile)('beta quantile of the $tail $p at $a, $b', ({ a, b, p, tail, value, odds }) => {
    expect(relative(betaQuantile(a, b, p, tail as Tail), value)).toBeLessThanOrEqual(1e-11)
    const f = fQuantile(p, 2 * a, 2 * b, tail as Tail)
    expect(relative((f * a) / b, odds)).toBeLessThanOrEqual(1e-11)
  })

  it.each(cases.poisson)('Poisson tails at $k, mean $mean', ({ k, mean, ...exact }) => {
    expect(worst(poissonTails(k, mean), exact)).toBeLessThanOrEqual(1e-12)
  })

  it.each(cases.binomial)('binomial tails at $k of $n, p = $p', ({ k, n, p, ...exact }) => {
    expect(worst(binomialTails(k, n, p), exact)).toBeLessThanOrEqual(1e-11)
  })
})

describe('properties', () => {
  it('the tails are 1 together, mirror each other and grow with x', () => {
    fc.assert(
      fc.property(positive, positive, probability, probability, (a, b, x, other) => {
        const { lower, upper } = incompleteBeta(a, b, x)
        expect(Math.abs(lower + upper - 1)).toBeLessThanOrEqual(1e-15)
        const mirrored = incompleteBeta(b, a, 1 - x, x)
        if (Math.min(lower, upper) > 1e-290) {
          expect(worst(mirrored, { lower: upper, upper: lower })).toBeLessThanOrEqual(1e-9)
        }
        const [low, high] = [Math.min(x, other), Math.max(x, other)]
        expect(incompleteBeta(a, b, low).lower).toBeLessThanOrEqual(incompleteBeta(a, b, high).lower + 1e-13)
        expect(incompleteGamma(a, low * b).lower).toBeLessThanOrEqual(
          incompleteGamma(a, high * b).lower + 1e-13,
        )
      }),
      { seed: 1 },
    )
  })

  it('a quantile has the tail that was asked', () => {
    fc.assert(
      fc.property(
        positive,
        positive,
        probability,
        fc.constantFrom<Tail>('lower', 'upper'),
        (a, b, p, tail) => {
          const g = gammaQuantile(a, p, tail)
          if (g > 1e-300) expect(relative(incompleteGamma(a, g)[tail], p)).toBeLessThanOrEqual(1e-9)
          const f = fQuantile(p, a, b, tail)
          if (f > 1e-300 && f < 1e300) expect(relative(fTails(f, a, b)[tail], p)).toBeLessThanOrEqual(1e-9)
          const z = normalQuantile(p, tail)
          expect(relative(normalCdf(tail === 'lower' ? z : -z), p)).toBeLessThanOrEqual(1e-9)
          const t = studentTQuantile(p, a, tail)
          if (Math.abs(t) < 1e150) {
            expect(relative(studentTCdf(tail === 'lower' ? t : -t, a), p)).toBeLessThanOrEqual(1e-9)
          }
        },
      ),
      { seed: 2, numRuns: 300 },
    )
  })

  it('Student with one degree of freedom is Cauchy, and with a billion the normal', () => {
    for (const t of [-1e6, -3, -0.1, 0.5, 8]) {
      const cauchy = t < 0 ? Math.atan(-1 / t) / Math.PI : 0.5 + Math.atan(t) / Math.PI
      expect(relative(studentTCdf(t, 1), cauchy)).toBeLessThanOrEqual(1e-13)
    }
    expect(studentTQuantile(0.975, 1e9)).toBeCloseTo(1.959963984540054, 8)
  })

  it('has the ends exactly', () => {
    expect(incompleteGamma(3, 0)).toEqual({ lower: 0, upper: 1 })
    expect(incompleteGamma(3, Infinity)).toEqual({ lower: 1, upper: 0 })
    expect(incompleteBeta(2, 3, 0)).toEqual({ lower: 0, upper: 1 })
    expect(incompleteBeta(2, 3, 1)).toEqual({ lower: 1, upper: 0 })
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity)]).toEqual([0, 0.5, 1])
    expect([studentTCdf(-Infinity, 3), studentTCdf(0, 3), studentTCdf(Infinity, 3)]).toEqual([0, 0.5, 1])
    expect([normalQuantile(0.5), studentTQuantile(0.5, 4)]).toEqual([0, 0])
    expect(fTails(Infinity, 2, 3)).toEqual({ lower: 1, upper: 0 })
    expect(poissonTails(-1, 3)).toEqual({ lower: 0, upper: 1 })
    expect(poissonTails(4, 0)).toEqual({ lower: 1, upper: 0 })
    expect(binomialTails(-1, 3, 0.5)).toEqual({ lower: 0, upper: 1 })
    expect(binomialTails(0, 0, 0.5)).toEqual({ lower: 1, upper: 0 })
    expect(binomialTails(2, 3, 0)).toEqual({ lower: 1, upper: 0 })
    expect(binomialTails(2, 3, 1)).toEqual({ lower: 0, upper: 1 })
  })

  it('the upper tail stays exact where 1 minus the lower would be 0', () => {
    expect(relative(incompleteGamma(1, 700).upper, Math.exp(-700))).toBeLessThanOrEqual(1e-12)
    expect(relative(incompleteBeta(1, 30, 0.9999999999).upper, 1e-300)).toBeLessThanOrEqual(1e-5)
    expect(relative(fTails(1e20, 2, 2).upper, 1e-20)).toBeLessThanOrEqual(1e-12)
  })
})

describe('refusals', () => {
  it.each([
    ['logGamma', () => logGamma(0)],
    ['logGamma', () => logGamma(Infinity)],
    ['incompleteGamma', () => incompleteGamma(0, 1)],
    ['incompleteGamma', () => incompleteGamma(1, -1)],
    ['incompleteGamma', () => incompleteGamma(1e10, 1)],
    ['incompleteBeta', () => incompleteBeta(1, NaN, 0.5)],
    ['incompleteBeta', () => incompleteBeta(1, 1, 1.5)],
    ['incompleteBeta', () => incompleteBeta(1, 1, 0.5, 0.4)],
    ['gammaQuantile', () => gammaQuantile(1, 0)],
    ['betaQuantile', () => betaQuantile(1, 1, 1)],
    ['normalCdf', () => normalCdf(NaN)],
    ['normalQuantile', () => normalQuantile(1)],
    ['studentTCdf', () => studentTCdf(NaN, 2)],
    ['studentTCdf', () => studentTCdf(1, 0)],
    ['studentTQuantile', () => studentTQuantile(0.5, -1)],
    ['fTails', () => fTails(-1, 1, 1)],
    ['fQuantile', () => fQuantile(0.5, 0, 1)],
    ['chiSquareTails', () => chiSquareTails(1, 0)],
    ['chiSquareQuantile', () => chiSquareQuantile(0.5, 0)],
    ['poissonTails', () => poissonTails(0.5, 1)],
    ['poissonTails', () => poissonTails(1, -1)],
    ['poissonTails', () => poissonTails(-1, NaN)],
    ['binomialTails', () => binomialTails(4, 3, 0.5)],
    ['binomialTails', () => binomialTails(1, 2.5, 0.5)],
    ['binomialTails', () => binomialTails(1, 3, 1.1)],
  ])('%s refuses what it does not take', (_, call) => {
    expect(call).toThrow(InvalidInput)
  })
})
