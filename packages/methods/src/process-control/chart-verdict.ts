import type { RunsTest } from './anhoej.ts'
import { sideOf } from './series-values.ts'
import type { Signal } from './signals.ts'

/** Which way is better. */
export const improvements = ['increase', 'decrease', 'neutral'] as const
export type Improvement = (typeof improvements)[number]

/** What a point is; `undirected` where the centre is crossed too rarely, which has no side. */
export type PointType =
  | 'common-cause'
  | 'special-cause-improvement'
  | 'special-cause-concern'
  | 'special-cause-neutral-high'
  | 'special-cause-neutral-low'
  | 'special-cause-undirected'

/**
 * The icon of variation: the kind of the last point, and whether it is high or low; `too-few-to-say` without a signal
 * among fewer than ten values off the centre.
 */
export type Variation =
  | 'common-cause'
  | 'too-few-to-say'
  | 'improvement-high'
  | 'improvement-low'
  | 'concern-high'
  | 'concern-low'
  | 'neutral-high'
  | 'neutral-low'
  | 'undirected'

/** The icon of assurance, or why there is none. */
export type Assurance =
  | 'consistent-pass'
  | 'consistent-fail'
  | 'inconsistent'
  | 'no-target'
  | 'no-direction'
  | 'no-limits'

/** The type of a point by its first signal. */
export function pointType(signal: Signal | undefined, improvement: Improvement): PointType {
  const level = levelOf(signal)
  if (level === 'none') return 'common-cause'
  if (level === 'undirected') return 'special-cause-undirected'
  if (improvement === 'neutral') return `special-cause-neutral-${level}`
  return (level === 'high') === (improvement === 'increase')
    ? 'special-cause-improvement'
    : 'special-cause-concern'
}

/** Fewer points than these without a signal say nothing: hardly any change could have shown. */
const fewestPoints = 10

/** The icon of a chart by its last point, and by the part that this stands in. */
export function variationOf(
  last: Readonly<{ type: PointType; signals: readonly Signal[] }>,
  part: Readonly<{ limits: string; points: number; runs: RunsTest }>,
): Variation {
  const level = levelOf(last.signals[0])
  if (level === 'none') {
    const { limits, points, runs } = part
    const isTooShort = runs.useful < fewestPoints && (limits === 'none' || points < fewestPoints)
    return isTooShort ? 'too-few-to-say' : 'common-cause'
  }
  if (level === 'undirected') return 'undirected'
  if (last.type === 'special-cause-improvement') return `improvement-${level}`
  return last.type === 'special-cause-concern' ? `concern-${level}` : `neutral-${level}`
}

/** Whether a target will be met, from the limits of the last point. */
export function assuranceOf(
  last: { readonly lower: number | null; readonly upper: number | null },
  improvement: Improvement,
  target: number | undefined,
): Assurance {
  if (target === undefined) return 'no-target'
  if (improvement === 'neutral') return 'no-direction'
  if (last.lower === null || last.upper === null) return 'no-limits'
  if (sideOf(target, last.upper) > 0)
    return improvement === 'increase' ? 'consistent-fail' : 'consistent-pass'
  if (sideOf(target, last.lower) < 0)
    return improvement === 'increase' ? 'consistent-pass' : 'consistent-fail'
  return 'inconsistent'
}

function levelOf(signal: Signal | undefined): 'none' | 'undirected' | 'high' | 'low' {
  if (signal === undefined) return 'none'
  if (signal === 'few-crossings') return 'undirected'
  return /above|increasing/.test(signal) ? 'high' : 'low'
}
