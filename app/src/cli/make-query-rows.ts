import { readFileSync } from 'node:fs'
import type { JobProcess, LibraryRun, Row, SqlLibrary, ValueSet, View } from '@rounds/fhir-tables'
import {
  landedSource,
  queryLanded,
  queryLibrary,
  readLibrary,
  readSnapshot,
  readValueSet,
} from '@rounds/fhir-tables/queries'
import { engineOptions } from './engine-options.ts'
import { InputError } from './input-error.ts'
import { decimal, given, wholeNumber } from './option-values.ts'
import { readDefinitions, readRunnableView } from './read-definitions.ts'
import { readJsonFile } from './read-json-file.ts'
import { untilTold } from './until-told.ts'
import { orViewFailure } from './view-failure.ts'
import { csvHeader, csvRows, ndjsonRows, writeRows } from './write-rows.ts'

export type QueryOptions = {
  readonly sql?: string
  readonly param: readonly string[]
  readonly view: readonly string[]
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
  const definitions = await readDefinitions(options.view, readDefinition)
  if (definitions === null) return
  await orViewFailure(options.sql ?? '', () =>
    untilTold((signal) => query(directory, options, definitions, { signal, process: started })),
  )
}

type Definition = { readonly view: View } | { readonly library: SqlLibrary } | { readonly valueSet: ValueSet }

function readDefinition(json: unknown): Definition {
  const { resourceType } = (json ?? {}) as { readonly resourceType?: unknown }
  if (resourceType === 'Library') return { library: readLibrary(json) }
  return resourceType === 'ValueSet' ? { valueSet: readValueSet(json) } : { view: readRunnableView(json) }
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
  const rowsOf = asked(directory, given('--sql', options.sql), definitions)
  const parameters = Object.fromEntries(options.param.map(nameAndValue))
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
function asked(
  directory: string,
  file: string,
  definitions: readonly Definition[],
): (run: LibraryRun) => AsyncGenerator<readonly Row[], unknown> {
  const views = definitions.flatMap((one) => ('view' in one ? [one.view] : []))
  if (!/\.json$/i.test(file)) {
    if (views.length < definitions.length)
      throw new InputError('--view', null, 'expected ViewDefinitions beside a query that is no SQLQuery')
    const sql = textOf(file)
    return (run) => queryLanded(directory, { ...run, sql, views })
  }
  const snapshot = readSnapshot(directory)
  if (snapshot === null)
    throw new InputError(directory, null, 'expected a directory with landed data, found none')
  const artifacts = {
    views,
    libraries: definitions.flatMap((one) => ('library' in one ? [one.library] : [])),
    valueSets: definitions.flatMap((one) => ('valueSet' in one ? [one.valueSet] : [])),
    sourceOf: (resource: string) => landedSource(directory, snapshot.types[resource] ?? []),
  }
  const library = readLibrary(readJsonFile(file))
  return (run) => queryLibrary(library, artifacts, run)
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
