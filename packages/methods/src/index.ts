export { InvalidInput } from './errors.ts'
export {
  checkBounds,
  checkLinearProgram,
  checkTerms,
  checkVariable,
} from './linear-program/linear-program.ts'
export type {
  Constraint,
  Duals,
  LinearAnswer,
  LinearProgram,
  LinearProgramSolver,
  OpenProgram,
  SolveLimits,
  Term,
  Variable,
} from './linear-program/linear-program.ts'
export { panelPool } from './panels/panel-pool.ts'
export type { ColumnLimit, PanelPool, PanelRequest, Quota } from './panels/panel-pool.ts'
export { fairLottery } from './panels/fair-lottery.ts'
export type { Certificate, FairLottery, PanelObjective } from './panels/fair-lottery.ts'
export type { InfeasibleReason, QuotaChange } from './panels/relax-quotas.ts'
export { equalPanels, reserves } from './panels/draw-panels.ts'
export type { EqualPanels } from './panels/draw-panels.ts'
export { isDay } from './calendar/require-day.ts'
export { compareNaturally } from './ordering/compare-naturally.ts'
export { seededRandom } from './random/seeded-random.ts'
export { adjustedRandIndex } from './opinion-map/adjusted-rand-index.ts'
export { groupInformedConsensus } from './opinion-map/group-informed-consensus.ts'
export { isMajority } from './opinion-map/majority.ts'
export { opinionMap, opinionMapVersion } from './opinion-map/opinion-map.ts'
export type {
  GroupCounts,
  MapGroup,
  MapParticipant,
  MapStatement,
  OpinionMap,
  OpinionMapOptions,
} from './opinion-map/opinion-map.ts'
export type { NoGroupsReason, Stability } from './opinion-map/find-groups.ts'
export type { AnswerCounts } from './opinion-map/group-votes.ts'
export type { RepresentativeStatement } from './opinion-map/representative-statements.ts'
export { pollingThresholds } from './opinion-map/polling-thresholds.ts'
export type { PollingThresholds } from './opinion-map/polling-thresholds.ts'
export { routingPriority } from './opinion-map/routing-priority.ts'
export { RepeatedVote, voteTable, VoteTableBuilder } from './opinion-map/vote-table.ts'
export type { Answer, Vote, VoteTable } from './opinion-map/vote-table.ts'
export { chooseNextStatement } from './opinion-map/choose-next-statement.ts'
export type { RoutingCandidate } from './opinion-map/choose-next-statement.ts'
export { smallestGroupShare, statementLists } from './opinion-map/statement-lists.ts'
export type {
  ConsensusStatement,
  DividingStatement,
  SmallestGroupShare,
  StatementLists,
  UncertainStatement,
} from './opinion-map/statement-lists.ts'
export { answerBars } from './proportions/answer-bars.ts'
export type { AnswerBars } from './proportions/answer-bars.ts'
export { wilsonInterval } from './proportions/wilson-interval.ts'
export type { ProportionInterval } from './proportions/wilson-interval.ts'
export { betaInterval } from './proportions/beta-interval.ts'
export { logitInterval } from './proportions/logit-interval.ts'
export type { EstimatedShare, ShareInterval } from './proportions/logit-interval.ts'
export { calibrateLinearly } from './weighting/calibrate-linearly.ts'
export { effectiveSize } from './weighting/effective-size.ts'
export type { EffectiveSize } from './weighting/effective-size.ts'
export type { SampleDesign } from './weighting/design-variance.ts'
export { estimateMean } from './weighting/estimate-mean.ts'
export type { Calibration, Precision, WeightedMean } from './weighting/estimate-mean.ts'
export type { Auxiliary, Margin } from './weighting/population-totals.ts'
export { rake } from './weighting/rake.ts'
export type { RakingOptions, Weighting } from './weighting/rake.ts'
export { rateRatio, rateRatios } from './weighting/rate-ratios.ts'
export type { ComparedRates, Rate, RateRatio, RateRatios } from './weighting/rate-ratios.ts'
export { discloseAnswers } from './disclosure/disclose-answers.ts'
export type { DisclosedAnswers } from './disclosure/disclose-answers.ts'
export { discloseAgreement } from './disclosure/disclose-agreement.ts'
export type { DisclosedAgreement } from './disclosure/disclose-agreement.ts'
export { hideAcrossStrata } from './disclosure/hide-across-strata.ts'
export type { StratumLine } from './disclosure/hide-across-strata.ts'
export { hideCells, primaryCells } from './disclosure/hide-cells.ts'
export type { CellStatus, PrimaryRule } from './disclosure/hide-cells.ts'
export { tableCells } from './disclosure/table-cells.ts'
export type { CategoryGroup, CountCube, Dimension, TableCell } from './disclosure/table-cells.ts'
export { attackTable } from './disclosure/attack-table.ts'
export type { CountInterval } from './disclosure/attack-table.ts'
export { release } from './disclosure/release-log.ts'
export type { Release, Released, ReleasedCount, ReleaseLog } from './disclosure/release-log.ts'
export { protectCells } from './disclosure/protect-cells.ts'
export type { ProtectedCell, ProtectedTable, ProtectionOptions } from './disclosure/protect-cells.ts'
export { minimumCount, minimumForWords, suppressTable } from './disclosure/suppress-table.ts'
export type { Disclosed, DisclosedTable, SuppressionOptions, TotalRole } from './disclosure/suppress-table.ts'
export { participationByStratum } from './proportions/participation-by-stratum.ts'
export type {
  DisclosedParticipation,
  ParticipationLine,
  ParticipationRate,
  StratumParticipation,
} from './proportions/participation-by-stratum.ts'
export { discloseOpinionMap } from './disclosure/disclose-opinion-map.ts'
export type {
  DisclosedGroup,
  DisclosedOpinionMap,
  DisclosedStatement,
  GroupOutline,
} from './disclosure/disclose-opinion-map.ts'
export { controlChart, controlChartVersion, ruleSets } from './process-control/control-chart.ts'
export type { ControlChart, ControlChartOptions, RuleSet } from './process-control/control-chart.ts'
export type { ChartPoint, ChartSegment } from './process-control/chart-points.ts'
export { screenableCharts } from './process-control/chart-limits.ts'
export type { Rebase } from './process-control/chart-segments.ts'
export type { ChartMessage } from './process-control/chart-sentence.ts'
export { improvements } from './process-control/chart-verdict.ts'
export type { Assurance, Improvement, PointType, Variation } from './process-control/chart-verdict.ts'
export { chartKinds, denominatorOf } from './process-control/series-values.ts'
export type { ChartKind, Observation } from './process-control/series-values.ts'
export type { RunsTest } from './process-control/anhoej.ts'
export type { Signal } from './process-control/signals.ts'
export { firstUneven, stepOf } from './time-series/evenly-spaced.ts'
export { interruptedModels } from './time-series/fit-interruption.ts'
export type { InterruptedModel } from './time-series/fit-interruption.ts'
export { interruptedSeries, pointsNeeded } from './time-series/interrupted-series.ts'
export type {
  InterruptedOptions,
  InterruptedSeries,
  NotInterrupted,
  SeriesPoint,
} from './time-series/interrupted-series.ts'
export type { InterruptedMessage } from './time-series/interrupted-sentence.ts'
export type { SeriesEstimate } from './time-series/series-estimate.ts'
export type { Season } from './time-series/interruption-design.ts'
export { steppedRollout } from './time-series/stepped-rollout.ts'
export type { RolloutSite, SteppedRollout } from './time-series/stepped-rollout.ts'
export { funnel, funnelVersion } from './comparison/funnel.ts'
export type { Funnel, FunnelLimits, PlacedUnit } from './comparison/funnel.ts'
export type { FlagsBy, FunnelFlag } from './comparison/funnel-flag.ts'
export type { FunnelMessage } from './comparison/funnel-sentence.ts'
export { overdispersions } from './comparison/dispersion.ts'
export type { Dispersion, Overdispersion } from './comparison/dispersion.ts'
export { funnelRange, funnelTypes } from './comparison/funnel-units.ts'
export type { FunnelType, FunnelUnit } from './comparison/funnel-units.ts'
export { quantile, quantileTypes } from './quantiles/quantile.ts'
export type { QuantileType } from './quantiles/quantile.ts'
export { kendallsW } from './agreement/kendalls-w.ts'
export type { Concordance } from './agreement/kendalls-w.ts'
export { weightedKappa } from './agreement/weighted-kappa.ts'
export type { WeightedKappa } from './agreement/weighted-kappa.ts'
export { intraclassCorrelation } from './agreement/intraclass-correlation.ts'
export type { IccForm, IntraclassCorrelation } from './agreement/intraclass-correlation.ts'
export { withinGroupAgreement } from './agreement/within-group-agreement.ts'
export type { WithinGroupAgreement } from './agreement/within-group-agreement.ts'
export { appropriateness } from './appropriateness/appropriateness.ts'
export type { Appropriateness, AppropriatenessClass } from './appropriateness/appropriateness.ts'
export { planText, suggestedPlan } from './appropriateness/consensus-plan.ts'
export type { ConsensusPlan } from './appropriateness/consensus-plan.ts'
export { ratingStability } from './appropriateness/rating-stability.ts'
export type { RatingStability } from './appropriateness/rating-stability.ts'
export { consensusStudy, consensusStudyVersion } from './appropriateness/consensus-study.ts'
export type { Attrition, ConsensusStudy, Rating, StudiedItem } from './appropriateness/consensus-study.ts'
export { requireInstrument } from './scales/instrument.ts'
export type { Instrument, InstrumentItem, InstrumentScale, PublishedText } from './scales/instrument.ts'
export { instruments } from './scales/instruments.ts'
export { itemValue, scoreInstrument } from './scales/score-instrument.ts'
export type { ScaleScore } from './scales/score-instrument.ts'
export { scaleReliability } from './scales/scale-reliability.ts'
export type { Omega, ScaleReliability } from './scales/scale-reliability.ts'
export { teamMeans } from './scales/team-means.ts'
export type { BetweenTeams, TeamAnswers, TeamMean } from './scales/team-means.ts'
export { priorityOrder, priorityOrderVersion } from './priorities/priority-order.ts'
export type { PriorityItem, PriorityOptions, PriorityOrder } from './priorities/priority-order.ts'
export type { PriorityResponse } from './priorities/responses.ts'
export { prioritiesByConstituency } from './priorities/priorities-by-constituency.ts'
export type { ConstituencyPriorities } from './priorities/priorities-by-constituency.ts'
export { prioritySignal } from './priorities/priority-signal.ts'
export type { PrioritySignal } from './priorities/priority-signal.ts'
export { bestWorstDesign } from './priorities/best-worst-design.ts'
export type { BestWorstDesign } from './priorities/best-worst-design.ts'
export { nextPair } from './priorities/next-pair.ts'
export type { NextPair, PairState } from './priorities/next-pair.ts'
