import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { cholesky, logDeterminant, solveCholesky } from '../linear-algebra/cholesky.ts'
import { leastSquares } from '../linear-algebra/least-squares.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { fitInterruption, interruptedModels } from './fit-interruption.ts'
import type { InterruptedModel, InterruptionFit } from './fit-interruption.ts'
import { interruptedSeries } from './interrupted-series.ts'
import type { InterruptedOptions, InterruptedSeries, SeriesPoint } from './interrupted-series.ts'
import oracle from './interrupted-series.oracle.json' with { type: 'json' }
import { interruptionDesign } from './interruption-design.ts'

const month = (i: number) => new Date(Date.UTC(2020, i, 1)).toISOString().slice(0, 10)

const monthly = (values: readonly number[], controls?: readonly number[]): readonly SeriesPoint[] =>
  values.map((value, i) => ({
    date: month(i),
    value,
    ...(controls === undefined ? {} : { control: controls[i]! }),
  }))

function fit(
  values: readonly number[],
  before: number,
  options: Partial<InterruptedOptions> & { readonly controls?: readonly number[] } = {},
): InterruptedSeries {
  const { controls, ...rest } = options
  const result = interruptedSeries(monthly(values, controls), {
    change: month(before),
    model: 'ols',
    season: null,
    ...rest,
  })
  if (result.kind !== 'estimate') throw new Error(result.reason)
  return result
}

/** Errors that follow their neighbours. */
function wandering(n: number, rho: number, seed: number): readonly number[] {
  const random = seededRandom(seed)
  let error = 0
  return Array.from({ length: n }, () => (error = rho * error + random() + random() + random() - 1.5))
}

const close = (value: number, expected: number, tolerance: number) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))

