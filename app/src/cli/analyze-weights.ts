import { betaInterval, calibrateLinearly, estimateMean, logitInterval, rake } from '@rounds/methods'
import type { Calibration, SampleDesign, WeightedMean } from '@rounds/methods'
import { Command } from 'commander'
import { writeAnalysis } from './analysis.ts'
import { InputError } from './input-error.ts'
import { readMargins } from './margins-file.ts'
import type { PopulationFile } from './margins-file.ts'
import { decimal, given, oneOf } from './option-values.ts'
import { readColumns } from './read-columns.ts'
import type { NamedRow } from './read-columns.ts'

type Options = {
  readonly sample?: string
  readonly estimate?: string
  readonly weights?: string
  readonly strata?: string
  readonly clusters?: string
  readonly fpc?: string
  readonly margins?: string
  readonly calibration: string
  readonly trim?: string
  readonly json?: boolean
}

/** `analyze weights`: a weighted mean with its standard error, weighted to the population where that is known. */
export function weightsCommand(): Command {
  return new Command('weights')
    .description('a weighted mean or share, how precise it is, and what the weights cost')
    .option('--sample <file>', 'CSV with a line per person who answered')
    .option('--estimate <column>', 'number to estimate the mean of; 0 and 1 for a share')
    .option('--weights <column>', 'how many people of the population each stands for; 1 by default')
    .option('--strata <column>', 'stratum from which each was drawn')
    .option('--clusters <column>', 'cluster with which each was drawn')
    .option('--fpc <column>', 'how many people, or clusters, the stratum has in the population')
    .option(
      '--margins <file>',
      'variable,category,count: people of the population per category of a column; with an empty category the total of a column of numbers (greg)',
    )
    .option('--calibration <method>', 'how weights are fitted to the margins: rake, greg', 'rake')
    .option('--trim <number>', 'largest weight, in multiples of the mean weight (rake)')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const file = given('--sample', options.sample)
  const estimate = given('--estimate', options.estimate, 'a column')
  const method = oneOf('--calibration', options.calibration, ['rake', 'greg'])
  const trim = trimOf(options, method)
  const columns = [estimate, options.weights, options.strata, options.clusters, options.fpc]
  const sample = readColumns(file, { required: [...new Set(columns.filter((name) => name !== undefined))] })
  const values = sample.rows.map((row) => row.number(estimate))
  const base = sample.rows.map((row) => (options.weights === undefined ? 1 : aboveZero(row, options.weights)))
  const design = designOf(sample.rows, options)
  if (options.margins === undefined) {
    return written(resultOf(values, base, design, null, { method: 'none', rounds: 0, trimmed: 0 }), options)
  }
  const population = readMargins(options.margins, { file, ...sample })
  const weighting = weightingOf(base, population, method, trim)
  const { rounds, trimmed } = weighting
  const calibration = { base, ...population }
  return written(
    resultOf(values, weighting.weights, design, calibration, { method, rounds, trimmed }),
    options,
  )
}

function trimOf({ trim, margins }: Options, method: 'rake' | 'greg'): number | null {
  if (trim === undefined) return null
  const limit = decimal('--trim', trim)
  if (limit > 1 && method === 'rake' && margins !== undefined) return limit
  throw new InputError('--trim', null, `expected a number above 1, with --margins and rake, found "${trim}"`)
}

function aboveZero(row: NamedRow, column: string): number {
  const weight = row.number(column)
  if (weight > 0) return weight
  throw row.expected(column, 'a number above 0')
}

function designOf(rows: readonly NamedRow[], { strata, clusters, fpc }: Options): SampleDesign {
  const labels = (column: string) =>
    rows.map((row) => {
      if (row.text(column) === '') throw row.expected(column, 'a label')
      return row.text(column)
    })
  const design = {
    ...(strata === undefined ? {} : { strata: labels(strata) }),
    ...(clusters === undefined ? {} : { clusters: labels(clusters) }),
  }
  return fpc === undefined ? design : { ...design, populations: populationsOf(rows, design, fpc) }
}

function populationsOf(rows: readonly NamedRow[], design: SampleDesign, fpc: string): readonly number[] {
  const ofStratum = new Map<string, { row: NamedRow; clusters: Set<string> }>()
  for (const [person, row] of rows.entries()) {
    const stratum = design.strata?.[person] ?? ''
    const first = ofStratum.get(stratum) ?? { row, clusters: new Set<string>() }
    ofStratum.set(stratum, first)
    first.clusters.add(design.clusters?.[person] ?? String(person))
    if (aboveZero(row, fpc) !== first.row.number(fpc)) {
      throw row.expected(fpc, `${first.row.text(fpc)} as in line ${first.row.line}, of the same stratum`)
    }
  }
  for (const { row, clusters } of ofStratum.values()) {
    if (row.number(fpc) < clusters.size) {
      throw row.expected(fpc, `at least ${clusters.size}, the number of those in the sample`)
    }
  }
  return rows.map((row) => row.number(fpc))
}

