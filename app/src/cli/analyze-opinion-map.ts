import { opinionMap, seededRandom } from '@rounds/methods'
import type { OpinionMap } from '@rounds/methods'
import { Command } from 'commander'
import { InputError } from './located-csv.ts'
import { readAssignment, readStatements, readVotes } from './opinion-map-files.ts'
import type { StatementFlags } from './opinion-map-files.ts'
import { opinionMapReport } from './opinion-map-report.ts'

type Options = {
  readonly votes?: string
  readonly statements?: string
  readonly assign?: string
  readonly resamples: string
  readonly seed: string
  readonly json?: boolean
}

/** `analyze opinion-map`: the opinion map of votes in a file, as JSON or as text. Bad input: exit code 2. */
export function opinionMapCommand(): Command {
  return new Command('opinion-map')
    .description('opinion groups, consensus and routing priorities from a file of votes')
    .option('--votes <file>', 'participants-votes.csv of Polis, or participant,statement,vote (1, -1, 0)')
    .option('--statements <file>', 'comment-id,moderated,is-meta')
    .option('--assign <file>', 'participant,group: statistics of these groups instead of finding groups')
    .option('--resamples <number>', 'resamples of the stability check; 0 for none', '100')
    .option('--seed <number>', 'seed of the random numbers', '1')
    .option('--json', 'write JSON')
    .action((options: Options) => {
      try {
        process.stdout.write(analyzed(options))
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        process.stderr.write(`${error.message}\n`)
        process.exitCode = 2
      }
    })
}

function analyzed(options: Options): string {
  if (options.votes === undefined) throw new InputError('--votes', null, 'expected a file, found nothing')
  const resamples = wholeNumber('--resamples', options.resamples, 100_000)
  const seed = wholeNumber('--seed', options.seed, 0xffffffff)
  const table = readVotes(options.votes)
  const flags: StatementFlags =
    options.statements === undefined
      ? { moderatedOut: new Set(), meta: new Set() }
      : readStatements(options.statements)
  const assign =
    options.assign === undefined ? undefined : readAssignment(options.assign, new Set(table.participants))
  const map = opinionMap(table, {
    ...flags,
    ...(assign === undefined ? {} : { assign }),
    resamples,
    random: seededRandom(seed),
  })
  if (options.json === true) return `${JSON.stringify(withSeed(map, assign === undefined ? seed : null))}\n`
  return opinionMapReport(map, new Set([...flags.moderatedOut, ...flags.meta]))
}

function withSeed(map: OpinionMap, seed: number | null): OpinionMap {
  return { ...map, method: { ...map.method, parameters: { ...map.method.parameters, seed } } }
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > most) {
    throw new InputError(option, null, `expected a whole number in [0, ${most}], found "${text}"`)
  }
  return number
}
