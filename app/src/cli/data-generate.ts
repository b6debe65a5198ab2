import { existsSync, readdirSync, statSync } from 'node:fs'
import { syntheticStory, writeSynthetic } from '@rounds/fhir-tables'
import { seededRandom } from '@rounds/methods'
import { Command } from 'commander'
import { writeAnalysis } from './analysis.ts'
import { InputError } from './input-error.ts'
import { given, wholeNumber } from './option-values.ts'
import { textTable } from './text-table.ts'

type Options = { readonly patients: string; readonly seed: string; readonly out?: string }

/** `data generate`: synthetic patients as a Bulk Data export, with a change that is known. Bad input: exit code 2. */
export function generateCommand(): Command {
  return new Command('generate')
    .description('write synthetic patients as FHIR R4 Bulk Data: no such person or place exists')
    .option('--patients <number>', 'how many', '1000')
    .option('--seed <number>', 'seed of the random numbers: the same seed gives the same patients', '1')
    .option('--out <directory>', 'a new or empty directory')
    .action((options: Options) => writeAnalysis(() => generated(options)))
}

function generated(options: Options): string {
  const directory = given('--out', options.out, 'a directory')
  const patients = wholeNumber('--patients', options.patients, { most: 10_000_000 })
  const seed = wholeNumber('--seed', options.seed, { most: 0xffffffff })
  if (existsSync(directory) && (!statSync(directory).isDirectory() || readdirSync(directory).length > 0)) {
    throw new InputError(directory, null, 'expected a new or empty directory, found something in it')
  }
  const counts = writeSynthetic({ patients, seed, random: seededRandom(seed) }, directory)
  const { step, from, until } = syntheticStory
  return [
    `Synthetic data: no such person or place exists. ${patients} patients, seed ${seed}, visits from ${from} until ${until}.`,
    `From ${step.on} at clinics ${step.clinics.join(', ')}: systolic pressure of people with hypertension ${step.systolic} mmHg.`,
    '',
    ...textTable(
      ['type', 'resources'],
      counts.map(({ type, count }) => [type, String(count)]),
    ),
  ].join('\n')
}
