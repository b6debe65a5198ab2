import { readSnapshot } from '@rounds/fhir-tables'
import { Command } from 'commander'
import { landingReport } from './landing-report.ts'
import { InputError } from './input-error.ts'
import { orViewFailure } from './view-failure.ts'

type Options = { readonly json?: boolean }

/** `data status`: what a landed directory holds. Bad input: exit code 2. */
export function statusCommand(): Command {
  return new Command('status')
    .description('what a landed directory holds, and what its last landing did')
    .argument('<directory>', 'the landed directory')
    .option('--json', 'write JSON')
    .action((directory: string, options: Options) =>
      orViewFailure('', async () => void process.stdout.write(status(directory, options))),
    )
}

function status(directory: string, { json = false }: Options): string {
  const snapshot = readSnapshot(directory)
  if (snapshot === null) {
    throw new InputError(directory, null, 'expected a directory with landed data, found none')
  }
  if (!json) return landingReport(directory, snapshot, snapshot.totals, [])
  return `${JSON.stringify({ ...snapshot, files: Object.keys(snapshot.files) })}\n`
}
