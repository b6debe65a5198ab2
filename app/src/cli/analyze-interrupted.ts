import { interruptedModels, interruptedSeries, isDay, steppedRollout } from '@rounds/methods'
import type { InterruptedOptions, Season } from '@rounds/methods'
import { Command } from 'commander'
import { interruptedSentence } from '../ui/charts/interrupted-sentence.ts'
import { writeAnalysis } from './analysis.ts'
import { readChanges, readEvenSeries, readSiteSeries } from './even-series-file.ts'
import { interruptedReport, notInterruptedReport, rolloutReport } from './interrupted-report.ts'
import { InputError } from './input-error.ts'
import { given, oneOf, wholeNumber } from './option-values.ts'
import { seriesOptions } from './series-options.ts'

type Options = {
  readonly series?: string
  readonly value?: string
  readonly date?: string
  readonly control?: string
  readonly change?: string
  readonly site?: string
  readonly changes?: string
  readonly season?: string
  readonly harmonics?: string
  readonly model: string
  readonly lags?: string
  readonly json?: boolean
}

/** `analyze interrupted`: what changed at a day, at one place or at several. Bad input: exit code 2. */
export function interruptedCommand(): Command {
  return new Command('interrupted')
    .description('interrupted time series: how level and slope changed at a day')
    .option('--series <file>', 'CSV with a line per day (and site), evenly spaced')
    .option('--value <column>', 'what is measured')
    .option('--date <column>', 'day, as 2026-11-26')
    .option('--change <day>', 'day of the change')
    .option('--control <column>', 'the same measure where nothing changed')
    .option('--site <column>', 'sites to which the change came one after the other; with --changes')
    .option('--changes <file>', 'site,change: the day of the change at each site')
    .option('--season <points>', 'points after which a pattern repeats: 12 for months')
    .option('--harmonics <pairs>', 'pairs of sine and cosine for the season (a level for each place in it)')
    .option('--model <model>', interruptedModels.join(', '), 'ar1-reml')
    .option('--lags <number>', 'Newey-West lags of ols')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const { file, value, date } = seriesOptions(options)
  const columns = { value, date, control: options.control }
  const chosen = readOptions(options)
  if (options.site !== undefined) return rolledOut(file, { ...columns, site: options.site }, chosen, options)
  if (options.changes !== undefined) given('--site', options.site, 'a column, as there is --changes')
  const change = given('--change', options.change, 'a day')
  if (!isDay(change))
    throw new InputError('--change', null, `expected a day as 2026-11-26, found "${change}"`)
  const points = readEvenSeries(file, columns)
  requireLags(chosen.lags, points.length)
  const result = interruptedSeries(points, { ...chosen, change })
  if (result.kind === 'not-estimable') {
    const { model } = chosen
    return options.json
      ? `${JSON.stringify({ ...result, model, change }, null, 2)}\n`
      : notInterruptedReport(result, { model, change })
  }
  const sentence = {
    en: interruptedSentence(result.sentence, 'en'),
    fr: interruptedSentence(result.sentence, 'fr'),
  }
  return options.json
    ? `${JSON.stringify({ ...result, sentence }, null, 2)}\n`
    : interruptedReport(result, sentence)
}

function rolledOut(
  file: string,
  columns: Parameters<typeof readSiteSeries>[1],
  chosen: Omit<InterruptedOptions, 'change'>,
  { change, changes, json }: Options,
): string {
  if (change !== undefined) throw new InputError('--change', null, 'expected none with --site, found a day')
  const changeOf = readChanges(given('--changes', changes, 'a file, as there is --site'))
  const sites = readSiteSeries(file, columns, changeOf)
  for (const { points } of sites) requireLags(chosen.lags, points.length)
  const result = steppedRollout(sites, chosen)
  return json ? `${JSON.stringify(result, null, 2)}\n` : rolloutReport(result)
}

function readOptions({ model, season, harmonics, lags }: Options): Omit<InterruptedOptions, 'change'> {
  const chosen = oneOf('--model', model, interruptedModels)
  if (lags !== undefined && chosen !== 'ols') {
    throw new InputError('--lags', null, `expected none with --model ${chosen}`)
  }
  return {
    model: chosen,
    season: seasonOf(season, harmonics),
    ...(lags === undefined ? {} : { lags: wholeNumber('--lags', lags) }),
  }
}

function seasonOf(season: string | undefined, harmonics: string | undefined): Season | null {
  if (season === undefined) {
    if (harmonics === undefined) return null
    throw new InputError('--harmonics', null, 'expected --season beside it, found none')
  }
  const period = wholeNumber('--season', season, { least: 2 })
  const most = Math.floor(period / 2)
  return {
    period,
    harmonics: harmonics === undefined ? null : wholeNumber('--harmonics', harmonics, { least: 1, most }),
  }
}

function requireLags(lags: number | undefined, points: number): void {
  if (lags !== undefined && lags >= points) {
    throw new InputError('--lags', null, `expected fewer than the ${points} points, found ${lags}`)
  }
}
