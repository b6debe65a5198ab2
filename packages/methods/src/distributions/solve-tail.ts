import type { Tail } from './tails.ts'

/** Logarithm of a tail at a place, and the logarithm of the density there. */
export type TailAt = Readonly<{ logTail: number; logDensity: number }>

/**
 * The place u where the logarithm of a tail equals `logP`, by Newton steps kept within a bracket.
 *
 * The tails solved here are log-concave and monotone in u, for which Newton's steps converge from the side where
 * the tail is too small; the bracket mends a start on the other side.
 *
 * @param at     logarithms of the tail and of its density with respect to u
 * @param wanted the tail, and the logarithm of its probability
 * @param start  where to begin, within the bracket
 */
export function solveTail(
  at: (u: number) => TailAt,
  { tail, logP }: Readonly<{ tail: Tail; logP: number }>,
  start: number,
  bracket: Readonly<{ low: number; high: number }>,
): number {
  let { low, high } = bracket
  let u = Math.min(high, Math.max(low, start))
  for (let step = 0; step < 200; step++) {
    const { logTail, logDensity } = at(u)
    const slope = (tail === 'lower' ? 1 : -1) * Math.exp(logDensity - logTail)
    const gap = logTail - logP
    if (gap === 0) return u
    if (gap > 0 === (tail === 'lower')) high = u
    else low = u
    const newton = u - gap / slope
    const within = newton > low && newton < high
    const next = within ? newton : (low + high) / 2
    // A Newton step of 1e-10 leaves an error of the order of its square.
    if (Math.abs(next - u) <= (within ? 1e-10 : 2 ** -52) * Math.max(1, Math.abs(u))) return next
    u = next
  }
  return u
}

/** Standard normal quantile of an upper tail p ≤ ½ to 4.5e-4: a start (Hastings 1955, sheet 67). */
export function roughNormalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(p))
  return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
}
