import { Command } from 'commander'
import { NotFound } from '../platform/errors.ts'
import { idOf } from '../platform/ids.ts'

export function recomputeCommand(): Command {
  return new Command('recompute')
    .description('compute the result of a round again from its votes and compare it with what is stored')
    .argument('<round>', 'id of the round (the last part of its address)')
    .requiredOption('--network <name>', 'short name of the network')
    .action(async (round: string, options: { network: string }) => {
      const none = `no round of the network "${options.network}" has the id "${round}": it is the last part of its address`
      const id = idOf<'round'>().safeParse(round).data
      if (id === undefined) throw new Error(none)
      const { recomputeResult } = await import('../features/results/public.ts')
      const { inNetwork } = await import('./in-network.ts')
      const { same, stored, version, storedVersion } = await inNetwork(options.network, (context) =>
        recomputeResult(context, id),
      ).catch((error: unknown) => {
        throw error instanceof NotFound ? new Error(none, { cause: error }) : error
      })
      if (!stored) process.stdout.write('No result is stored for this round.\n')
      else if (same) process.stdout.write(`The same, number for number (method version ${version}).\n`)
      else
        process.stdout.write(
          `NOT the same: computed with version ${version}, stored with version ${storedVersion}.\n`,
        )
      if (!same) process.exitCode = 1
    })
}
