import { requireDay } from '../calendar/require-day.ts'
import { InvalidInput } from '../errors.ts'

/** The charts. `xbar` and `s` take subgroups of measurements, all others one number a point. */
export const chartKinds = ['xmr', 'mr', 'run', 'p', 'pp', 'u', 'up', 'c', 'g', 't', 'xbar', 's'] as const
export type ChartKind = (typeof chartKinds)[number]

/** What was observed at one time. */
export type Observation = {
  /** Calendar day, `2026-11-26`. */
  readonly date: string
  /**
   * xmr, mr, run: a measurement; p, pp, u, up: the events; c: a count; g: opportunities between events;
   * t: time between events; xbar, s: the measurements of a subgroup.
   */
  readonly value: number | readonly number[]
  /** p, pp: the cases; u, up: the exposure; xmr, mr, run: what the value is divided by, where it is given. > 0 */
  readonly denominator?: number
}

/** What is plotted, a column a quantity. */
export type SeriesValues = {
  readonly dates: readonly string[]
  /** The plotted values. */
  readonly values: readonly number[]
  /** Numerators; the plotted values of xbar and s. */
  readonly events: readonly number[]
  /** Cases, exposure or subgroup size; 1 where there is none. */
  readonly sizes: readonly number[]
  /** Standard deviations within subgroups; empty for other charts. */
  readonly spreads: readonly number[]
}

/** Beyond it squares of values would be no numbers any more. */
export const largestValue = 1e100

const wholeValues: ReadonlySet<ChartKind> = new Set(['p', 'pp', 'u', 'up', 'c', 'g'])
const needsDenominator: ReadonlySet<ChartKind> = new Set(['p', 'pp', 'u', 'up'])
const mayDivide: ReadonlySet<ChartKind> = new Set(['xmr', 'mr', 'run'])

/** Whether a chart takes a denominator. */
export function denominatorOf(chart: ChartKind): 'needed' | 'allowed' | 'none' {
  if (needsDenominator.has(chart)) return 'needed'
  return mayDivide.has(chart) ? 'allowed' : 'none'
}

/**
 * The values that a chart plots.
 *
 * @throws {InvalidInput} if a date is no day or does not follow the one before, or a value or denominator is not what the chart takes
 */
export function seriesValues(chart: ChartKind, observations: readonly Observation[]): SeriesValues {
  if (observations.length === 0) throw new InvalidInput('observations', 'none', 'at least one')
  const dates: string[] = []
  const values: number[] = []
  const events: number[] = []
  const sizes: number[] = []
  const spreads: number[] = []
  for (const observation of observations) {
    requireDay('date', observation.date)
    const last = dates.at(-1)
    if (last !== undefined && observation.date <= last) {
      throw new InvalidInput('date', observation.date, `after ${last}`)
    }
    dates.push(observation.date)
    if (chart === 'xbar' || chart === 's') {
      const { mean, deviation, size } = subgroup(observation)
      values.push(chart === 'xbar' ? mean : deviation)
      events.push(values.at(-1)!)
      sizes.push(size)
      spreads.push(deviation)
    } else {
      const value = single(chart, observation.value)
      const size = denominator(chart, value, observation.denominator)
      values.push(value / size)
      events.push(value)
      sizes.push(size)
    }
  }
  return { dates, values, events, sizes, spreads }
}

function single(chart: ChartKind, value: number | readonly number[]): number {
  if (typeof value !== 'number' || !(Math.abs(value) <= largestValue)) {
    throw new InvalidInput('value', value, 'a number in ±1e100')
  }
  if (wholeValues.has(chart) && !(Number.isInteger(value) && value >= 0)) {
    throw new InvalidInput('value', value, `a whole number ≥ 0 on a ${chart} chart`)
  }
  if (chart === 't' && value <= 0) throw new InvalidInput('value', value, 'a time > 0 on a t chart')
  return value
}

function denominator(chart: ChartKind, value: number, given: number | undefined): number {
  const role = denominatorOf(chart)
  if (given === undefined) {
    if (role !== 'needed') return 1
    throw new InvalidInput('denominator', given, `given on a ${chart} chart`)
  }
  if (role === 'none') throw new InvalidInput('denominator', given, `absent on a ${chart} chart`)
  if (!(given > 0) || given === Infinity) throw new InvalidInput('denominator', given, 'a number > 0')
  if (!(Math.abs(value / given) <= largestValue)) {
    throw new InvalidInput('denominator', given, 'large enough for a value per unit in ±1e100')
  }
  if (chart === 'p' || chart === 'pp') {
    if (!Number.isInteger(given)) throw new InvalidInput('denominator', given, 'a whole number of cases')
    if (value > given) throw new InvalidInput('value', value, `at most the denominator, ${given}`)
  }
  return given
}

function subgroup({ value, denominator: divisor }: Observation): {
  readonly mean: number
  readonly deviation: number
  readonly size: number
} {
  if (divisor !== undefined) throw new InvalidInput('denominator', divisor, 'absent with subgroups')
  if (typeof value === 'number' || value.length < 2 || !value.every((one) => Math.abs(one) <= largestValue)) {
    throw new InvalidInput('value', value, 'a subgroup of at least two numbers in ±1e100')
  }
  const mean = meanOf(value)
  const squares = value.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (value.length - 1)), size: value.length }
}

/** Mean of at least one number, exact where all are equal, and as exact far from zero as near it. */
export function meanOf(values: readonly number[]): number {
  const first = values[0]!
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length
}

/** Median of at least one number: the middle one, or the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]!
  return sorted.length % 2 === 1 ? upper : meanOf([sorted[(sorted.length >> 1) - 1]!, upper])
}

/** −1, 0 or 1: below, on or above a line; a difference of rounding is none. */
export function sideOf(value: number, line: number): -1 | 0 | 1 {
  const difference = value - line
  if (Math.abs(difference) <= 8 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(line))) return 0
  return difference > 0 ? 1 : -1
}
