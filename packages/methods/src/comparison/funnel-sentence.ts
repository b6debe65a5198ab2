import type { Dispersion } from './dispersion.ts'
import type { FlagsBy, FunnelFlag } from './funnel-flag.ts'

/** One sentence: a key of the messages, with the numbers it speaks of. */
export type FunnelMessage = {
  readonly key: 'units-beyond-limits' | 'limits-for-chance-alone' | 'differences-unknown'
  readonly parameters: {
    readonly units: number
    /** Beyond the 95 % limits, those beyond the 99.8 % ones included. */
    readonly beyond95: number
    readonly beyond998: number
    /** Units beyond the 95 % limits where all lie where chance puts them, on average. */
    readonly expected95: number
    /** Null where it cannot be estimated. */
    readonly phi: number | null
    readonly flagsBy: FlagsBy
  }
}

/** What to say of a funnel: how many units lie beyond its limits, and what the limits do not allow for. */
export function funnelSentence(
  flags: readonly FunnelFlag[],
  flagsBy: FlagsBy,
  dispersion: Dispersion,
): readonly FunnelMessage[] {
  const beyond998 = flags.filter((flag) => flag.endsWith('998')).length
  const parameters = {
    units: flags.length,
    beyond95: beyond998 + flags.filter((flag) => flag.endsWith('95')).length,
    beyond998,
    expected95: Math.round(flags.length / 20),
    phi: dispersion.kind === 'estimate' ? dispersion.phi : null,
    flagsBy,
  }
  const keys: FunnelMessage['key'][] = ['units-beyond-limits']
  if (dispersion.kind === 'not-estimable') keys.push('differences-unknown')
  else if (flagsBy !== 'adjusted' && dispersion.tau2 > 0) keys.push('limits-for-chance-alone')
  return keys.map((key) => ({ key, parameters }))
}