function weightingOf(
  base: readonly number[],
  { margins, auxiliaries }: PopulationFile,
  method: 'rake' | 'greg',
  trim: number | null,
) {
  if (method === 'rake' && auxiliaries.length > 0) {
    throw new InputError(
      '--calibration',
      null,
      'expected greg where the total of a number is given, found "rake"',
    )
  }
  const weighting =
    method === 'rake'
      ? rake(base, margins, trim === null ? {} : { trim })
      : calibrateLinearly(base, margins, auxiliaries)
  if (weighting.kind === 'estimate') return weighting
  const missed =
    weighting.reason === 'not-reached'
      ? `a miss of ${(100 * weighting.missedBy).toPrecision(2)} %`
      : weighting.category
  throw new InputError(
    '--margins',
    null,
    `expected counts that this sample can be weighted to${trim === null ? '' : ' within --trim'}, found ${missed}`,
  )
}

type Fit = { readonly method: 'rake' | 'greg' | 'none'; readonly rounds: number; readonly trimmed: number }

function resultOf(
  values: readonly number[],
  weights: readonly number[],
  design: SampleDesign,
  calibration: Calibration | null,
  fit: Fit,
) {
  const { precision, ...result } = estimateMean(values, weights, design, calibration)
  const known = precision.kind === 'estimate' ? precision : null
  return {
    ...result,
    se: known?.se ?? null,
    degreesOfFreedom: known?.degreesOfFreedom ?? null,
    lower: known?.lower ?? null,
    upper: known?.upper ?? null,
    totalSe: known?.totalSe ?? null,
    notEstimable:
      precision.kind === 'estimate' ? null : { reason: precision.reason, stratum: precision.stratum },
    share: values.every((value) => value === 0 || value === 1) ? shareOf(result, known) : null,
    weights: {
      ...fit,
      smallest: weights.reduce((least, weight) => Math.min(least, weight), Infinity),
      largest: weights.reduce((most, weight) => Math.max(most, weight), -Infinity),
      values: weights,
    },
  }
}

/** Intervals of a share, which stay within 0 and 1; null where there is no spread to make them of. */
function shareOf(
  { mean, n }: Pick<WeightedMean, 'mean' | 'n'>,
  known: { readonly se: number; readonly degreesOfFreedom: number } | null,
) {
  if (known === null || known.degreesOfFreedom === 0) return null
  const estimate = { share: Math.min(1, Math.max(0, mean)), ...known }
  const logit = logitInterval(estimate)
  const beta = betaInterval(estimate, n)
  return {
    logit: logit.kind === 'estimate' ? { lower: logit.lower, upper: logit.upper } : null,
    beta: { lower: beta.lower, upper: beta.upper },
  }
}

function written(result: ReturnType<typeof resultOf>, { estimate, json }: Options): string {
  if (json === true) return `${JSON.stringify(result)}\n`
  const number = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(6))))
  const range = (interval: { lower: number | null; upper: number | null } | null | undefined) =>
    interval === null || interval === undefined
      ? '–'
      : `${number(interval.lower)} to ${number(interval.upper)}`
  const { n, weights, share, notEstimable } = result
  const lines = [
    `Weighted mean of ${estimate}: ${number(result.mean)}, standard error ${number(result.se)}, 95 % ${range(result)}`,
    ...(share === null
      ? []
      : [`As a share: 95 % ${range(share.logit)} (logit), ${range(share.beta)} (beta)`]),
    ...(notEstimable === null
      ? []
      : [
          `No standard error: one cluster only${notEstimable.stratum === null ? '' : ` in stratum ${notEstimable.stratum}`}`,
        ]),
    `Total: ${number(result.total)}, standard error ${number(result.totalSe)}`,
    `${n} people, as good as ${number(result.effectiveN)} with equal weights (design effect ${number(result.designEffect)})`,
    `Weights: ${weights.method === 'none' ? 'as given' : `${weights.method}, rounds ${weights.rounds}, ${weights.trimmed} at the limit`}; ${number(weights.smallest)} to ${number(weights.largest)}`,
  ]
  return `${lines.join('\n')}\n`
}
