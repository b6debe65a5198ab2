import {
  prioritiesByConstituency,
  type PriorityOptions,
  priorityOrder,
  type PriorityOrder,
  prioritySignal,
  seededRandom,
} from '@rounds/methods'
import { Command } from 'commander'
import { writeAnalysis } from './analysis.ts'
import { InputError } from './input-error.ts'
import { decimal, given, oneOf, wholeNumber } from './option-values.ts'
import { constituencyReport, prioritiesReport } from './priorities-report.ts'
import { type GroupedResponse, priorityModels, readPriorityResponses } from './priority-responses-file.ts'

type Options = {
  readonly responses?: string
  readonly model?: string
  readonly reference?: string
  readonly prior: string
  readonly errors: string
  readonly top?: string
  readonly constituency?: string
  readonly seed: string
  readonly json?: boolean
}

/** Certainty with which an item counts as among the first, or not. */
const certainty = 0.95

/** `analyze priorities`: worth of items, and how sure their order is. Bad input: exit code 2. */
export function prioritiesCommand(): Command {
  return new Command('priorities')
    .description(
      'worth of items from pairs, best-worst sets, rankings or ratings, and how sure their order is',
    )
    .option(
      '--responses <file>',
      'pairs, sets, rankings or ratings: columns as in docs/methods/priorities.md',
    )
    .option('--model <model>', priorityModels.join(', '))
    .option('--reference <item>', 'item whose worth is 0 (the mean of all)')
    .option('--prior <precision>', 'of the normal prior of each worth; 0 for none', '0')
    .option(
      '--errors <kind>',
      'model: answers are independent; by-rater: those of one rater are not',
      'model',
    )
    .option('--top <number>', 'how many items count as the first (5, or all but one where there are fewer)')
    .option('--constituency <column>', 'an order for each constituency, and one with equal weights')
    .option('--seed <number>', 'seed of the random numbers for ranks', '1')
    .option('--json', 'write JSON')
    .action((options: Options) => writeAnalysis(() => analyzed(options)))
}

function analyzed(options: Options): string {
  const file = given('--responses', options.responses)
  const model = oneOf('--model', given('--model', options.model, priorityModels.join(', ')), priorityModels)
  const seed = wholeNumber('--seed', options.seed, { most: 0xffffffff })
  const top = options.top === undefined ? null : wholeNumber('--top', options.top, { least: 1 })
  const responses = readPriorityResponses(file, model, options.constituency)
  const known = new Set(responses.flatMap(({ items }) => items))
  if (top !== null && top >= known.size) {
    throw new InputError('--top', null, `expected fewer than the ${known.size} items, found ${top}`)
  }
  const settings: PriorityOptions = {
    prior: decimal('--prior', options.prior, { least: 0 }),
    ties: model === 'davidson' || model === 'rao-kupper' ? model : 'half',
    errors: oneOf('--errors', options.errors, ['model', 'by-rater'] as const),
    reference: options.reference ?? null,
    top: top ?? Math.max(1, Math.min(5, known.size - 1)),
    draws: 4000,
    random: seededRandom(seed),
  }
  if (settings.reference !== null && !known.has(settings.reference)) {
    throw new InputError(
      '--reference',
      null,
      `expected an item of the responses, found "${settings.reference}"`,
    )
  }
  return options.constituency === undefined
    ? ofAll(responses, settings, { model, seed }, options.json === true)
    : ofConstituencies(responses, settings, { model, seed }, options.json === true)
}

type Told = Readonly<{ model: string; seed: number }>

function ofAll(
  said: readonly GroupedResponse[],
  settings: PriorityOptions,
  told: Told,
  json: boolean,
): string {
  const order = priorityOrder(
    said.map(({ response }) => response),
    settings,
  )
  return json ? `${JSON.stringify(written(order, told))}\n` : prioritiesReport(order)
}

function ofConstituencies(
  said: readonly GroupedResponse[],
  settings: PriorityOptions,
  told: Told,
  json: boolean,
): string {
  if (settings.reference !== null) {
    throw new InputError('--reference', null, 'expected none beside --constituency, since each is centred')
  }
  const groups = Map.groupBy(said, ({ constituency }) => constituency)
  const responses = new Map([...groups].map(([name, its]) => [name, its.map(({ response }) => response)]))
  const found = prioritiesByConstituency(responses, settings)
  if (!json) return constituencyReport(found)
  const constituencies = found.constituencies.map(({ constituency, order }) => ({
    constituency,
    ...written(order, told),
  }))
  return `${JSON.stringify({ constituencies, together: found.together })}\n`
}

/** An order without its covariance, with its stopping signal; null where all items are among the first anyhow. */
function written(order: PriorityOrder, told: Told) {
  if (order.kind === 'not-estimable') return order
  const { covariance: _, method, ...rest } = order
  return {
    ...rest,
    method: { ...method, parameters: { ...method.parameters, ...told } },
    signal: method.parameters.top < order.n.items ? prioritySignal(order.items, certainty) : null,
  }
}
