import { writeFileSync } from 'node:fs'
import { openEngine, runSuite, type SuiteReport } from '@rounds/fhir-tables'
import { Command } from 'commander'
import { InputError } from './input-error.ts'
import { given } from './option-values.ts'
import { readJsonFile } from './read-json-file.ts'
import { orViewFailure } from './view-failure.ts'

type Options = { readonly suite?: string; readonly skips?: string; readonly report?: string }
/** Tests that are known to fail, by file and name, each with the reason. */
type Skips = ReadonlyMap<string, string>

/** `view test`: runs a suite of the SQL on FHIR specification. A failed test: exit code 1; bad input: 2. */
export function viewTestCommand(): Command {
  return new Command('test')
    .description('run a suite of the SQL on FHIR specification')
    .option('--suite <folder>', 'the JSON files of the suite')
    .option(
      '--skips <file>',
      '{"file.json": {"name of a test": "why it fails"}}; one that passes is a failure',
    )
    .option('--report <file>', 'write the report with which implementations are registered')
    .action((options: Options) => orViewFailure(options.suite ?? '', () => test(options)))
}

async function test(options: Options): Promise<void> {
  const suite = given('--suite', options.suite, 'a folder')
  const skips = options.skips === undefined ? new Map<string, string>() : readSkips(options.skips)
  const report = await reportOf(suite)
  const all = Object.entries(report).flatMap(([file, { tests }]) =>
    tests.map(({ name, result }) => ({ name: `${file}: ${name}`, ...result })),
  )
  const problems = all.flatMap(({ name, passed, reason }) => {
    if (skips.has(name)) return passed ? [`${name}: passes, but is to be skipped: ${skips.get(name)}`] : []
    return passed ? [] : [`${name}: ${reason ?? 'failed'}`]
  })
  const unknown = [...skips.keys()].filter((name) => all.every((one) => one.name !== name))
  problems.push(...unknown.map((name) => `${name}: is to be skipped, but is not in the suite`))
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  if (options.report !== undefined) write(options.report, report)
  const skipped = all.filter(({ name, passed }) => skips.has(name) && !passed).length
  const passed = all.filter((one) => one.passed).length
  process.stdout.write(`${passed} passed, ${all.length - passed - skipped} failed, ${skipped} skipped\n`)
  if (problems.length > 0) process.exitCode = 1
}

async function reportOf(suite: string): Promise<SuiteReport> {
  const engine = await openEngine({ threads: 1 })
  try {
    return await runSuite(engine, suite)
  } finally {
    engine.close()
  }
}

function readSkips(file: string): Skips {
  const expected = (found: string) =>
    new InputError(file, null, `expected {"file.json": {"name of a test": "why it fails"}}, found ${found}`)
  const skips = new Map<string, string>()
  const json = readJsonFile(file)
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw expected(typeof json)
  for (const [of, tests] of Object.entries(json)) {
    for (const [name, reason] of Object.entries((tests ?? {}) as object)) {
      if (typeof reason !== 'string' || reason.trim() === '') throw expected(`no reason for ${of}: ${name}`)
      skips.set(`${of}: ${name}`, reason)
    }
  }
  return skips
}

function write(file: string, report: SuiteReport): void {
  try {
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unwritable'
    throw new InputError(file, null, `expected a file that can be written, found ${code}`)
  }
}
