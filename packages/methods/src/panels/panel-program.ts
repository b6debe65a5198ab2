import type { Constraint, LinearProgram, Term } from '../linear-program/linear-program.ts'
import type { PanelPool } from './panel-pool.ts'

/** Every panel keeps Σ coefficient·count ≤ most, though some fractional point of the rules does not. */
export type Cut = Readonly<{ coefficients: Float64Array; most: number }>

/**
 * What is known of the panels of a pool without listing them: seats, rules, how many of a profile a panel can take,
 * and cuts. A polytope that contains every mix of panels.
 */
export type Relaxation = Readonly<{ pool: PanelPool; most: Int32Array; cuts: readonly Cut[] }>

/** One variable a profile, the number of its people on the panel. */
export function panelProgram(
  { pool, most, cuts }: Relaxation,
  options: Readonly<{ costs?: ArrayLike<number>; whole: boolean }>,
): LinearProgram {
  const { costs, whole } = options
  return {
    sense: 'maximize',
    variables: Array.from(most, (upper, profile) => ({
      cost: costs?.[profile] ?? 0,
      lower: 0,
      upper,
      whole,
    })),
    constraints: [
      { lower: pool.seats, upper: pool.seats, terms: Array.from(most, (_, profile): Term => [profile, 1]) },
      ...pool.rules.map(({ min, max, profiles }) => ({
        lower: min,
        upper: max,
        terms: profiles.map((profile): Term => [profile, 1]),
      })),
      ...cuts.map(cutConstraint),
    ],
  }
}

function cutConstraint({ coefficients, most }: Cut): Constraint {
  return {
    lower: -Infinity,
    upper: most,
    terms: Array.from(coefficients, (coefficient, profile): Term => [profile, coefficient]).filter(
      ([, coefficient]) => coefficient !== 0,
    ),
  }
}
