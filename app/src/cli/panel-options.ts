import type { ColumnLimit, FairLottery } from '@rounds/methods'
import type { Command } from 'commander'
import { freshSeed } from '../platform/panels/committed-seed.ts'
import { fairLotteryInWorker } from '../platform/panels/fair-lottery-in-worker.ts'
import type { LotteryTask } from '../platform/panels/fair-lottery-in-worker.ts'
import { InputError } from './input-error.ts'
import { decimal, given, listed, oneOf, wholeNumber } from './option-values.ts'
import { readCategories, readRespondents } from './panel-files.ts'
import { infeasibility, infeasibilityReport } from './panel-report.ts'

export type PanelOptions = {
  readonly categories?: string
  readonly respondents?: string
  readonly size?: string
  readonly seed?: string
  readonly atMost: readonly string[]
  readonly exclude?: string
  readonly objective: string
  readonly timeLimit: string
  readonly json?: boolean
}

/** Exit code of quotas that no panel keeps. */
const infeasibleCode = 3

/** What every drawing of people takes. */
export function withPanelOptions(command: Command): Command {
  return command
    .option('--categories <file>', 'category,feature,min,max (or feature,value,min,max)')
    .option('--respondents <file>', 'one person a line, a column for every category')
    .option('--size <number>', 'seats of the panel')
    .option('--seed <text>', 'what the draw follows from; without it a fresh one, printed after')
    .option(
      '--at-most <column=number>',
      'no more people who share a value of this column; may be repeated',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--exclude <rows>', 'people who may not serve, for instance 3,17')
    .option('--objective <name>', 'leximin, maximin or nash', 'leximin')
    .option(
      '--time-limit <seconds>',
      'seconds from the start of the command by which the best answer found is given with its gap; of a second or two it takes more',
      '120',
    )
    .option('--json', 'write JSON')
}

/** The task that options and files state. */
export function panelTask(options: PanelOptions): LotteryTask {
  const size = wholeNumber('--size', given('--size', options.size, 'a number of seats'), { least: 1 })
  const objective = oneOf('--objective', options.objective, ['leximin', 'maximin', 'nash'] as const)
  const seconds = decimal('--time-limit', options.timeLimit, { least: 0.1, most: 86_400 })
  const limits = options.atMost.map(columnLimit)
  const quotas = readCategories(given('--categories', options.categories))
  const people = readRespondents(given('--respondents', options.respondents), quotas, limits)
  const excluded = rowsOf('--exclude', options.exclude, people.length)
  const request = { size, quotas, people, limits, excluded }
  return { request, objective, given: performance.timeOrigin, seconds, seed: options.seed ?? freshSeed() }
}

/** The places of people whose rows an option lists; rows count from 1. */
export function rowsOf(option: string, text: string | undefined, people: number): ReadonlySet<number> {
  if (text === undefined) return new Set()
  return new Set(listed(option, text).map((row) => wholeNumber(option, row, { least: 1, most: people }) - 1))
}

/** The lottery of a task; where no panel keeps the quotas, what is written instead, with exit code 3. */
export async function lotteryOrWords(
  task: LotteryTask,
  { json }: PanelOptions,
): Promise<Extract<FairLottery, { kind: 'lottery' }> | string> {
  const found = await fairLotteryInWorker(task)
  if (found.kind === 'lottery') return found
  if (found.kind === 'undecided') {
    const problem = `expected more than ${task.seconds} seconds: no panel was found, nor proven that there is none`
    throw new InputError('--time-limit', null, problem)
  }
  process.exitCode = infeasibleCode
  const why = infeasibility(found)
  return json === true ? `${JSON.stringify(why)}\n` : infeasibilityReport(why)
}

function columnLimit(text: string): ColumnLimit {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new InputError('--at-most', null, `expected COLUMN=NUMBER, found "${text}"`)
  return { column: text.slice(0, at), most: wholeNumber('--at-most', text.slice(at + 1), { least: 1 }) }
}
