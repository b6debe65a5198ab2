import { Command } from 'commander'
import { InputError } from './input-error.ts'

export function readCodeCommand(): Command {
  return new Command('code')
    .description(
      'print the sign-in code that somebody just asked for, where no mail server sends it; hand it to nobody else',
    )
    .requiredOption('--network <name>', 'short name of the network')
    .requiredOption('--email <address>', 'the e-mail that was typed on the sign-in page')
    .action(async (options: { network: string; email: string }) => {
      const { readWaitingCode } = await import('../features/sign-in/read-waiting-code.ts')
      const { inNetwork } = await import('./in-network.ts')
      const code = await inNetwork(options.network, (context) => readWaitingCode(context, options.email))
      if (code === null)
        throw new InputError(
          '--email',
          null,
          'no code waits: ask for one on the sign-in page with this e-mail, and run this within ten minutes; where a mail server is set, the code was sent',
        )
      process.stdout.write(`${code}\n`)
    })
}
