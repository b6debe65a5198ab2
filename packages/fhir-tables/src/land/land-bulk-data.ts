import { mkdirSync, realpathSync, renameSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { BulkOutput, SourceFile } from './bulk-output.ts'
import type { View } from '../view.ts'
import { findBulkOutput } from './bulk-output.ts'
import { gatherDeletions, writeDeletions } from './deletions.ts'
import { damagedFile, readAll } from '../damaged-file.ts'
import { DataError } from '../data-error.ts'
import { joinSmallParts } from './join-small-parts.ts'
import { mergeParts } from './merge-parts.ts'
import { partWriter } from './part-writer.ts'
import { expectOwnNames } from '../expect-own-names.ts'
import { planView } from '../plan/plan-view.ts'
import { sourceReader } from './read-source.ts'
import { isStillTold, rejectFile } from './reject-file.ts'
import { resourceLength } from './scan-lines.ts'
import type { ScanPool } from './scan-pool.ts'
import { scanPool } from './scan-pool.ts'
import type { LandedFile, LandingTotals, Part, Snapshot } from './snapshot.ts'
import {
  nextSnapshotId,
  partPath,
  partsOf,
  readSnapshot,
  removeLeftovers,
  stoppedRejects,
  switchTo,
} from './snapshot.ts'
import { utcInstant } from './utc-instant.ts'
import { openWorkDatabase } from './work-database.ts'
import { writeViewTables } from './write-view-tables.ts'

export type LandingOptions = {
  /** An NDJSON file, a manifest, or a folder: see `findBulkOutput`. */
  readonly from: string
  /** The landed directory; made if absent. */
  readonly to: string
  /** The time of the landing. */
  readonly now: Date
  /** The share of what is read that may be rejected, 0 to 1. */
  readonly mostRejected: number
  /** Views whose rows are kept as tables beside the resources. */
  readonly views?: readonly View[]
  /** Threads that read, check and write, at least 1; as many as there are processors if absent. More than 4 are 4. */
  readonly threads?: number
  /** Memory of DuckDB, as `256MB`. */
  readonly memory?: string
  /** Told how far the reading is, often, and once when it is over. */
  readonly onProgress?: (progress: LandingProgress) => void
}

/** How far the reading of an export is, over once `files` is `ofFiles`; `bytes` are those of lines, unpacked. */
export type LandingProgress = { readonly files: number; readonly ofFiles: number; readonly bytes: number }

/** What a landing did. */
export type Landing = {
  readonly snapshot: Snapshot
  readonly totals: LandingTotals
  /** Files that were landed before and have not been touched since. */
  readonly skipped: number
  /** OperationOutcome files of the export, which are not landed. */
  readonly outcomes: readonly string[]
}

/**
 * Lands a Bulk Data export: one Parquet data set a resource type, of each resource its newest version, in a snapshot
 * that is seen whole or not at all.
 *
 * Incremental by type, id and `lastUpdated` (see `mergeParts`); a file that was landed and not touched since is not
 * read again, and the lines of it that were rejected are told again. A deletion is dated by the manifest's `transactionTime`, without one by when its file was written,
 * so that landing the same again deletes nothing that came back since. A bad line is left out alone and told in the
 * reject file; `read = loaded + unchanged + deleted + rejected`, in lines that are not blank and, of deletions, in
 * deleted resources.
 *
 * A view that fails on the data has no table in the snapshot, which says why.
 *
 * @throws {ViewError} for a view that cannot be run whatever the data, and for two of one name
 * @throws {DataError} if nothing can be read there, another landing holds the directory, a part that
 * landed before is damaged, a file is cut short, damaged
 * or holds another number of resources than the manifest says, or more than
 * `mostRejected` of what was read is rejected: then nothing changes and `rejects/stopped.ndjson` tells the lines
 */
export async function landBulkData(options: LandingOptions): Promise<Landing> {
  const { to, memory = '256MB', threads = availableParallelism() } = options
  const output = findBulkOutput(options.from)
  for (const view of options.views ?? []) planView(view)
  expectOwnNames(options.views ?? [])
  for (const folder of ['parts', 'snapshots', 'rejects']) mkdirSync(join(to, folder), { recursive: true })
  const pool = scanPool(threads)
  pool.expect(bytesToRead(output, readSnapshot(to)))
  let work: Awaited<ReturnType<typeof openWorkDatabase>> | null = null
  try {
    work = await openWorkDatabase(to, memory)
    removeLeftovers(to)
    mkdirSync(join(to, 'staging'), { recursive: true })
    const landing = await land(work.connection, options, output, pool)
    removeLeftovers(to)
    return landing
  } catch (error) {
    if (work !== null) removeLeftovers(to)
    throw error
  } finally {
    work?.close()
    await pool.close()
  }
}

async function land(
  connection: DuckDBConnection,
  { from, to, now, mostRejected, views = [], memory, onProgress = () => undefined }: LandingOptions,
  output: BulkOutput,
  pool: ScanPool,
): Promise<Landing> {
  const current = readSnapshot(to)
  const id = nextSnapshotId(current)
  const writer = partWriter(to, id)
  const rejects = rejectFile(to, id)
  const deletions = new Map<string, string>()
  let deletedAt = ''
  const files: Record<string, LandedFile> = { ...current?.files }
  const totals = { read: 0, loaded: 0, unchanged: 0, deleted: 0, rejected: 0 }
  let skipped = 0
  let counted = { resources: 0, deletions: 0, rejected: 0 }
  const folder = statSync(from).isDirectory() ? from : dirname(from)
  let name = ''
  const progress = { files: 0, ofFiles: output.files.length, bytes: 0 }
  const read = sourceReader(
    output,
    {
      scanned: (bytes, found) => {
        counted.resources += found.resources.length / resourceLength
        counted.deletions += found.deletions.length
        writer.add(bytes, found)
        for (const { type, id: deleted } of found.deletions) {
          const reference = `${type}/${deleted}`
          if (deletedAt > (deletions.get(reference) ?? '')) deletions.set(reference, deletedAt)
        }
      },
      rejected: (line) => {
        counted.rejected++
        rejects.add({ file: name, ...line })
      },
      read: (bytes) => {
        progress.bytes += bytes
        onProgress({ ...progress })
      },
      ready: writer.ready,
    },
    pool,
  )
  try {
    for (const [done, source] of output.files.entries()) {
      progress.files = done
      const path = realpathSync(source.path)
      const before = identityOf(path, source)
      const landed = files[path]
      const isTold = landed?.rejected === 0 || isStillTold(to, landed?.told, current?.rejects ?? null)
      if (landed?.identity === before && isTold) {
        expectCount(source, landed.resources + landed.rejected)
        skipped++
        if (landed.told !== undefined) files[path] = { ...landed, told: rejects.repeat(landed.told) }
        totals.rejected += landed.rejected
        totals.unchanged += landed.resources + landed.deletions
        totals.read += landed.resources + landed.deletions + landed.rejected
        continue
      }
      counted = { resources: 0, deletions: 0, rejected: 0 }
      name = relative(folder, source.path)
      const toldBefore = rejects.length()
      deletedAt = output.transactionTime ?? writtenAt(path, now)
      await read(source)
      expectCount(source, counted.resources + counted.rejected)
      totals.read += counted.resources + counted.deletions + counted.rejected
      totals.rejected += counted.rejected
      totals.unchanged += counted.deletions
      const told = rejects.toldSince(toldBefore)
      if (isSettled(path, before, source, now))
        files[path] = { identity: before, ...counted, ...(told !== undefined && { told }) }
      else delete files[path]
    }
  } catch (error) {
    await writer.finish().catch(() => undefined)
    rejects.close()
    throw error
  }
  onProgress({ ...progress, files: output.files.length })
  await pool.close()
  const fresh = await writer.finish()
  const rejectsFile = rejects.close()
  if (totals.rejected > mostRejected * totals.read) {
    if (rejectsFile !== null) renameSync(join(to, rejectsFile), join(to, stoppedRejects))
    const found = `${totals.rejected} of ${totals.read} lines, see ${join(to, stoppedRejects)}`
    throw new DataError(
      from,
      null,
      `expected at most ${Number((100 * mostRejected).toFixed(6))} % of lines to be rejected, found ${found}`,
    )
  }
  const types: Record<string, readonly Part[]> = { ...current?.types }
  const touched = new Set([
    ...fresh.keys(),
    ...[...deletions.keys()].map((key) => key.slice(0, key.indexOf('/'))),
  ])
  let deleted: number
  try {
    deleted = await gatherDeletions(connection, to, current?.deletions ?? null, deletions)
    totals.deleted += deleted
    totals.unchanged -= deleted
    for (const type of touched) {
      const parts = {
        old: types[type] ?? [],
        fresh: fresh.get(type) ?? [],
        mayRepeat: writer.mayRepeat(type),
      }
      const merged = await mergeParts(connection, { directory: to, snapshotId: id, type, ...parts })
      totals.loaded += merged.loaded
      totals.unchanged += merged.unchanged
      const joined = await joinSmallParts(connection, { directory: to, snapshotId: id, type }, merged.parts)
      if (joined.length === 0) delete types[type]
      else types[type] = joined
    }
  } catch (error) {
    const old = current === null ? [] : partsOf(current)
    const paths = old.map((part) => partPath(to, part))
    throw (await damagedFile(error, paths, (path) => connection.run(readAll(path)))) ?? error
  }
  const before = current?.tables ?? {}
  const { tables, failedViews } = await writeViewTables(to, id, types, {
    views,
    before,
    ...(memory !== undefined && { memory }),
  })
  const isKnown =
    isSame(tables, before) && JSON.stringify(failedViews) === JSON.stringify(current?.failedViews ?? {})
  const isNothingNew = skipped === output.files.length && totals.rejected === current?.totals.rejected
  if (current !== null && isNothingNew && isKnown) {
    return { snapshot: current, totals, skipped, outcomes: output.outcomes }
  }
  const snapshot: Snapshot = {
    format: 1,
    id,
    landedAt: now.toISOString(),
    totals,
    types,
    deletions: deleted === 0 ? (current?.deletions ?? null) : await writeDeletions(connection, to, id),
    tables,
    ...(Object.keys(failedViews).length > 0 && { failedViews }),
    files,
    rejects: rejectsFile,
  }
  switchTo(to, snapshot)
  return { snapshot, totals, skipped, outcomes: output.outcomes }
}

function isSame(tables: Snapshot['tables'], before: Snapshot['tables']): boolean {
  const names = Object.keys(tables)
  return (
    names.length === Object.keys(before).length &&
    names.every((name) => tables[name]!.origin === before[name]?.origin)
  )
}

/** When a file was written, not later than now, as `utcInstant` writes it. */
function writtenAt(path: string, now: Date): string {
  const time = Math.min(statSync(path).mtimeMs, now.getTime())
  return utcInstant(new Date(time).toISOString())!
}

function expectCount({ path, count }: SourceFile, found: number): void {
  if (count === null || count === found) return
  throw new DataError(path, null, `expected ${count} resources as the manifest says, found ${found}`)
}

/** Bytes of the files that have not been landed as they are. */
function bytesToRead({ files }: BulkOutput, current: Snapshot | null): number {
  return files.reduce((sum, source) => {
    const path = realpathSync(source.path)
    const isLanded = current?.files[path]?.identity === identityOf(path, source)
    return isLanded ? sum : sum + statSync(path).size
  }, 0)
}

/** Changes whenever the bytes of a file may have. */
function identityOf(path: string, { holds, type }: SourceFile): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true })
  return [size, mtimeNs, ctimeNs, ino, holds, type ?? ''].join(' ')
}

/** Whether a file has kept still while it was read, and so long before that a later change gives it another time. */
function isSettled(path: string, identity: string, source: SourceFile, now: Date): boolean {
  const { mtimeMs, ctimeMs } = statSync(path)
  return identityOf(path, source) === identity && Math.max(mtimeMs, ctimeMs) < now.getTime() - 2000
}