describe('interruptedSeries', () => {
  it.each(oracle.cases)('has the coefficients, errors and autocorrelation of R by $model', (one) => {
    const result = fit(oracle.values, 24, { model: one.model as InterruptedModel })
    for (const [column, name] of [
      [1, 'slopeBefore'],
      [2, 'level'],
      [3, 'slope'],
    ] as const) {
      close(result[name].estimate, one.coefficients[column]!, oracle.tolerance)
      close(result[name].se, one.se[column]!, oracle.tolerance)
    }
    if (one.rho !== null) close(result.autocorrelation, one.rho, oracle.tolerance)
    if (one.durbinWatson !== null) close(result.diagnostics.durbinWatson, one.durbinWatson, oracle.tolerance)
    if (one.logLikelihood !== null)
      close(result.diagnostics.logLikelihood!, one.logLikelihood, oracle.tolerance)
    expect([result.before, result.after, result.diagnostics.degreesOfFreedom]).toEqual([24, 24, 44])
    close(result.counterfactual[0]!.value, one.coefficients[0]! + 25 * one.coefficients[1]!, oracle.tolerance)
    const whole = fitInterruption(
      interruptionDesign(48, 24, null),
      oracle.values,
      one.model as InterruptedModel,
      3,
    ) as InterruptionFit
    close(whole.coefficients[0]!, one.coefficients[0]!, oracle.tolerance)
    close(Math.sqrt(whole.covariance[0]![0]!), one.se[0]!, oracle.tolerance)
  })

  it('rests on least squares with R’s errors of independent points', () => {
    const fitted = leastSquares(interruptionDesign(48, 24, null), oracle.values)
    if (fitted.kind !== 'estimate') throw new Error('no fit')
    for (const [j, se] of oracle.independentSe.entries()) {
      close(fitted.coefficients[j]!, oracle.cases[0]!.coefficients[j]!, oracle.tolerance)
      close(Math.sqrt((fitted.inverseGram[j]![j]! * fitted.residualSum) / 44), se, oracle.tolerance)
    }
  })

  it('takes intervals from the t distribution, 2.0154 with 44 degrees of freedom', () => {
    const { level } = fit(oracle.values, 24)
    close((level.upper - level.estimate) / level.se, 2.015368, 1e-6)
    close((level.estimate - level.lower) / level.se, 2.015368, 1e-6)
  })

  it('finds the ρ of greatest likelihood of the errors’ own covariance matrix', () => {
    const values = wandering(24, 0.5, 3).map((error, i) => error + 0.1 * i)
    const { autocorrelation, diagnostics } = fit(values, 12, { model: 'ar1' })
    const design = interruptionDesign(24, 12, null)
    close(diagnostics.logLikelihood!, denseLogLikelihood(design, values, autocorrelation), 1e-10)
    for (let rho = -0.98; rho < 0.99; rho += 0.02) {
      expect(denseLogLikelihood(design, values, rho)).toBeLessThanOrEqual(diagnostics.logLikelihood! + 1e-10)
    }
  })

  it('stands still at Prais and Winsten’s ρ', () => {
    const values = wandering(40, 0.6, 5)
    const { autocorrelation: rho } = fit(values, 18, { model: 'prais-winsten' })
    const design = interruptionDesign(40, 18, null)
    const back = (column: readonly number[]) =>
      column.map((x, t) => (t === 0 ? Math.sqrt(1 - rho * rho) * x : x - rho * column[t - 1]!))
    const columns = design[0]!.map((_, j) => back(design.map((row) => row[j]!)))
    const fitted = leastSquares(
      design.map((_, t) => columns.map((column) => column[t]!)),
      back(values),
    )
    if (fitted.kind !== 'estimate') throw new Error('no fit')
    const errors = values.map(
      (y, t) => y - design[t]!.reduce((sum, x, j) => sum + x * fitted.coefficients[j]!, 0),
    )
    const product = errors.slice(1).reduce((sum, e, t) => sum + e * errors[t]!, 0)
    close(rho, product / errors.slice(0, -1).reduce((sum, e) => sum + e * e, 0), 1e-10)
  })

  const series = fc.record({
    seed: fc.nat({ max: 1000 }),
    n: fc.integer({ min: 18, max: 60 }),
    model: fc.constantFrom(...interruptedModels),
    rho: fc.constantFrom(0, 0.3, -0.4),
  })

  it('moves with what is added: a trend to the slope before, a jump and a bend to level and slope', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: -50, max: 50 }), ({ seed, n, model, rho }, size) => {
        const errors = wandering(n, rho, seed)
        const before = n >> 1
        const plain = interruptedSeries(monthly(errors), { change: month(before), model, season: null })
        fc.pre(plain.kind === 'estimate')
        const added = errors.map(
          (e, i) => e + 1000 + 0.5 * size * i + (i >= before ? size + 0.25 * size * (i - before + 1) : 0),
        )
        const moved = fit(added, before, { model })
        const there = plain as InterruptedSeries
        close(moved.slopeBefore.estimate, there.slopeBefore.estimate + 0.5 * size, 1e-5)
        close(moved.level.estimate, there.level.estimate + size, 1e-4)
        close(moved.slope.estimate, there.slope.estimate + 0.25 * size, 1e-5)
        close(moved.level.se, there.level.se, 1e-5)
        close(moved.autocorrelation, there.autocorrelation, 1e-5)
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('finds in values of a thousand million what it finds in small ones', () => {
    const values = wandering(24, 0, 7).map((e, i) => Math.round(1000 * (e / 10 + (i >= 12 ? 1 : 0))) / 1024)
    for (const model of interruptedModels) {
      const [near, far] = [
        fit(values, 12, { model }),
        fit(
          values.map((v) => v + 2 ** 30),
          12,
          { model },
        ),
      ]
      close(far.level.estimate, near.level.estimate, 1e-9)
      close(far.level.se, near.level.se, 1e-9)
      close(far.counterfactual[3]!.value - 2 ** 30, near.counterfactual[3]!.value, 1e-6)
    }
    const line = values.map((_, i) => 1e9 + i / 10)
    expect(interruptedSeries(monthly(line), { change: month(12), model: 'ols', season: null })).toMatchObject(
      {
        reason: 'no-variation',
      },
    )
  })

  it('is in the unit of the values', () => {
    fc.assert(
      fc.property(series, ({ seed, n, model, rho }) => {
        const errors = wandering(n, rho, seed)
        const options = { change: month(n >> 1), model, season: null }
        const there = interruptedSeries(monthly(errors), options)
        const scaled = interruptedSeries(monthly(errors.map((e) => -1000 * e)), options)
        if (there.kind !== 'estimate' || scaled.kind !== 'estimate')
          return expect(scaled.kind).toBe(there.kind)
        close(scaled.effectAtEnd.estimate, -1000 * there.effectAtEnd.estimate, 1e-5)
        close(scaled.effectAtEnd.lower, -1000 * there.effectAtEnd.upper, 1e-5)
        close(scaled.diagnostics.ljungBox.p, there.diagnostics.ljungBox.p, 1e-4)
      }),
      { seed: 2, numRuns: 60 },
    )
  })

  it('puts the counterfactual, its interval and the effect on one line', () => {
    const values = wandering(30, 0.3, 9).map((e, i) => 20 + e + (i >= 14 ? 5 : 0))
    const { counterfactual, level, slope, effectAtEnd } = fit(values, 14, { model: 'ar1' })
    expect(counterfactual.map(({ date }) => date)).toEqual(values.slice(14).map((_, i) => month(14 + i)))
    close(effectAtEnd.estimate, level.estimate + 16 * slope.estimate, 1e-12)
    const [first, last] = [counterfactual[0]!, counterfactual.at(-1)!]
    expect(last.upper - last.lower).toBeGreaterThan(2 * (first.upper - first.lower))
    close(first.upper - first.value, first.value - first.lower, 1e-12)
  })

  it('says what its effect at the last point says, and that few points make it too sure of itself', () => {
    const told = (jump: number, n: number) => {
      const values = wandering(n, 0, 9).map((e, i) => e + (i >= n / 2 ? jump : 0))
      return fit(values, n / 2, { model: 'ar1' })
    }
    const up = told(20, 60)
    const { estimate, lower, upper } = up.effectAtEnd
    expect(up.sentence).toEqual([
      {
        key: 'higher-than-expected',
        parameters: { change: month(30), last: month(59), estimate, lower, upper, points: 30 },
      },
    ])
    const down = told(-20, 40)
    expect(down.sentence.map(({ key }) => key)).toEqual(['lower-than-expected', 'few-points-for-interval'])
    expect(down.sentence[0]!.parameters).toMatchObject({
      estimate: -down.effectAtEnd.estimate,
      lower: -down.effectAtEnd.upper,
      upper: -down.effectAtEnd.lower,
      points: 20,
    })
    expect(told(0, 48).sentence.map(({ key }) => key)).toEqual(['as-expected'])
  })

  it('takes what happens to the control off, and puts it back into the counterfactual', () => {
    const errors = wandering(32, 0, 4)
    const shared = wandering(32, 0.9, 6).map((e, i) => 10 * e + (i >= 20 ? 30 : 0))
    const values = errors.map((e, i) => e + shared[i]! + (i >= 16 ? 4 : 0))
    const controlled = fit(values, 16, { controls: shared })
    const alone = fit(
      errors.map((e, i) => e + (i >= 16 ? 4 : 0)),
      16,
    )
    close(controlled.level.estimate, alone.level.estimate, 1e-10)
    close(controlled.level.se, alone.level.se, 1e-10)
    expect(controlled.method.parameters.controlled).toBe(true)
    for (const [k, point] of controlled.counterfactual.entries()) {
      close(point.value, alone.counterfactual[k]!.value + shared[16 + k]!, 1e-10)
    }
    expect(
      interruptedSeries(monthly(shared, shared), { change: month(16), model: 'ols', season: null }),
    ).toMatchObject({
      reason: 'no-variation',
    })
  })

  it('takes a season off, and all harmonics are the same as a level for each place', () => {
    const pattern = [9, 1, -4, 6, 0, -12]
    const values = wandering(48, 0, 7).map((e, i) => e + pattern[i % 6]!)
    for (const model of interruptedModels) {
      const places = fit(values, 24, { model, season: { period: 6, harmonics: null } })
      const waves = fit(values, 24, { model, season: { period: 6, harmonics: 3 } })
      close(waves.level.estimate, places.level.estimate, 1e-6)
      close(waves.level.se, places.level.se, 1e-6)
      close(waves.counterfactual[7]!.lower, places.counterfactual[7]!.lower, 1e-6)
    }
    const without = fit(wandering(48, 0, 7), 24, { season: { period: 6, harmonics: null } })
    const within = fit(values, 24, { season: { period: 6, harmonics: null } })
    close(within.level.estimate, without.level.estimate, 1e-9)
    expect(fit(values, 24).level.se).toBeGreaterThan(1.5 * within.level.se)
    expect(fit(values, 24, { season: { period: 6, harmonics: 1 } }).diagnostics.degreesOfFreedom).toBe(42)
  })

  it('belongs to what follows from the first point on the day of the change or after it', () => {
    const values = wandering(20, 0, 8)
    const at = (change: string) => interruptedSeries(monthly(values), { change, model: 'ols', season: null })
    expect(at('2020-10-15')).toMatchObject({ before: 10, after: 10, level: fit(values, 10).level })
  })

  it('refuses fewer than eight points on a side, and what cannot be told apart', () => {
    const values = wandering(40, 0, 2)
    const reason = (points: readonly number[], before: number, options: Partial<InterruptedOptions> = {}) => {
      const given = { change: month(before), model: 'ols', season: null, ...options } as const
      return interruptedSeries(monthly(points), given)
    }
    expect(reason(values, 7)).toEqual({
      kind: 'not-estimable',
      reason: 'too-few-points-before',
      before: 7,
      after: 33,
    })
    expect(reason(values, 33)).toMatchObject({ reason: 'too-few-points-after', after: 7 })
    expect(reason(values.slice(0, 16), 8).kind).toBe('estimate')
    expect(reason([], 8)).toMatchObject({ reason: 'too-few-points-before', before: 0, after: 0 })
    const season = (period: number) => ({ season: { period, harmonics: null } })
    expect(reason(values.slice(0, 16), 8, season(13))).toMatchObject({ reason: 'too-few-points-for-terms' })
    expect(reason(values.slice(0, 18), 9, season(13))).toMatchObject({ reason: 'terms-not-told-apart' })
    expect(reason(values.slice(0, 24), 12, season(12))).toMatchObject({ reason: 'terms-not-told-apart' })
    expect(reason(values.slice(0, 36), 16, season(12)).kind).toBe('estimate')
    for (const constant of [0, 1e6 / 3]) {
      expect(
        reason(
          values.map((_, i) => constant + (i > 19 ? 2 : 0)),
          20,
        ),
      ).toMatchObject({ reason: 'no-variation' })
    }
  })

  it('says so where errors wander off', () => {
    const steps = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1e3 : -1e3) * (1 + i / 1e4))
    expect(
      interruptedSeries(monthly(steps), { change: month(30), model: 'ar1', season: null }),
    ).toMatchObject({
      reason: 'errors-without-mean',
    })
  })
})

