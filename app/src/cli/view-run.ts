import { once } from 'node:events'
import path from 'node:path'
import {
  duckdb,
  findSource,
  openEngine,
  type OutputFormat,
  planView,
  readView,
  viewRows,
  writeSql,
  writeView,
} from '@rounds/fhir-tables'
import { Command } from 'commander'
import { engineOptions } from './engine-options.ts'
import { InputError } from './located-csv.ts'
import { given } from './option-values.ts'
import { readJsonFile } from './read-json-file.ts'
import { orViewFailure } from './view-failure.ts'

type Options = {
  readonly view?: string
  readonly data?: readonly string[]
  readonly out?: string
  readonly threads?: string
  readonly memory?: string
  readonly explain?: boolean
}

const FORMATS: Readonly<Record<string, OutputFormat>> = {
  '.csv': 'csv',
  '.ndjson': 'ndjson',
  '.parquet': 'parquet',
}

/** `view run`: the rows of a ViewDefinition over NDJSON or Parquet. Bad input: exit code 2; unsupported: 4. */
export function viewRunCommand(): Command {
  return new Command('run')
    .description('the rows of a SQL on FHIR view, as NDJSON on standard output or in a file')
    .option('--view <file>', 'the ViewDefinition, as JSON')
    .option('--data <path...>', 'NDJSON (also .gz, .zst) or Parquet: files, folders, patterns with *')
    .option('--out <file>', 'write .csv, .ndjson or .parquet; the file is there only when it is whole')
    .option('--threads <number>', 'threads that may be used')
    .option('--memory <size>', 'most memory that may be taken, as 1GB')
    .option('--explain', 'print the plan and the SQL, and run nothing')
    .action((options: Options) => orViewFailure(options.view ?? '', () => run(options)))
}

async function run(options: Options): Promise<void> {
  const plan = planView(readView(readJsonFile(given('--view', options.view))))
  const paths = options.data ?? []
  if (options.explain !== true && paths.length === 0) given('--data', undefined, 'files or folders')
  const source =
    paths.length === 0
      ? ({ kind: 'ndjson', files: [`${plan.resource}.ndjson`], mixed: false } as const)
      : findSource(paths, plan.resource)
  const format = options.out === undefined ? undefined : formatOf(options.out)
  if (options.explain === true) {
    process.stdout.write(`${JSON.stringify(plan, shownInPlan, 2)}\n\n${writeSql(plan, source, duckdb)}\n`)
    return
  }
  const engine = await openEngine(engineOptions(options))
  const stop = new AbortController()
  const onInterrupt = () => stop.abort(new Interrupted())
  process.once('SIGINT', onInterrupt)
  try {
    if (format !== undefined) {
      await writeView(engine, plan, source, { file: options.out!, format, signal: stop.signal })
      return
    }
    for await (const rows of viewRows(engine, plan, source, stop.signal)) {
      const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    process.exitCode = 130
  } finally {
    process.removeListener('SIGINT', onInterrupt)
    engine.close()
  }
}

/** Somebody pressed Ctrl-C: what was written to standard output stands, a file is not there. */
class Interrupted extends Error {}

function formatOf(file: string): OutputFormat {
  const format = FORMATS[path.extname(file).toLowerCase()]
  if (format === undefined) {
    throw new InputError(
      '--out',
      null,
      `expected a name that ends in .csv, .ndjson or .parquet, found "${file}"`,
    )
  }
  return format
}

/** Maps as objects; a structure that contains itself by its name alone. */
function shownInPlan(key: string, value: unknown): unknown {
  if (key === 'walked' || key === 'need') return undefined
  return value instanceof Map ? Object.fromEntries(value) : value
}
