import { Command, Option } from 'commander'
import { PolisFileError, readPolis } from './read-polis.ts'

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
    .action(async (directory: string, options: { network: string; language: 'en' | 'fr' | 'zh' | 'und' }) => {
      try {
        const conversation = await readPolis(directory, options.language)
        const [{ importInitiative }, { publishResults }, { importConversation }, { inNetwork }] =
          await Promise.all([
            import('../features/initiatives/public.ts'),
            import('../features/results/public.ts'),
            import('../features/rounds/public.ts'),
            import('./in-network.ts'),
          ])
        const round = await inNetwork(options.network, async (context) => {
          const { id: initiative, createdBy } = await importInitiative(context, {
            title: conversation.title,
            problem: conversation.sourceNote,
          })
          const id = await importConversation(context, { initiative, by: createdBy, conversation })
          await publishResults(context, id)
          return id
        })
        const people = new Set(conversation.votes.map(({ participant }) => participant)).size
        process.stdout.write(
          `${people} people, ${conversation.statements.length} statements, ${conversation.votes.length} votes.\nThe results are at /rounds/${round}/results\n`,
        )
      } catch (error) {
        if (!(error instanceof PolisFileError)) throw error
        process.stderr.write(`${error.message}\n`)
        process.exitCode = 2
      }
    })
}
