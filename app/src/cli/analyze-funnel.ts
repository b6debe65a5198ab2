import { funnel, funnelRange, funnelTypes, overdispersions } from '@rounds/methods'
import type { FunnelType, FunnelUnit } from '@rounds/methods'
import { Command } from 'commander'
import { funnelSentence } from '../ui/charts/funnel-sentence.ts'
import { writeAnalysis } from './analysis.ts'
import { funnelReport } from './funnel-report.ts'
import { InputError } from './input-error.ts'
import { given, oneOf } from './option-values.ts'
import { readColumns } from './read-columns.ts'
import type { NamedRow } from './read-columns.ts'

type Options = {
  readonly data?: string
  readonly numerator?: string
  readonly denominator?: string
  readonly unit?: string
  readonly type?: string
  readonly overdispersion: string
  readonly json?: boolean
}

/** `analyze funnel`: units beside what chance explains, from a file, as JSON or as text. Bad input: exit code 2. */
export function funnelCommand(): Command {
  return new Command('funnel')
    .description('funnel plot: which units differ by more than chance explains; never a rank')
    .option('--data <file>', 'CSV with a line per unit')
    .option('--numerator <column>', 'events')
    .option('--denominator <column>', 'cases, expected events, exposure, or the other count')
    .option('--unit <column>', 'name of the unit (the first other column)')
    .option('--type <type>', funnelTypes.join(', '))
    .option('--overdispersion <way>', overdispersions.join(', '), 'none')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const file = given('--data', options.data)
  const columns = {
    numerator: given('--numerator', options.numerator, 'a column'),
    denominator: given('--denominator', options.denominator, 'a column'),
    unit: options.unit,
  }
  const type = oneOf('--type', given('--type', options.type, funnelTypes.join(', ')), funnelTypes)
  const overdispersion = oneOf('--overdispersion', options.overdispersion, overdispersions)
  const result = funnel(readUnits(file, type, columns), { type, overdispersion })
  const sentence = { en: funnelSentence(result.sentence, 'en'), fr: funnelSentence(result.sentence, 'fr') }
  if (!options.json) return funnelReport(result, sentence)
  const { method, target, dispersion, flagsBy, units } = result
  const [phi, tau2] = dispersion.kind === 'estimate' ? [dispersion.phi, dispersion.tau2] : [null, null]
  return `${JSON.stringify({ method, target, phi, tau2, dispersion, flagsBy, units, sentence }, null, 2)}\n`
}

type Columns = {
  readonly numerator: string
  readonly denominator: string
  readonly unit: string | undefined
}

/** @throws {InputError} with line and column */
function readUnits(file: string, type: FunnelType, columns: Columns): readonly FunnelUnit[] {
  const { rows, header } = readColumns(file, {
    required: [columns.numerator, columns.denominator, ...(columns.unit === undefined ? [] : [columns.unit])],
  })
  const nameColumn =
    columns.unit ?? header.find((name) => name !== columns.numerator && name !== columns.denominator)
  const seen = new Set<string>()
  const units = rows.map((row, i) => {
    const unit = nameColumn === undefined ? String(i + 1) : row.text(nameColumn)
    if (nameColumn !== undefined && unit === '') throw row.expected(nameColumn, 'the name of a unit')
    if (seen.has(unit)) throw row.expected(nameColumn!, 'each unit once')
    seen.add(unit)
    return { unit, ...counts(row, type, columns) }
  })
  if (type === 'ratio-of-counts' && units.every(({ numerator }) => numerator === 0)) {
    throw new InputError(file, null, `expected a ${columns.numerator} above 0 in a line at least, found none`)
  }
  if (type === 'rate' && units.reduce((sum, { numerator }) => sum + numerator, 0) > funnelRange.mostEvents) {
    throw new InputError(file, null, `expected at most ${funnelRange.mostEvents} ${columns.numerator} in all`)
  }
  return units
}

function counts(row: NamedRow, type: FunnelType, columns: Columns): Omit<FunnelUnit, 'unit'> {
  const { leastDenominator, mostDenominator, mostEvents } = funnelRange
  const numerator = row.number(columns.numerator, { least: 0, most: mostEvents, whole: true })
  if (type === 'proportion') {
    const denominator = row.number(columns.denominator, { least: 1, most: mostDenominator, whole: true })
    if (numerator > denominator) {
      throw row.expected(columns.numerator, `at most the ${columns.denominator}, ${denominator}`)
    }
    return { numerator, denominator }
  }
  const denominator = row.number(columns.denominator, { least: leastDenominator, most: mostDenominator })
  return { numerator, denominator }
}
