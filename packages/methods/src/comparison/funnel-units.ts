import { InvalidInput } from '../errors.ts'

/** What is compared: events of cases, observed over expected, events per exposure, one count over another. */
export const funnelTypes = ['proportion', 'standardised-ratio', 'rate', 'ratio-of-counts'] as const
export type FunnelType = (typeof funnelTypes)[number]

export type FunnelUnit = {
  readonly unit: string
  /** Events observed, a whole number in [0, 1e8]. */
  readonly numerator: number
  /** proportion: cases; standardised-ratio: events expected; rate: exposure; ratio-of-counts: the other count. In [1e-9, 1e8] */
  readonly denominator: number
}

/** Least and greatest denominator, and most events: within them every limit is a number. */
export const funnelRange = { leastDenominator: 1e-9, mostDenominator: 1e8, mostEvents: 1e8 }

/** The centre of a funnel: all units together; 1 for standardised ratios. */
export function funnelTarget(units: readonly FunnelUnit[], type: FunnelType): number {
  if (type === 'standardised-ratio') return 1
  const numerators = units.reduce((sum, { numerator }) => sum + numerator, 0)
  if (type === 'ratio-of-counts' && numerators === 0) {
    throw new InvalidInput('numerator', 0, 'above 0 for a unit at least, in a ratio of counts')
  }
  return numerators / units.reduce((sum, { denominator }) => sum + denominator, 0)
}

/** Refuses units that a funnel of the type cannot show. */
export function requireUnits(units: readonly FunnelUnit[], type: FunnelType): void {
  if (units.length === 0) throw new InvalidInput('units', 'none', 'at least one')
  const seen = new Set<string>()
  const events = units.reduce((sum, { numerator }) => sum + numerator, 0)
  if (type === 'rate' && events > funnelRange.mostEvents) {
    throw new InvalidInput('numerator', events, 'at most 1e8 events in all')
  }
  for (const { unit, numerator, denominator } of units) {
    if (seen.has(unit)) throw new InvalidInput('unit', unit, 'each unit once')
    seen.add(unit)
    if (!Number.isInteger(numerator) || numerator < 0 || numerator > funnelRange.mostEvents) {
      throw new InvalidInput('numerator', numerator, 'a whole number in [0, 1e8]')
    }
    if (!(denominator >= funnelRange.leastDenominator && denominator <= funnelRange.mostDenominator)) {
      throw new InvalidInput('denominator', denominator, 'a number in [1e-9, 1e8]')
    }
    if (type === 'proportion' && (!Number.isInteger(denominator) || numerator > denominator)) {
      throw new InvalidInput('denominator', denominator, `a whole number of at least ${numerator} cases`)
    }
  }
}
