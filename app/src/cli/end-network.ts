import { Command } from 'commander'
import { z } from 'zod'
import { InputError } from './input-error.ts'

export function endNetworkCommand(): Command {
  return new Command('end')
    .description(
      'say that a network ends: every page says so, and everybody is told, thirty days before or more',
    )
    .requiredOption('--network <name>', 'short name of the network')
    .option('--on <day>', 'its last day, like 2027-06-30')
    .option('--cancel', 'it does not end after all', false)
    .action(async (options: { network: string; on?: string; cancel: boolean }) => {
      if ((options.on === undefined) !== options.cancel)
        throw new InputError('--on', null, 'expected a day, or --cancel alone')
      if (options.on !== undefined && !z.iso.date().safeParse(options.on).success)
        throw new InputError('--on', null, `expected a day like 2027-06-30, got ${options.on}`)
      const { announceEnd } = await import('../features/administration/announce-end.ts')
      const { inNetwork } = await import('./in-network.ts')
      const { told, openThen } = await inNetwork(options.network, (context) =>
        announceEnd(context, options.on ?? null),
      )
      process.stdout.write(
        told === 0 ? 'It was said already; nothing has changed.\n' : `${told} people are told.\n`,
      )
      if (openThen > 0)
        process.stdout.write(`${openThen} open rounds would close later: they close with that day.\n`)
    })
}
