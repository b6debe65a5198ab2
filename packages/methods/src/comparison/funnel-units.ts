import { InvalidInput } from '../errors.ts'

/** What is compared: events of cases, observed over expected, events per exposure, one count over another. */
export const funnelTypes = ['proportion', 'standardised-ratio', 'rate', 'ratio-of-counts'] as const
export type FunnelType = (typeof funnelTypes)[number]

export type FunnelUnit = {
  readonly unit: string
  /** Events observed, a whole number ≥ 0. */
  readonly numerator: number
  /** proportion: cases; standardised-ratio: events expected; rate: exposure; ratio-of-counts: the other count. > 0 */
  readonly denominator: number
}

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
  for (const { unit, numerator, denominator } of units) {
    if (seen.has(unit)) throw new InvalidInput('unit', unit, 'each unit once')
    seen.add(unit)
    if (!Number.isInteger(numerator) || numerator < 0) {
      throw new InvalidInput('numerator', numerator, 'a whole number ≥ 0')
    }
    if (!(denominator > 0) || denominator === Infinity) {
      throw new InvalidInput('denominator', denominator, 'a number > 0')
    }
    if (type === 'proportion' && (!Number.isInteger(denominator) || numerator > denominator)) {
      throw new InvalidInput('denominator', denominator, `a whole number of at least ${numerator} cases`)
    }
  }
}
