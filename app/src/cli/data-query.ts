import { Command } from 'commander'
import type { QueryOptions } from './make-query-rows.ts'
import { startRows } from './write-rows.ts'

/**
 * `data query`: the rows of one SELECT over landed data, as NDJSON or CSV. Bad input: exit code 2, and rows already written
 * stand; unsupported views: 4.
 */
export function queryCommand(): Command {
  const all = (value: string, before: readonly string[] = []) => [...before, value]
  return new Command('query')
    .description('the rows of one SELECT over landed data: resource types, and views by their names')
    .argument('<directory>', 'the landed directory')
    .option(
      '--sql <file>',
      'the query; it declares parameters as "-- @param: since date" and names them as :since. Or a SQLQuery, as .json',
    )
    .option('--param <name=value>', 'the value of a parameter; may be given several times', all)
    .option(
      '--view <file>',
      'a ViewDefinition to query by its name, or, for a SQLQuery, one, a SQLView or a ValueSet; several times',
      all,
    )
    .option('--max-rows <number>', 'rows that may come', '1000000')
    .option('--max-seconds <number>', 'seconds that it may take', '60')
    .option('--csv', 'write CSV with a header instead of NDJSON')
    .option('--threads <number>', 'threads that may be used')
    .option('--memory <size>', 'most memory that may be taken, as 1GB; what does not fit goes to disk', '1GB')
    .action(async (directory: string, options: QueryOptions) => {
      const started = startRows({ isNdjson: options.csv !== true })
      try {
        const { makeQueryRows } = await import('./make-query-rows.ts')
        await makeQueryRows(directory, options, started)
      } finally {
        await started.remove()
      }
    })
}
