import { Command } from 'commander'
import { commitmentTo, freshSeed } from '../platform/panels/committed-seed.ts'

/** `panel commit`: a fresh seed to keep, and its commitment to publish before the draw. */
export function commitSeedCommand(): Command {
  return new Command('commit')
    .description('make a seed to keep secret until the draw, and what to publish of it before')
    .option('--json', 'write JSON')
    .action(({ json }: { readonly json?: boolean }) => {
      const seed = freshSeed()
      const commitment = commitmentTo(seed)
      process.stdout.write(
        json === true
          ? `${JSON.stringify({ seed, commitment })}\n`
          : `Keep until the draw: ${seed}\nPublish before it: ${commitment}\n`,
      )
    })
}
