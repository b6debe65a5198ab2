import { protectCells, release, tableCells } from '@rounds/methods'
import type { CellStatus, CountInterval, PrimaryRule, ProtectedTable, ReleaseLog } from '@rounds/methods'
import { Command } from 'commander'
import { highsSolver } from '../platform/linear-program/highs-solver.ts'
import { writeAnalysis } from './analysis.ts'
import { readCountCube } from './count-cube-file.ts'
import type { CubeFile } from './count-cube-file.ts'
import { InputError } from './input-error.ts'
import { decimal, given, listed, wholeNumber } from './option-values.ts'
import { readReleaseLog, writeReleaseLog } from './release-log-file.ts'
import { solverWithin, withExactNumbers } from './suppression-limits.ts'
import { textTable } from './text-table.ts'

type Options = {
  readonly table?: string
  readonly count?: string
  readonly minimum: string
  readonly by?: string
  readonly hierarchy: readonly string[]
  readonly total: string
  readonly log?: string
  readonly maxSeconds: string
  readonly json?: boolean
}

/** `analyze suppress`: which counts of a table must not leave, and what a reader could still find out. */
export function suppressCommand(): Command {
  return new Command('suppress')
    .description('which counts of a table to hide so that no small one can be worked out')
    .option('--table <file>', 'CSV with a line per combination of categories and the number of people in it')
    .option('--count <column>', 'number of people; the other columns are what the table divides them by')
    .option('--minimum <number>', 'smallest count that may leave; zero is below it', '5')
    .option('--by <columns>', 'columns to divide by, with commas between them; all others are summed over')
    .option(
      '--hierarchy <columns>',
      'from coarse to fine: zone,site; subtotals of the coarser are published too; may be given again',
      (columns: string, before: readonly string[]) => [...before, columns],
      [] as readonly string[],
    )
    .option('--total <word>', 'what a margin is called', 'Total')
    .option('--log <file>', 'what has left of this table before; this release is added to it')
    .option('--max-seconds <number>', 'how long to look for what gives hidden counts away', '600')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

async function analyzed(options: Options): Promise<string> {
  const file = given('--table', options.table)
  const count = given('--count', options.count, 'a column')
  const minimum = wholeNumber('--minimum', options.minimum, { least: 1 })
  const seconds = decimal('--max-seconds', options.maxSeconds, { least: 0 })
  const total = given('--total', options.total === '' ? undefined : options.total, 'a word')
  const hierarchies = options.hierarchy.map((columns) => listed('--hierarchy', columns))
  const short = hierarchies.find((columns) => new Set(columns).size < Math.max(2, columns.length))
  if (short !== undefined) {
    throw new InputError(
      '--hierarchy',
      null,
      `expected two columns or more, each once, found "${short.join()}"`,
    )
  }
  const by = options.by === undefined ? null : [...new Set(listed('--by', options.by))]
  const wanted = { count, by, hierarchies, total }
  const asked = readCountCube(file, wanted)
  const names = asked.cube.dimensions.map(({ name }) => name)
  const solver = solverWithin(await highsSolver(), seconds)
  if (options.log === undefined) {
    const table = withExactNumbers(() => protectCells(tableCells(asked.cube), solver, { minimum }))
    return written(resultOf(table, asked, names), options.json === true)
  }
  const log = readReleaseLog(options.log, asked.cube.fingerprint)
  const all = readCountCube(file, { ...wanted, by: withEarlier(names, log) })
  const released = withExactNumbers(() => release(all.cube, names, log, solver, minimum))
  if (released.kind === 'refused') {
    throw new InputError(
      options.log,
      null,
      `expected the log of ${file} as it is, found that of other counts`,
    )
  }
  const text = written(resultOf(released.table, all, names), options.json === true)
  writeReleaseLog(options.log, log, released.log)
  return text
}

function written(result: Result, json: boolean): string {
  return json ? `${JSON.stringify(result)}\n` : report(result)
}

function withEarlier(names: readonly string[], log: ReleaseLog): readonly string[] {
  return [...new Set([...log.releases.flatMap(({ by }) => by), ...names].toSorted())]
}

type Labels = Readonly<Record<string, string>>
type Result = {
  readonly cells: readonly {
    readonly cell: Labels
    readonly count: number | null
    readonly status: CellStatus
    readonly rule: PrimaryRule | null
  }[]
  readonly audit: ProtectedTable['audit'] & {
    readonly intervals: readonly ({ cell: Labels } & CountInterval)[]
  }
}

/** Hidden counts are left out, so that counts and intervals may be passed on as they are. */
function resultOf(table: ProtectedTable, { cube, columnsOf }: CubeFile, names: readonly string[]): Result {
  const places = names.map((name) => cube.dimensions.findIndex((dimension) => dimension.name === name))
  const cells = table.cells.map((cell) => ({
    ...cell,
    cell: Object.assign({}, ...names.map((name, i) => columnsOf(name, cell.labels[places[i]!]!))) as Labels,
  }))
  return {
    cells: cells.map(({ cell, count, status, rule }) => ({
      cell,
      count: status === 'published' ? count : null,
      status,
      rule,
    })),
    audit: {
      ...table.audit,
      intervals: cells.flatMap(({ cell, interval }) => (interval === null ? [] : [{ cell, ...interval }])),
    },
  }
}

function report({ cells, audit }: Result): string {
  const number = (status: CellStatus) => cells.filter((one) => one.status === status).length
  const intervals = new Map(audit.intervals.map((interval) => [JSON.stringify(interval.cell), interval]))
  const stillKnown = (cell: Labels) => {
    const interval = intervals.get(JSON.stringify(cell))
    if (interval === undefined) return ''
    return interval.upper === null ? `${interval.lower} or more` : `${interval.lower} to ${interval.upper}`
  }
  const lines = [
    `${number('published')} counts published, ${number('primary')} hidden for themselves, ${number('secondary')} to protect them`,
    `${audit.recomputable} hidden counts can be worked out, ${audit.small} are known to be below the minimum`,
    '',
    ...textTable(
      [...Object.keys(cells[0]!.cell), 'count', 'status', 'known'],
      cells.map(({ cell, count, status }) => [
        ...Object.values(cell),
        String(count ?? ''),
        status,
        stillKnown(cell),
      ]),
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}
