/** A share in [0, 1] with the range in which it plausibly lies. */
export type Share = Readonly<{ share: number; low: number; high: number }>

/** A share in [0, 1], as an SVG length along its axis. */
export const along = (share: number): string => `${Math.round(Math.min(1, Math.max(0, share)) * 1e4) / 100}%`

/** The length between two shares. */
export const between = (low: number, high: number): string => along(Math.max(0, high - low))
