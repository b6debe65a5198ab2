import { landBulkData, type LandingProgress, type View } from '@rounds/fhir-tables'
import { Command } from 'commander'
import { engineOptions } from './engine-options.ts'
import { landingReport } from './landing-report.ts'
import { decimal, given } from './option-values.ts'
import { progressLine } from './progress-line.ts'
import { readDefinitions, readRunnableView } from './read-definitions.ts'
import { orViewFailure } from './view-failure.ts'

type Options = {
  readonly from?: string
  readonly to?: string
  readonly view?: readonly string[]
  readonly maxRejected: string
  readonly threads?: string
  readonly memory?: string
  readonly json?: boolean
}

/**
 * `data land`: lands a Bulk Data export as Parquet, in a snapshot that is seen whole or not at all. Bad input, or
 * more bad lines than may be: exit code 2, and what was landed before stands. A view that fails on the data: 1, and
 * everything else has landed.
 */
export function landCommand(): Command {
  const all = (value: string, before: readonly string[] = []) => [...before, value]
  return new Command('land')
    .description(
      'land FHIR Bulk Data (NDJSON) as Parquet: what is new, changed or deleted since; ' +
        'where standard error is a terminal, it tells how far it is',
    )
    .option('--from <path>', 'a manifest, a folder of .ndjson, .ndjson.gz, .ndjson.zst, or one such file')
    .option('--to <directory>', 'the landed directory; made if absent')
    .option('--view <file>', 'a ViewDefinition whose rows are kept as a table; several times', all)
    .option('--max-rejected <share>', 'share of lines that may be rejected, 0 to 1', '0.05')
    .option(
      '--threads <number>',
      'threads that read, check and write, at most 4, because more are of no use; as many as there are processors if not given',
    )
    .option(
      '--memory <size>',
      'most memory that DuckDB may take, as 1GB; what does not fit goes to disk',
      '256MB',
    )
    .option('--json', 'write JSON')
    .action(async (options: Options) => {
      const views = await readDefinitions(options.view ?? [], readRunnableView)
      if (views === null) return
      await orViewFailure(
        options.from ?? '',
        async () => void process.stdout.write(await landed(options, views)),
      )
    })
}

async function landed(options: Options, views: readonly View[]): Promise<string> {
  const from = given('--from', options.from, 'a file or folder')
  const to = given('--to', options.to, 'a directory')
  const mostRejected = decimal('--max-rejected', options.maxRejected, { least: 0, most: 1 })
  const engine = { memory: '256MB', ...engineOptions(options) }
  const line = progressLine(process.stderr)
  const onProgress = (progress: LandingProgress) =>
    progress.files === progress.ofFiles
      ? line.keep(`${progressText(progress)}, merging`)
      : line.show(() => progressText(progress))
  const landing = await landBulkData({
    from,
    to,
    now: new Date(),
    mostRejected,
    views,
    ...engine,
    onProgress,
  }).finally(line.end)
  const { snapshot, totals, skipped, outcomes } = landing
  const { failedViews = {}, rejects } = snapshot
  if (Object.keys(failedViews).length > 0) process.exitCode = 1
  if (options.json === true) {
    return `${JSON.stringify({ snapshot: snapshot.id, ...totals, skipped, rejects, outcomes, failedViews })}\n`
  }
  return landingReport(to, snapshot, totals, [
    ...(skipped === 0 ? [] : [`files not touched since they were landed, and not read again: ${skipped}`]),
    ...(outcomes.length === 0
      ? []
      : [`files in which the export tells what it could not give: ${outcomes.length}`]),
  ])
}

function progressText({ files, ofFiles, bytes }: LandingProgress): string {
  return `${files} of ${ofFiles} files, ${Math.round(bytes / 1e6)} MB`
}