describe('interruptedSeries refuses', () => {
  const values = wandering(20, 0, 1)
  const points = monthly(values)
  const options: InterruptedOptions = { change: month(10), model: 'ols', season: null }
  it.each([
    [points.toSpliced(4, 1), {}, 'date must be one step after the day before it, received 2020-06-01'],
    [points.map((p) => ({ ...p, date: 'banana' })), {}, 'date must be a day of the calendar'],
    [points.with(3, { ...points[3]!, value: NaN }), {}, 'value must be a number in ±1e100'],
    [
      points.with(3, { ...points[3]!, control: 1 }),
      {},
      'control must be given for all 20 points or for none',
    ],
    [points.map((p) => ({ ...p, control: Infinity })), {}, 'control must be a number in ±1e100'],
    [points, { change: 'June' }, 'change must be a day of the calendar'],
    [points, { lags: 20 }, 'lags must be a whole number in [0, 19]'],
    [points, { season: { period: 1, harmonics: null } }, 'period must be a whole number ≥ 2'],
    [points, { season: { period: 12, harmonics: 7 } }, 'harmonics must be a whole number in [1, 6]'],
  ] as const)('%#', (given, changed, message) => {
    expect(() => interruptedSeries(given, { ...options, ...changed })).toThrow(InvalidInput)
    expect(() => interruptedSeries(given, { ...options, ...changed })).toThrow(message)
  })
})

/** Greatest over coefficients and variance, from the full covariance matrix ρ^|s−t|. */
function denseLogLikelihood(
  design: readonly (readonly number[])[],
  y: readonly number[],
  rho: number,
): number {
  const n = y.length
  const factor = cholesky(y.map((_, s) => y.map((__, t) => rho ** Math.abs(s - t))))!
  const columns = design[0]!.map((_, j) => design.map((row) => row[j]!))
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
  const weighted = columns.map((column) => solveCholesky(factor, column))
  const gram = cholesky(columns.map((column) => weighted.map((w) => dot(column, w))))!
  const beta = solveCholesky(
    gram,
    weighted.map((w) => dot(w, y)),
  )
  const errors = y.map((value, t) => value - dot(design[t]!, beta))
  const sum = dot(errors, solveCholesky(factor, errors))
  return (-n / 2) * (Math.log(2 * Math.PI) + 1 + Math.log(sum / n)) - logDeterminant(factor) / 2
}
