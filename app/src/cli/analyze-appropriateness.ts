import { createHash } from 'node:crypto'
import { type ConsensusPlan, consensusStudy, planText, quantileTypes, suggestedPlan } from '@rounds/methods'
import type { Rating } from '@rounds/methods'
import { Command } from 'commander'
import { writeAnalysis } from './analysis.ts'
import { appropriatenessReport } from './appropriateness-report.ts'
import { readConsensusPlan } from './consensus-plan-file.ts'
import { InputError } from './input-error.ts'
import { given, oneOf } from './option-values.ts'
import { readColumns } from './read-columns.ts'

type Options = {
  readonly ratings?: string
  readonly percentile?: string
  readonly plan?: string
  readonly registered?: string
  readonly freeze?: boolean
  readonly json?: boolean
}

/** `analyze appropriateness`: what a panel says of each item, and whether it has settled. Bad input: exit code 2. */
export function appropriatenessCommand(): Command {
  return new Command('appropriateness')
    .description(
      'RAND/UCLA appropriateness by both definitions of disagreement, and stability between rounds',
    )
    .option('--ratings <file>', 'item,rater,rating[,round]: ratings from 1 to 9, rounds from 1')
    .option('--percentile <type>', 'definition of the 30th and 70th percentile, 1 to 9 (7)')
    .option('--plan <file>', 'JSON with every threshold, as --freeze writes it')
    .option('--registered <hash>', 'SHA-256 published before round 1: refuse a plan that is another')
    .option('--freeze', 'write the plan and its SHA-256, to publish before round 1; reads no ratings')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const plan = planOf(options)
  const text = planText(plan)
  const planHash = createHash('sha256').update(text).digest('hex')
  if (options.registered !== undefined && options.registered.toLowerCase() !== planHash) {
    throw new InputError(
      '--registered',
      null,
      `expected ${planHash}, the plan's, found "${options.registered}"`,
    )
  }
  if (options.freeze === true) {
    return options.json === true ? `${JSON.stringify({ plan, planHash })}\n` : `${text}\n${planHash}\n`
  }
  const study = consensusStudy(readRatings(given('--ratings', options.ratings), plan), plan)
  const { method, ...results } = study
  if (options.json === true) return `${JSON.stringify({ method: { ...method, planHash }, ...results })}\n`
  return appropriatenessReport(study, planHash)
}

function planOf({ plan, percentile }: Options): ConsensusPlan {
  if (plan === undefined) {
    const type = oneOf(
      '--percentile',
      percentile ?? String(suggestedPlan.percentileType),
      quantileTypes.map(String),
    )
    return { ...suggestedPlan, percentileType: quantileTypes.find((one) => String(one) === type)! }
  }
  if (percentile === undefined) return readConsensusPlan(plan)
  throw new InputError('--percentile', null, `expected nothing beside --plan, found "${percentile}"`)
}

function readRatings(file: string, { roundsAtMost }: ConsensusPlan): readonly Rating[] {
  const { rows, has } = readColumns(file, { required: ['item', 'rater', 'rating'], optional: ['round'] })
  const seen = new Set<string>()
  return rows.map((row) => {
    const [item, rater] = [row.text('item'), row.text('rater')]
    if (item === '') throw row.expected('item', 'an item')
    if (rater === '') throw row.expected('rater', 'a rater')
    const round = has('round') ? row.number('round', { least: 1, most: roundsAtMost, whole: true }) : 1
    const key = JSON.stringify([item, rater, round])
    if (seen.has(key)) throw row.expected('rater', 'each rater once for an item and round')
    seen.add(key)
    return { item, rater, round, rating: row.number('rating', { least: 1, most: 9, whole: true }) }
  })
}
