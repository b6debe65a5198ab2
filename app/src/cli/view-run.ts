import { startProcess } from '@rounds/fhir-tables/start-process'
import { Command } from 'commander'
import type { ViewRunOptions } from './make-view-rows.ts'
import { orViewFailure } from './view-failure.ts'
import { startRows } from './write-rows.ts'

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
    .action(async (options: ViewRunOptions) => {
      const file = options.view ?? ''
      if (options.explain === true) {
        const { explainView } = await import('./explain-view.ts')
        return await orViewFailure(file, async () => explainView(options))
      }
      const started = options.out === undefined ? startRows({ isNdjson: true }) : startProcess()
      try {
        const { makeViewRows } = await import('./make-view-rows.ts')
        await orViewFailure(file, () => makeViewRows(options, started))
      } finally {
        await started.remove()
      }
    })
}
