import { InvalidInput } from '../errors.ts'

/** P(X ≤ x) and P(X > x), each computed so that the small one keeps its digits: neither is 1 minus the other. */
export type Tails = Readonly<{ lower: number; upper: number }>

/** Which tail a probability is of. */
export type Tail = keyof Tails

/** Tails of which the one that is computed directly is known by its logarithm, so that it may underflow. */
export type LogTails = Readonly<{ direct: Tail; logDirect: number }>

/** The tails that belong to a logarithm. */
export function tailsOf({ direct, logDirect }: LogTails): Tails {
  const small = Math.min(1, Math.exp(logDirect))
  const other = Math.max(0, -Math.expm1(logDirect))
  return direct === 'lower' ? { lower: small, upper: other } : { lower: other, upper: small }
}

/** Logarithm of one tail. */
export function logTail({ direct, logDirect }: LogTails, tail: Tail): number {
  return direct === tail ? logDirect : Math.log(Math.max(0, -Math.expm1(logDirect)))
}

/** The smaller of p and 1 − p, and the tail it is of: what a quantile is solved for. */
export function smallerTail(p: number, tail: Tail): Readonly<{ p: number; tail: Tail }> {
  if (!(p > 0 && p < 1)) throw new InvalidInput('p', p, 'a probability in (0, 1)')
  return p <= 0.5 ? { p, tail } : { p: 1 - p, tail: tail === 'lower' ? 'upper' : 'lower' }
}

/** Refuses a parameter that is not a number in (0, 1e9]. */
export function requirePositive(argument: string, value: number): void {
  if (!(value > 0 && value <= 1e9)) throw new InvalidInput(argument, value, 'a number in (0, 1e9]')
}
