import { chartKinds, controlChart, denominatorOf, improvements, InvalidInput, isDay } from '@rounds/methods'
import { ruleSets, screenableCharts } from '@rounds/methods'
import type { ChartKind, ControlChart, ControlChartOptions, Observation } from '@rounds/methods'
import { Command } from 'commander'
import { chartSentence } from '../ui/charts/chart-sentence.ts'
import { writeAnalysis } from './analysis.ts'
import { controlChartReport, notStated } from './control-chart-report.ts'
import { InputError } from './input-error.ts'
import { decimal, given, listed, oneOf, wholeNumber } from './option-values.ts'
import { readSeries } from './series-file.ts'
import { seriesOptions } from './series-options.ts'

type Options = {
  readonly series?: string
  readonly value?: string
  readonly date?: string
  readonly denominator?: string
  readonly chart?: string
  readonly rules?: string
  readonly screenOutliers?: string
  readonly rebase?: string
  readonly rebasePerson: string
  readonly rebaseReason: string
  readonly target?: string
  readonly improvement: string
  readonly fixAfter?: string
  readonly json?: boolean
}

/** `analyze spc`: a run or control chart of a series in a file, as JSON or as text. Bad input: exit code 2. */
export function spcCommand(): Command {
  return new Command('spc')
    .description('run and control charts: limits, signals, and whether a target will be met')
    .option('--series <file>', 'CSV with a line per day; for xbar and s a line per measurement')
    .option('--value <column>', 'measurement, numerator, count, or time or opportunities between events')
    .option('--date <column>', 'day, as 2026-11-26')
    .option('--denominator <column>', 'cases (p, pp), exposure (u, up); divides the value of xmr, mr and run')
    .option('--chart <kind>', chartKinds.join(', '))
    .option('--rules <set>', `${ruleSets.join(', ')} (run: anhoej; others: making-data-count)`)
    .option(
      '--screen-outliers <yes|no>',
      'leave large moving ranges out of the limits (xmr: yes; others: no)',
    )
    .option('--rebase <days>', 'days from which lines are estimated afresh, with commas between them')
    .option('--rebase-person <name>', 'who decided to rebase', notStated)
    .option('--rebase-reason <text>', 'why', notStated)
    .option('--target <number>', 'value to reach, on the scale of the chart')
    .option('--improvement <direction>', improvements.join(', '), 'neutral')
    .option('--fix-after <number>', 'estimate lines from so many first points of each part')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const { file, value, date } = seriesOptions(options)
  const columns = { value, date, denominator: options.denominator }
  const chartOptions = readOptions(options)
  const { chart } = chartOptions
  if (denominatorOf(chart) === 'needed') given('--denominator', options.denominator, 'a column')
  if (denominatorOf(chart) === 'none' && columns.denominator !== undefined) {
    throw new InputError('--denominator', null, `expected none with --chart ${chart}`)
  }
  const result = chartOf(file, readSeries(file, chart, columns), chartOptions)
  const sentence = { en: chartSentence(result.sentence, 'en'), fr: chartSentence(result.sentence, 'fr') }
  return options.json
    ? `${JSON.stringify({ ...result, sentence }, null, 2)}\n`
    : controlChartReport(result, sentence)
}

function readOptions(options: Options): ControlChartOptions {
  const chart = oneOf('--chart', given('--chart', options.chart, chartKinds.join(', ')), chartKinds)
  const days = options.rebase === undefined ? [] : listed('--rebase', options.rebase)
  const notDay = days.find((day) => !isDay(day))
  if (notDay !== undefined)
    throw new InputError('--rebase', null, `expected a day as 2026-11-26, found "${notDay}"`)
  return {
    chart,
    rules: rulesFor(chart, options.rules),
    screenOutliers: screensOutliers(chart, options.screenOutliers),
    improvement: oneOf('--improvement', options.improvement, improvements),
    rebase: days.map((date) => ({ date, person: options.rebasePerson, reason: options.rebaseReason })),
    ...(options.target === undefined ? {} : { target: decimal('--target', options.target) }),
    ...(options.fixAfter === undefined
      ? {}
      : { fixAfter: wholeNumber('--fix-after', options.fixAfter, { least: 1 }) }),
  }
}

function rulesFor(chart: ChartKind, text: string | undefined): ControlChartOptions['rules'] {
  if (chart !== 'run') return oneOf('--rules', text ?? 'making-data-count', ruleSets)
  return oneOf('--rules', text ?? 'anhoej', ['anhoej'])
}

function screensOutliers(chart: ChartKind, text: string | undefined): boolean {
  const screens =
    oneOf('--screen-outliers', text ?? (chart === 'xmr' ? 'yes' : 'no'), ['yes', 'no']) === 'yes'
  if (screens && !screenableCharts.has(chart)) {
    throw new InputError('--screen-outliers', null, `expected no with --chart ${chart}, found "yes"`)
  }
  return screens
}

function chartOf(
  file: string,
  observations: readonly Observation[],
  options: ControlChartOptions,
): ControlChart {
  try {
    return controlChart(observations, options)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    if (error.argument === 'rebase') throw new InputError('--rebase', null, `expected days ${error.expected}`)
    if (error.argument === 'person' || error.argument === 'reason') {
      throw new InputError(`--rebase-${error.argument}`, null, `expected ${error.expected}, found nothing`)
    }
    if (error.argument === 'observations') {
      throw new InputError(
        file,
        { line: 3, column: '1' },
        'expected a second day for a moving range, found none',
      )
    }
    throw error
  }
}
