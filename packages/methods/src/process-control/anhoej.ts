import { fairCoinQuantile } from './fair-coin-quantile.ts'
import { sideOf } from './series-values.ts'
import { runsOf } from './signals.ts'
import type { Signal } from './signals.ts'

/** What the runs of a series say. */
export type RunsTest = {
  /** Points not on the centre line. */
  readonly useful: number
  /** Points of the longest run on one side, and the most that chance explains. */
  readonly longestRun: number
  readonly longestRunLimit: number
  /** Crossings of the centre line, and the fewest that chance explains. */
  readonly crossings: number
  readonly crossingsLimit: number
}

/**
 * Runs of a series about its centre line, with Anhøj's limits.
 *
 * Of n useful points (those on the centre line are left out), the longest run is unusual above round(log₂ n) + 3, and
 * crossings are unusual below the 5 % quantile of the binomial distribution of n − 1 trials at ½.
 *
 * Source: Anhøj J, Olesen AV. PLoS One 2014;9:e113825. doi:10.1371/journal.pone.0113825
 * Checked: anhoej.oracle.json, n from 2 to 400.
 * Assumes: independent points, half of them on either side of the centre line.
 */
export function runsTest(values: readonly number[], center: number): RunsTest {
  const sides = values.map((value) => sideOf(value, center)).filter((side) => side !== 0)
  const runs = runsOf(sides)
  return {
    useful: sides.length,
    longestRun: runs.reduce((longest, { from, to }) => Math.max(longest, to - from), 0),
    crossings: Math.max(0, runs.length - 1),
    ...runsLimits(sides.length),
  }
}

/** Signals of each point: of a run that is too long, and on every point where the centre is crossed too rarely. */
export function anhoej(values: readonly number[], center: number, test: RunsTest): readonly Signal[][] {
  const signals = values.map((): Signal[] => [])
  const useful = [...values.keys()].filter((i) => sideOf(values[i]!, center) !== 0)
  for (const { from, to, sign } of runsOf(useful.map((i) => sideOf(values[i]!, center)))) {
    if (to - from <= test.longestRunLimit) continue
    for (const i of useful.slice(from, to)) signals[i]!.push(sign > 0 ? 'long-run-above' : 'long-run-below')
  }
  if (test.crossings < test.crossingsLimit) for (const point of signals) point.push('few-crossings')
  return signals
}

type RunsLimits = Pick<RunsTest, 'longestRunLimit' | 'crossingsLimit'>

const known = new Map<number, RunsLimits>()

/** Anhøj's limits for a number of useful points. */
export function runsLimits(useful: number): RunsLimits {
  let limits = known.get(useful)
  if (limits === undefined) {
    limits =
      useful === 0
        ? { longestRunLimit: 0, crossingsLimit: 0 }
        : {
            longestRunLimit: Math.round(Math.log2(useful)) + 3,
            crossingsLimit: fairCoinQuantile(useful - 1, 0.05),
          }
    known.set(useful, limits)
  }
  return limits
}
