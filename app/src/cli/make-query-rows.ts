import { readFileSync } from 'node:fs'
import type { JobProcess, LibraryRun, Row } from '@rounds/fhir-tables'
import { queryLanded } from '@rounds/fhir-tables/query-landed'
import { engineOptions } from './engine-options.ts'
import { InputError } from './input-error.ts'
import { decimal, given, wholeNumber } from './option-values.ts'
import type { Definition } from './query-definitions.ts'
import { untilTold } from './until-told.ts'
import { orViewFailure } from './view-failure.ts'
import { csvHeader, csvRows, ndjsonRows, writeRows } from './write-rows.ts'

export type QueryOptions = {
  readonly sql?: string
  readonly param?: readonly string[]
  readonly view?: readonly string[]
  readonly maxRows: string
  readonly maxSeconds: string
  readonly threads?: string
  readonly memory: string
  readonly csv?: boolean
}

/** The rows of a query as the options ask for them, by a process that is there. */
export async function makeQueryRows(
  directory: string,
  options: QueryOptions,
  started: JobProcess,
): Promise<void> {
  const definitions = await definitionsIn(options.view ?? [])
  if (definitions === null) return
  await orViewFailure(options.sql ?? '', () =>
    untilTold((signal) => query(directory, options, definitions, { signal, process: started })),
  )
}

/** What reads definitions is loaded where there are some. */
async function definitionsIn(files: readonly string[]): Promise<readonly Definition[] | null> {
  if (files.length === 0) return []
  const { readQueryDefinitions } = await import('./query-definitions.ts')
  return await readQueryDefinitions(files)
}

async function query(
  directory: string,
  options: QueryOptions,
  definitions: readonly Definition[],
  told: { readonly signal: AbortSignal; readonly process: JobProcess },
): Promise<void> {
  const limits = {
    rows: wholeNumber('--max-rows', options.maxRows, { least: 1 }),
    seconds: decimal('--max-seconds', options.maxSeconds, { least: 0.001, most: 86_400 }),
  }
  const rowsOf = await asked(directory, given('--sql', options.sql), definitions)
  const parameters = parametersOf(options.param ?? [])
  let names: readonly string[] = []
  const columns = (found: readonly string[]): void => {
    names = found
    if (options.csv === true) process.stdout.write(csvHeader(names))
  }
  const run = { ...told, limits, engine: engineOptions(options), parameters, columns }
  await writeRows((written) => rowsOf({ ...run, written }), {
    signal: told.signal,
    format: (rows: readonly Row[]) => (options.csv === true ? csvRows : ndjsonRows)(rows, names),
  })
}

/** What makes the rows of a query, of SQL or a SQLQuery. */
async function asked(
  directory: string,
  file: string,
  definitions: readonly Definition[],
): Promise<(run: LibraryRun) => AsyncGenerator<readonly Row[], unknown>> {
  if (/\.json$/i.test(file)) {
    const { libraryRows } = await import('./query-definitions.ts')
    return libraryRows(directory, file, definitions)
  }
  const views = definitions.flatMap((one) => ('view' in one ? [one.view] : []))
  if (views.length < definitions.length)
    throw new InputError('--view', null, 'expected ViewDefinitions beside a query that is no SQLQuery')
  const sql = textOf(file)
  return (run) => queryLanded(directory, { ...run, sql, views })
}

function parametersOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const all = texts.map(nameAndValue)
  const again = all.find(([name], index) => all.findIndex((other) => other[0] === name) < index)
  if (again === undefined) return Object.fromEntries(all)
  throw new InputError('--param', null, `expected each name once, found ${again[0]} again`)
}

function nameAndValue(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new InputError('--param', null, `expected name=value, found "${text}"`)
  return [text.slice(0, at), text.slice(at + 1)]
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw new InputError(file, null, `expected a file that can be read, found ${code}`)
  }
}
