import { Command } from 'commander'

export function serveCommand(): Command {
  return new Command('serve').description('serve the pages and run the jobs').action(async () => {
    const { serve } = await import('../serve.ts')
    await serve(process.env, (text) => process.stdout.write(`${text}\n`))
  })
}
