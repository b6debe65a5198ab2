import { scaleReliability, teamMeans } from '@rounds/methods'
import { Command } from 'commander'
import { writeAnalysis } from './analysis.ts'
import { instrumentReport, instrumentScores } from './instrument-scores.ts'
import { InputError } from './input-error.ts'
import { given, listed } from './option-values.ts'
import { readColumns } from './read-columns.ts'
import { scaleReport } from './scale-report.ts'

type Options = {
  readonly responses?: string
  readonly items?: string
  readonly instrument?: string
  readonly reverse?: string
  readonly range?: string
  readonly team?: string
  readonly json?: boolean
}

type Range = Readonly<{ least: number; most: number }>

/** Members below which a team's mean is never said, and agreement below which it is not the team's. */
const teamLimits = { members: 5, rwg: 0.7 }

/** `analyze scale`: reliability of a scale of several items, and its means by team. Bad input: exit code 2. */
export function scaleCommand(): Command {
  return new Command('scale')
    .description('reliability of a scale: alpha with its interval, omega, what each item adds; means by team')
    .option('--responses <file>', 'a line a person, a column an item; an empty cell, or NA, is not answered')
    .option('--items <columns>', 'the items, with commas between them')
    .option(
      '--instrument <id>',
      'in place of --items: scores on a known instrument, a column an item by its id',
    )
    .option('--reverse <columns>', 'items that run the other way; needs --range')
    .option('--range <least..most>', 'lowest and highest answer, as 1..6')
    .option('--team <column>', 'means by team, where members agree; needs --range')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const file = given('--responses', options.responses)
  if (options.instrument !== undefined) {
    refuseBeside(options)
    const scores = instrumentScores(file, options.instrument)
    return options.json === true ? `${JSON.stringify(scores)}\n` : instrumentReport(scores)
  }
  const items = itemsOf(given('--items', options.items, 'columns'))
  const range = options.range === undefined ? null : rangeOf(options.range)
  const reversed = reversedOf(options.reverse, items, range)
  if (options.team !== undefined && range === null) {
    throw new InputError('--team', null, 'expected --range beside it, found none')
  }
  const people = readPeople(file, items, reversed, range, options.team)
  const complete = people.filter(({ answers }) => !answers.includes(null)) as readonly {
    readonly team: string
    readonly answers: readonly number[]
  }[]
  const reliability = scaleReliability(complete.map(({ answers }) => answers))
  const result = {
    method: { name: 'scale', version: '1', parameters: { items, reversed, range } },
    n: complete.length,
    excluded: people.length - complete.length,
    ...(reliability.kind === 'not-estimable'
      ? reliability
      : {
          ...reliability,
          feldt: [reliability.feldt.lower, reliability.feldt.upper] as const,
          items: reliability.items.map((item, i) => ({ item: items[i]!, ...item })),
        }),
    ...(options.team === undefined || range === null || complete.length === 0
      ? {}
      : { byTeam: teamMeans(complete, range.most - range.least + 1, teamLimits) }),
  }
  return options.json === true ? `${JSON.stringify(result)}\n` : scaleReport(result)
}

/** An instrument says its own items, reversals and ranges. */
function refuseBeside(options: Options): void {
  for (const name of ['items', 'reverse', 'range', 'team'] as const) {
    const text = options[name]
    if (text !== undefined)
      throw new InputError(`--${name}`, null, `expected nothing beside --instrument, found "${text}"`)
  }
}

function itemsOf(text: string): readonly string[] {
  const items = listed('--items', text)
  if (new Set(items).size === items.length) return items
  throw new InputError('--items', null, `expected each column once, found "${text}"`)
}

function rangeOf(text: string): Range {
  const [least, most] = (/^(-?\d+)\.\.(-?\d+)$/.exec(text) ?? []).slice(1).map(Number)
  if (least !== undefined && most !== undefined && least < most) return { least, most }
  throw new InputError('--range', null, `expected two whole numbers as 1..6, found "${text}"`)
}

function reversedOf(text: string | undefined, items: readonly string[], range: Range | null) {
  if (text === undefined) return []
  const reversed = listed('--reverse', text)
  const unknown = reversed.find((column) => !items.includes(column))
  if (unknown !== undefined) {
    throw new InputError('--reverse', null, `expected columns of --items, found "${unknown}"`)
  }
  if (range === null) throw new InputError('--reverse', null, 'expected --range beside it, found none')
  return reversed
}

function readPeople(
  file: string,
  items: readonly string[],
  reversed: readonly string[],
  range: Range | null,
  team: string | undefined,
) {
  const { rows } = readColumns(file, { required: team === undefined ? items : [...items, team] })
  return rows.map((row) => {
    const name = team === undefined ? '' : row.text(team)
    if (team !== undefined && name === '') throw row.expected(team, 'a team')
    return {
      team: name,
      answers: items.map((item) => {
        if (['', 'NA'].includes(row.text(item))) return null
        const answer = row.number(item, range === null ? {} : { ...range, whole: true })
        return range !== null && reversed.includes(item) ? range.least + range.most - answer : answer
      }),
    }
  })
}
