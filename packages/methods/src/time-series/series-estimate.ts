/** An estimate in the unit of the values, with its 95 % interval. */
export type SeriesEstimate = {
  readonly estimate: number
  readonly se: number
  readonly lower: number
  readonly upper: number
}
