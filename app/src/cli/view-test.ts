import { writeFileSync } from 'node:fs'
import { openEngine, runSuite, type SuiteReport } from '@rounds/fhir-tables'
import { Command } from 'commander'
import { InputError } from './located-csv.ts'
import { given } from './option-values.ts'
import { orViewFailure } from './view-failure.ts'

type Options = { readonly suite?: string; readonly report?: string }

/** `view test`: runs a suite of the SQL on FHIR specification. A failed test: exit code 1; bad input: 2. */
export function viewTestCommand(): Command {
  return new Command('test')
    .description('run a suite of the SQL on FHIR specification')
    .option('--suite <folder>', 'the JSON files of the suite')
    .option('--report <file>', 'write the report with which implementations are registered')
    .action((options: Options) => orViewFailure(options.suite ?? '', () => test(options)))
}

async function test(options: Options): Promise<void> {
  const suite = given('--suite', options.suite, 'a folder')
  const engine = await openEngine({ threads: 1 })
  let report: SuiteReport
  try {
    report = await runSuite(engine, suite)
  } finally {
    engine.close()
  }
  const all = Object.entries(report).flatMap(([file, { tests }]) => tests.map((one) => ({ file, ...one })))
  const failed = all.filter(({ result }) => !result.passed)
  for (const { file, name, result } of failed) {
    process.stderr.write(`${file}: ${name}: ${result.reason ?? 'failed'}\n`)
  }
  if (options.report !== undefined) write(options.report, report)
  process.stdout.write(`${all.length - failed.length} passed, ${failed.length} failed, 0 skipped\n`)
  if (failed.length > 0) process.exitCode = 1
}

function write(file: string, report: SuiteReport): void {
  try {
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unwritable'
    throw new InputError(file, null, `expected a file that can be written, found ${code}`)
  }
}
