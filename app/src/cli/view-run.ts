import { statSync } from 'node:fs'
import path from 'node:path'
import {
  duckdb,
  findSource,
  type OutputFormat,
  type Plan,
  planView,
  readView,
  runView,
  type Source,
  startProcess,
  writeSql,
} from '@rounds/fhir-tables'
import { Command } from 'commander'
import { engineOptions } from './engine-options.ts'
import { InputError } from './located-csv.ts'
import { given } from './option-values.ts'
import { readJsonFile } from './read-json-file.ts'
import { showProgress } from './show-progress.ts'
import { untilTold } from './until-told.ts'
import { orViewFailure } from './view-failure.ts'
import { startRows, writeRows } from './write-rows.ts'

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
  if (options.explain === true) return explain(options)
  const format = options.out === undefined ? undefined : formatOf(options.out)
  const started = format === undefined ? startRows({ isNdjson: true }) : startProcess()
  try {
    const { plan, source } = asked(options)
    const engine = engineOptions(options)
    await untilTold(async (signal) => {
      let read: number | null = null
      const share = shareOf(source, () => read)
      const told = { process: started, engine, signal, share: (now: number | null) => void (read = now) }
      if (format === undefined) {
        return await writeRows((written) => runView(plan, source, { ...told, written }), { share, signal })
      }
      const stop = showProgress((seconds) => `${share()}${seconds} s`, true)
      const to = { file: options.out!, format }
      const { value } = await runView(plan, source, { ...told, to })
        .next()
        .finally(stop)
      if (process.stderr.isTTY) process.stderr.write(`${options.out}: ${Number(value)} rows\n`)
    })
  } finally {
    await started.remove()
  }
}

function asked({ view, data = [], explain: isToExplain }: Options): {
  readonly plan: Plan
  readonly source: Source
} {
  const plan = planView(readView(readJsonFile(given('--view', view))))
  if (data.length > 0) return { plan, source: findSource(data, plan.resource) }
  if (isToExplain !== true) given('--data', undefined, 'files or folders')
  return { plan, source: { kind: 'ndjson', files: [`${plan.resource}.ndjson`], mixed: false } }
}

function explain(options: Options): void {
  const { plan, source } = asked(options)
  process.stdout.write(`${JSON.stringify(plan, shownInPlan, 2)}\n\n${writeSql(plan, source, duckdb)}\n`)
}

/** How much of the files is read, as far as DuckDB can say: of a packed one it can't. */
function shareOf({ files }: Source, read: () => number | null): () => string {
  const megabytes = Math.ceil(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6)
  return () => {
    const share = read()
    return share === null ? `of ${megabytes} MB: ` : `${Math.floor(100 * share)} % of ${megabytes} MB, `
  }
}

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
