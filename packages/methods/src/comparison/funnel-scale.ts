import type { Overdispersion } from './dispersion.ts'
import type { FunnelType, FunnelUnit } from './funnel-units.ts'

/** A scale on which the spread of a unit does not depend on its value. */
export type FunnelScale = {
  readonly name: 'arcsine' | 'square-root' | 'log' | 'log-with-half'
  /** Y of a unit; −∞ for a logarithm of no events. */
  readonly transform: (unit: FunnelUnit) => number
  /** Y at the target. */
  readonly center: (target: number) => number
  readonly standardError: (unit: FunnelUnit, target: number) => number
  /** The y of a Y; a Y beyond what any y has is the last that is. */
  readonly inverse: (transformed: number) => number
}

/**
 * The scale of a funnel:
 *
 *   arcsine        Y = arcsin √y, s = 1/(2√n): proportions
 *   square-root    Y = √y, s = 1/(2√n): ratios and rates that are winsorised or left as they are
 *   log            Y = ln y, s = 1/√(expected events): ratios and rates that are truncated
 *   log-with-half  Y = ln((a+½)/(b+½)), s = √(a/(a+½)² + b/(b+½)²): ratios of counts
 */
export function scaleOf(type: FunnelType, overdispersion: Overdispersion): FunnelScale {
  if (type === 'proportion') return arcsine
  if (type === 'ratio-of-counts') return logWithHalf
  return overdispersion === 'truncate' ? log : squareRoot
}

const bySize = ({ denominator }: FunnelUnit) => 1 / (2 * Math.sqrt(denominator))

const arcsine: FunnelScale = {
  name: 'arcsine',
  transform: ({ numerator, denominator }) => Math.asin(Math.sqrt(numerator / denominator)),
  center: (target) => Math.asin(Math.sqrt(target)),
  standardError: bySize,
  inverse: (angle) => Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2,
}

const squareRoot: FunnelScale = {
  name: 'square-root',
  transform: ({ numerator, denominator }) => Math.sqrt(numerator / denominator),
  center: Math.sqrt,
  standardError: bySize,
  inverse: (root) => Math.max(0, root) ** 2,
}

/** e^690 is about the largest number there is. */
const exponential = (log: number) => Math.exp(Math.min(690, log))

const log: FunnelScale = {
  name: 'log',
  transform: ({ numerator, denominator }) => Math.log(numerator / denominator),
  center: Math.log,
  standardError: ({ denominator }, target) => 1 / Math.sqrt(denominator * target),
  inverse: exponential,
}

const logWithHalf: FunnelScale = {
  name: 'log-with-half',
  transform: ({ numerator, denominator }) => Math.log((numerator + 0.5) / (denominator + 0.5)),
  center: Math.log,
  standardError: ({ numerator: a, denominator: b }) => Math.sqrt(a / (a + 0.5) ** 2 + b / (b + 0.5) ** 2),
  inverse: exponential,
}
