import { Command } from 'commander'

export function demoCommand(): Command {
  return new Command('demo')
    .description(
      'play the whole loop once, over HTTP, on a database of its own, and print what each person saw',
    )
    .action(async () => {
      const print = (line: string) => void process.stdout.write(`${line}\n`)
      const [{ temporaryInstallation }, { playLoop }] = await Promise.all([
        import('../demonstration/play/installation.ts'),
        import('../demonstration/play/play-loop.ts'),
      ])
      const installation = await temporaryInstallation({ begins: new Date('2027-03-01T13:00:00Z') })
      try {
        const { said, answered, medianDays, shareWithOutcome } = await playLoop(installation, print)
        const complete = said > 0 && said === answered && shareWithOutcome === 1
        print('')
        print(`Median days from Ask to Tell: ${medianDays ?? 'none yet'}`)
        print(`Contributions with a stated outcome: ${answered} of ${said}`)
        print(
          complete
            ? 'Everything that was said has an outcome.'
            : 'NOT everything that was said has an outcome.',
        )
        if (!complete) process.exitCode = 1
      } finally {
        await installation.stop()
      }
    })
}
