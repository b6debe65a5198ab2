import { readFileSync } from 'node:fs'
import {
  type JobProcess,
  type LibraryRun,
  partPath,
  queryLanded,
  queryLibrary,
  readLibrary,
  readSnapshot,
  readValueSet,
  type Row,
  type Source,
  type SqlLibrary,
  type ValueSet,
  type View,
} from '@rounds/fhir-tables'
import { Command } from 'commander'
import { engineOptions } from './engine-options.ts'
import { InputError } from './located-csv.ts'
import { decimal, given, wholeNumber } from './option-values.ts'
import { readDefinitions, readRunnableView } from './read-definitions.ts'
import { readJsonFile } from './read-json-file.ts'
import { untilTold } from './until-told.ts'
import { orViewFailure } from './view-failure.ts'
import { csvHeader, csvRows, startRows, writeRows } from './write-rows.ts'

type Options = {
  readonly sql?: string
  readonly param: readonly string[]
  readonly view: readonly string[]
  readonly maxRows: string
  readonly maxSeconds: string
  readonly threads?: string
  readonly memory: string
  readonly csv?: boolean
}

/**
 * `data query`: the rows of one SELECT over landed data, as NDJSON or CSV. Bad input: exit code 2, and rows already written
 * stand; unsupported views: 4.
 */
export function queryCommand(): Command {
  const all = (value: string, before: readonly string[]) => [...before, value]
  return new Command('query')
    .description('the rows of one SELECT over landed data: resource types, and views by their names')
    .argument('<directory>', 'the landed directory')
    .option(
      '--sql <file>',
      'the query; it declares parameters as "-- @param: since date" and names them as :since. Or a SQLQuery, as .json',
    )
    .option('--param <name=value>', 'the value of a parameter; may be given several times', all, [])
    .option(
      '--view <file>',
      'a ViewDefinition to query by its name, or, for a SQLQuery, one, a SQLView or a ValueSet; several times',
      all,
      [],
    )
    .option('--max-rows <number>', 'rows that may come', '1000000')
    .option('--max-seconds <number>', 'seconds that it may take', '60')
    .option('--csv', 'write CSV with a header instead of NDJSON')
    .option('--threads <number>', 'threads that may be used')
    .option('--memory <size>', 'most memory that may be taken, as 1GB; what does not fit goes to disk', '1GB')
    .action(async (directory: string, options: Options) => {
      const started = startRows({ isNdjson: options.csv !== true })
      try {
        const definitions = await readDefinitions(options.view, readDefinition)
        if (definitions === null) return
        await orViewFailure(options.sql ?? '', () =>
          untilTold((signal) => query(directory, options, definitions, { signal, process: started })),
        )
      } finally {
        await started.remove()
      }
    })
}

type Definition = { readonly view: View } | { readonly library: SqlLibrary } | { readonly valueSet: ValueSet }

function readDefinition(json: unknown): Definition {
  const { resourceType } = (json ?? {}) as { readonly resourceType?: unknown }
  if (resourceType === 'Library') return { library: readLibrary(json) }
  return resourceType === 'ValueSet' ? { valueSet: readValueSet(json) } : { view: readRunnableView(json) }
}

async function query(
  directory: string,
  options: Options,
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
    ...(options.csv === true && { format: (rows: readonly Row[]) => csvRows(rows, names) }),
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
    sourceOf: (resource: string): Source => ({
      kind: 'parquet',
      files: (snapshot.types[resource] ?? []).map((part) => partPath(directory, part)),
      mixed: false,
    }),
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
