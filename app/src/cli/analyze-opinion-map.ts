import { opinionMap, seededRandom } from '@rounds/methods'
import type { OpinionMap } from '@rounds/methods'
import { Command } from 'commander'
import { writeAnalysis } from './analysis.ts'
import { readAssignment, readStatements, readVotes } from './opinion-map-files.ts'
import type { StatementFlags } from './opinion-map-files.ts'
import { opinionMapReport } from './opinion-map-report.ts'
import { given, wholeNumber } from './option-values.ts'

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
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const votes = given('--votes', options.votes)
  const resamples = wholeNumber('--resamples', options.resamples, { most: 100_000 })
  const seed = wholeNumber('--seed', options.seed, { most: 0xffffffff })
  const table = readVotes(votes)
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
