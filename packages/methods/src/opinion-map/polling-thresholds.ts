/**
 * Every threshold of the opinion map and of the choice of the next statement, by name.
 *
 * Why these values, with the simulation behind the first: docs/methods/opinion-map-thresholds.md.
 */
export const pollingThresholds = {
  /** Fewer participants than this who answered enough to be placed: no groups, "not enough to say". */
  minimumVoters: 50,
  /** Fewer statements than this (moderated out and meta not counted): no groups. */
  minimumStatements: 10,
  /** Answers a participant needs to be put in a group (or all statements, where there are fewer). */
  minimumAnswersToBeGrouped: 7,
  /** A division with a smaller group than this is not considered: its size could not be shown. */
  minimumGroupSize: 5,
  /** Most groups looked for. */
  maximumGroups: 5,
  /** Stable: mean adjusted Rand index of the resamples at least this … */
  stableMeanAdjustedRandIndex: 0.8,
  /** … and its 5th percentile at least this. */
  stableLowerAdjustedRandIndex: 0.65,
  /** Rounds with more statements than this choose the next one by priority; others show all in order. */
  routeAboveStatements: 10,
  /** A statement shown to fewer participants than this goes before all others. */
  exposureFloor: 10,
  /** Pass share above which a statement is listed as uncertain. */
  uncertainPassShare: 0.3,
} as const

/** Thresholds with other values, for a simulation or a test; what was used is in a map's parameters. */
export type PollingThresholds = { readonly [name in keyof typeof pollingThresholds]: number }
