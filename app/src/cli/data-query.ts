import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { queryLanded, type View } from '@rounds/fhir-tables'
import { Command } from 'commander'
import { engineOptions } from './engine-options.ts'
import { InputError } from './located-csv.ts'
import { decimal, given, wholeNumber } from './option-values.ts'
import { readViews } from './read-views.ts'
import { orViewFailure } from './view-failure.ts'

type Options = {
  readonly sql?: string
  readonly param: readonly string[]
  readonly view: readonly string[]
  readonly maxRows: string
  readonly maxSeconds: string
  readonly threads?: string
  readonly memory: string
}

/**
 * `data query`: the rows of one SELECT over landed data, as NDJSON. Bad input: exit code 2, and rows already written
 * stand; unsupported views: 4.
 */
export function queryCommand(): Command {
  const all = (value: string, before: readonly string[]) => [...before, value]
  return new Command('query')
    .description('the rows of one SELECT over landed data: resource types, and views by their names')
    .argument('<directory>', 'the landed directory')
    .option(
      '--sql <file>',
      'the query; it declares parameters as "-- @param: since date" and names them as :since',
    )
    .option('--param <name=value>', 'the value of a parameter; may be given several times', all, [])
    .option('--view <file>', 'a ViewDefinition to query by its name; may be given several times', all, [])
    .option('--max-rows <number>', 'rows that may come', '1000000')
    .option('--max-seconds <number>', 'seconds that it may take', '60')
    .option('--threads <number>', 'threads that may be used')
    .option('--memory <size>', 'most memory that may be taken, as 1GB; what does not fit goes to disk', '1GB')
    .action(async (directory: string, options: Options) => {
      const views = await readViews(options.view)
      if (views === null) return
      await orViewFailure(options.sql ?? '', () => query(directory, options, views))
    })
}

async function query(directory: string, options: Options, views: readonly View[]): Promise<void> {
  const limits = {
    rows: wholeNumber('--max-rows', options.maxRows, { least: 1 }),
    seconds: decimal('--max-seconds', options.maxSeconds, { least: 0.001, most: 86_400 }),
  }
  const sql = textOf(given('--sql', options.sql))
  const engine = engineOptions(options)
  const parameters = Object.fromEntries(options.param.map(nameAndValue))
  for await (const rows of queryLanded(directory, { sql, parameters, views, limits, ...engine })) {
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  }
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
