import { equalPanels, panelPool, reserves } from '@rounds/methods'
import type { ColumnLimit, FairLottery, PanelPool, PanelRequest } from '@rounds/methods'
import { Command } from 'commander'
import { commitmentTo, freshSeed, seededStream } from '../platform/panels/committed-seed.ts'
import { fairLotteryInWorker } from '../platform/panels/fair-lottery-in-worker.ts'
import { writeAnalysis } from './analysis.ts'
import { InputError } from './located-csv.ts'
import { decimal, given, listed, oneOf, wholeNumber } from './option-values.ts'
import { readCategories, readRespondents } from './panel-files.ts'
import { infeasibility, infeasibilityReport, panelReport } from './panel-report.ts'
import type { PanelSelection } from './panel-report.ts'

type Options = {
  readonly categories?: string
  readonly respondents?: string
  readonly size?: string
  readonly seed?: string
  readonly panels: string
  readonly atMost: readonly string[]
  readonly exclude?: string
  readonly objective: string
  readonly timeLimit: string
  readonly json?: boolean
}

/** Exit code of quotas that no panel keeps. */
const infeasibleCode = 3

/** `panel select`: a panel drawn fairly under quotas. Bad input: exit code 2; quotas that no panel keeps: 3. */
export function selectPanelCommand(): Command {
  return new Command('select')
    .description('draw a panel under quotas, with the fairest probabilities there can be')
    .option('--categories <file>', 'category,feature,min,max (or feature,value,min,max)')
    .option('--respondents <file>', 'one person a line, a column for every category')
    .option('--size <number>', 'seats of the panel')
    .option('--seed <text>', 'what the draw follows from; without it a fresh one, printed after')
    .option('--panels <number>', 'equally likely panels of which one is drawn', '1000')
    .option(
      '--at-most <column=number>',
      'no more people who share a value of this column; may be repeated',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--exclude <rows>', 'people who may not serve, for instance 3,17')
    .option('--objective <name>', 'leximin or maximin', 'leximin')
    .option('--time-limit <seconds>', 'seconds until the best answer found is given with its gap', '120')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => selected(options)))
}

async function selected(options: Options): Promise<string> {
  const start = performance.now()
  const size = wholeNumber('--size', given('--size', options.size, 'a number of seats'), { least: 1 })
  const copies = wholeNumber('--panels', options.panels, { least: 1, most: 1_000_000 })
  const objective = oneOf('--objective', options.objective, ['leximin', 'maximin'] as const)
  const seconds = decimal('--time-limit', options.timeLimit, { least: 0.1, most: 86_400 })
  const limits = options.atMost.map(columnLimit)
  const quotas = readCategories(given('--categories', options.categories))
  const people = readRespondents(given('--respondents', options.respondents), quotas, limits)
  const excluded = excludedRows(options.exclude, people.length)
  const request: PanelRequest = { size, quotas, people, limits, excluded }
  const seed = options.seed ?? freshSeed()
  const lottery = await fairLotteryInWorker({ request, objective, seed, seconds })
  if (lottery.kind === 'undecided') {
    throw new InputError(
      '--time-limit',
      null,
      `expected more than ${seconds} seconds, no panel was found in that time`,
    )
  }
  if (lottery.kind === 'infeasible') {
    process.exitCode = infeasibleCode
    const found = infeasibility(lottery)
    return options.json === true ? `${JSON.stringify(found)}\n` : infeasibilityReport(found)
  }
  const drawn = draw(panelPool(request), lottery, copies, seed)
  const selection = { ...drawn, seconds: Math.round(performance.now() - start) / 1000 }
  return options.json === true ? `${JSON.stringify(selection)}\n` : panelReport(selection)
}

type Lottery = Extract<FairLottery, { kind: 'lottery' }>

/** The list of panels, the number drawn, and whoever takes a seat that falls free; each follows from the seed. */
function draw(
  pool: PanelPool,
  lottery: Lottery,
  copies: number,
  seed: string,
): Omit<PanelSelection, 'seconds'> {
  const list = equalPanels(pool, lottery.panels, copies, seededStream(seed, 'list'))
  const number = Math.floor(seededStream(seed, 'draw')() * copies)
  const panel = list.panels[number]!
  const rows = (places: readonly number[]) => places.map((place) => place + 1)
  return {
    objective: lottery.objective,
    probabilities: Array.from(lottery.probabilities, (probability, place) => ({
      row: place + 1,
      probability,
      panels: list.seats[place]!,
    })),
    minimum: lottery.minimum,
    gini: lottery.gini,
    geometricMean: lottery.geometricMean,
    certificate: lottery.certificate,
    lottery: { panels: copies, support: lottery.panels.length },
    draw: { seed, commitment: commitmentTo(seed), number: number + 1 },
    panel: rows(panel),
    reserves: rows(reserves(pool, panel, seededStream(seed, 'reserves'))),
    unreachable: rows(lottery.unreachable),
  }
}

function columnLimit(text: string): ColumnLimit {
  const at = text.lastIndexOf('=')
  if (at < 1) throw new InputError('--at-most', null, `expected COLUMN=NUMBER, found "${text}"`)
  return { column: text.slice(0, at), most: wholeNumber('--at-most', text.slice(at + 1), { least: 1 }) }
}

function excludedRows(text: string | undefined, people: number): ReadonlySet<number> {
  if (text === undefined) return new Set()
  return new Set(
    listed('--exclude', text).map((row) => wholeNumber('--exclude', row, { least: 1, most: people }) - 1),
  )
}
