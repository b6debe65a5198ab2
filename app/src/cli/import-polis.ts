import { Command, Option } from 'commander'
import type { Context } from '../platform/http/context.ts'
import type { RoundId } from '../platform/ids.ts'
import type { Conversation } from '../features/rounds/public.ts'
import { InputError } from './input-error.ts'
import { readPolis } from './read-polis.ts'

type Options = { network: string; language: Conversation['language']; again?: boolean }

/** The conversation is here already, as this round. */
export class ImportedAlready extends Error {
  override name = 'ImportedAlready'
  constructor(round: RoundId) {
    super(`it is here already, as /rounds/${round}/results: --again brings it in once more`)
  }
}

/**
 * Brings a conversation in as a closed round of an initiative of its own, and publishes its results.
 *
 * @throws {ImportedAlready} unless `again`
 */
export async function bringIn(
  context: Context,
  conversation: Conversation,
  options: { again?: boolean } = {},
): Promise<RoundId> {
  const [{ importInitiative }, { publishResults }, { importConversation, importedBefore }] =
    await Promise.all([
      import('../features/initiatives/public.ts'),
      import('../features/results/public.ts'),
      import('../features/rounds/public.ts'),
    ])
  const before = options.again === true ? null : await importedBefore(context, conversation)
  if (before !== null) throw new ImportedAlready(before)
  const { id: initiative, createdBy } = await importInitiative(context, {
    title: conversation.title,
    problem: conversation.sourceNote,
  })
  const round = await importConversation(context, { initiative, by: createdBy, conversation })
  await publishResults(context, round)
  return round
}

export function importPolisCommand(): Command {
  return new Command('polis')
    .description('bring the export of a public Polis conversation in as a closed round, with results')
    .argument(
      '<directory>',
      'folder with summary.csv, comments.csv, participants-votes.csv (and votes.csv for the dates)',
    )
    .requiredOption('--network <name>', 'short name of the network')
    .addOption(
      new Option('--language <code>', 'language of the statements')
        .choices(['en', 'fr', 'zh', 'und'])
        .default('en'),
    )
    .option('--again', 'bring it in although it is here already')
    .action(async (directory: string, options: Options) => {
      try {
        const conversation = readPolis(directory, options.language)
        const { inNetwork } = await import('./in-network.ts')
        const round = await inNetwork(options.network, (context) => bringIn(context, conversation, options))
        const people = new Set(conversation.votes.map(({ participant }) => participant)).size
        process.stdout.write(
          `${people} people, ${conversation.statements.length} statements, ${conversation.votes.length} votes.\nThe results are at /rounds/${round}/results\n`,
        )
      } catch (error) {
        if (!(error instanceof InputError || error instanceof ImportedAlready)) throw error
        process.stderr.write(`${error instanceof InputError ? '' : `${directory}: `}${error.message}\n`)
        process.exitCode = 2
      }
    })
}
