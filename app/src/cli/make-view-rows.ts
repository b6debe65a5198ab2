import { statSync } from 'node:fs'
import path from 'node:path'
import type { JobProcess, OutputFormat, Plan, Source } from '@rounds/fhir-tables'
import { findSource, planView, readView, runView } from '@rounds/fhir-tables/views'
import { engineOptions } from './engine-options.ts'
import { InputError } from './input-error.ts'
import { given } from './option-values.ts'
import { readJsonFile } from './read-json-file.ts'
import { showProgress } from './show-progress.ts'
import { untilTold } from './until-told.ts'
import { writeRows } from './write-rows.ts'

export type ViewRunOptions = {
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

/** The rows of a view as the options ask for them, by a process that is there. */
export async function makeViewRows(options: ViewRunOptions, started: JobProcess): Promise<void> {
  const format = options.out === undefined ? undefined : formatOf(options.out)
  const { plan, source } = askedView(options)
  if (options.out !== undefined && source.files.some((file) => isSame(file, options.out!)))
    throw new InputError('--out', null, `expected another file than the data, found "${options.out}"`)
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
}

/** What the options ask for; without data, to explain it, over a file of the usual name. */
export function askedView({ view, data = [], explain: isToExplain }: ViewRunOptions): {
  readonly plan: Plan
  readonly source: Source
} {
  const plan = planView(readView(readJsonFile(given('--view', view))))
  if (data.length > 0) return { plan, source: findSource(data, plan.resource) }
  if (isToExplain !== true) given('--data', undefined, 'files or folders')
  return { plan, source: { kind: 'ndjson', files: [`${plan.resource}.ndjson`], mixed: false } }
}

/** How much of the files is read, as far as DuckDB can say: of a packed one it can't. */
function shareOf({ files }: Source, read: () => number | null): () => string {
  const megabytes = Math.ceil(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6)
  return () => {
    const share = read()
    return share === null ? `of ${megabytes} MB: ` : `${Math.floor(100 * share)} % of ${megabytes} MB, `
  }
}

function isSame(file: string, other: string): boolean {
  const [one, two] = [file, other].map((each) => statSync(each, { throwIfNoEntry: false }))
  return one !== undefined && one.ino === two?.ino && one.dev === two.dev
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
