import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DataError } from '../data-error.ts'
import type { Misshapen } from '../misshapen.ts'
import { reasonOf } from './reason-of.ts'

/** One Parquet file: columns `id`, `last_updated` (see `utcInstant`; NULL where absent) and `resource`, JSON text. */
export type Part = {
  readonly file: string
  readonly rows: number
  /** Where its resources may be misshapen, and nowhere else; absent or null where nobody looked. */
  readonly misshapen?: Misshapen
}

/** The rows of a view; `origin` tells of which definition and which parts. */
export type ViewTable = { readonly part: Part; readonly origin: string }

/** Where in a file of rejected lines those of one file stand, as offsets of bytes. */
export type ToldLines = { readonly file: string; readonly start: number; readonly end: number }

/** What was read of a file, so that the same file need not be read again. */
export type LandedFile = {
  readonly identity: string
  readonly resources: number
  readonly deletions: number
  readonly rejected: number
  /** Where its rejected lines are told; absent for none. */
  readonly told?: ToldLines
}

/** What became of what was read: `read` is the sum of the others. */
export type LandingTotals = {
  readonly read: number
  readonly loaded: number
  readonly unchanged: number
  readonly deleted: number
  readonly rejected: number
}

/** Everything that one landing left, whole; never changed once written. */
export type Snapshot = {
  readonly format: 1
  readonly id: string
  readonly landedAt: string
  readonly totals: LandingTotals
  /** By resource type, the files that hold it; paths in the folder `parts`. */
  readonly types: Readonly<Record<string, readonly Part[]>>
  /** Parquet of `type`, `id`, `deleted_at`, in the folder `parts`; null where nothing was ever deleted. */
  readonly deletions: Part | null
  /** By name, the views that were given with the landing. */
  readonly tables: Readonly<Record<string, ViewTable>>
  /** By name, why a view that was given has no table; absent for none. */
  readonly failedViews?: Readonly<Record<string, string>>
  readonly files: Readonly<Record<string, LandedFile>>
  /** The file of the lines that this landing rejected, in the folder `rejects`; null for none. */
  readonly rejects: string | null
}

const pointer = 'current'

/** The file of the lines for which the latest stopped landing stopped. */
export const stoppedRejects = join('rejects', 'stopped.ndjson')

/** Where a part of a landed directory is. */
export function partPath(directory: string, part: Part): string {
  return join(directory, 'parts', part.file)
}

/**
 * The snapshot that a landed directory now holds; null where nothing has landed.
 *
 * @throws {DataError} if what the directory says of itself cannot be read
 */
export function readSnapshot(directory: string): Snapshot | null {
  const file = join(directory, pointer)
  if (!existsSync(file)) return null
  return readSnapshotNamed(directory, readText(file).trim())
}

function readSnapshotNamed(directory: string, id: string): Snapshot {
  const file = join(directory, 'snapshots', `${id}.json`)
  if (!/^\d{6,}$/.test(id))
    throw new DataError(join(directory, pointer), null, 'expected the number of a snapshot')
  let snapshot: Snapshot
  try {
    snapshot = JSON.parse(readText(file)) as Snapshot
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError(file, null, `expected a snapshot of JSON, found ${(error as Error).message}`)
  }
  if (snapshot.format !== 1)
    throw new DataError(file, null, `expected format 1, found ${String(snapshot.format)}`)
  return snapshot
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new DataError(file, null, `expected a file that can be read, found ${reasonOf(error)}`)
  }
}

/** The number of the snapshot after this one. */
export function nextSnapshotId(current: Snapshot | null): string {
  return String(current === null ? 1 : Number(current.id) + 1).padStart(6, '0')
}

/**
 * Makes a snapshot the current one: everything it names is on disk before the pointer is renamed, so a power cut or
 * kill at any moment leaves the one before or this one.
 */
export function switchTo(directory: string, snapshot: Snapshot): void {
  if (snapshot.rejects !== null) syncFile(join(directory, snapshot.rejects))
  const written = partsOf(snapshot).filter(({ file }) => file.includes(`/${snapshot.id}-`))
  for (const part of written) syncFile(partPath(directory, part))
  const folders = new Set(written.map((part) => dirname(partPath(directory, part))))
  for (const folder of folders) syncFile(folder)
  for (const folder of ['parts', 'rejects']) syncFile(join(directory, folder))
  writeDurably(join(directory, 'snapshots', `${snapshot.id}.json`), `${JSON.stringify(snapshot)}\n`)
  syncFile(join(directory, 'snapshots'))
  writeDurably(join(directory, `${pointer}.next`), `${snapshot.id}\n`)
  renameSync(join(directory, `${pointer}.next`), join(directory, pointer))
  syncFile(directory)
}

/** Every Parquet file of a snapshot. */
export function partsOf(snapshot: Snapshot): readonly Part[] {
  return [
    ...Object.values(snapshot.types).flat(),
    ...Object.values(snapshot.tables).map(({ part }) => part),
    ...(snapshot.deletions === null ? [] : [snapshot.deletions]),
  ]
}

export function writeDurably(file: string, text: string): void {
  writeFileSync(file, text)
  syncFile(file)
}

/** Waits until a file, or the names in a folder, are on disk. */
function syncFile(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Removes what neither the current snapshot nor the one before it names, rejected lines among it: what a killed or
 * stopped landing left, and what is no longer read. Readers of the snapshot before keep their files until the landing
 * after; the lines for which a landing stopped are kept until the next one that stops.
 */
export function removeLeftovers(directory: string): void {
  const current = readSnapshot(directory)
  const before = current === null ? null : snapshotBefore(directory, current)
  const kept = [current, before].filter((snapshot) => snapshot !== null)
  const ids = new Set(kept.map(({ id }) => `${id}.json`))
  const files = new Set(kept.flatMap((snapshot) => partsOf(snapshot).map(({ file }) => file)))
  rmSync(join(directory, 'staging'), { recursive: true, force: true })
  rmSync(join(directory, `${pointer}.next`), { force: true })
  for (const name of namesIn(join(directory, 'snapshots'))) {
    if (!ids.has(name)) rmSync(join(directory, 'snapshots', name))
  }
  const rejects = new Set([stoppedRejects, ...kept.map((snapshot) => snapshot.rejects)])
  for (const name of namesIn(join(directory, 'rejects'))) {
    if (!rejects.has(join('rejects', name))) rmSync(join(directory, 'rejects', name))
  }
  for (const type of namesIn(join(directory, 'parts'))) {
    for (const name of namesIn(join(directory, 'parts', type))) {
      if (!files.has(`${type}/${name}`)) rmSync(join(directory, 'parts', type, name))
    }
  }
}

function snapshotBefore(directory: string, current: Snapshot): Snapshot | null {
  const id = String(Number(current.id) - 1).padStart(6, '0')
  return existsSync(join(directory, 'snapshots', `${id}.json`)) ? readSnapshotNamed(directory, id) : null
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}
