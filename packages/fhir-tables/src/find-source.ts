import fs from 'node:fs'
import path from 'node:path'
import { DataError } from './data-error.ts'
import { isResource } from './definitions/elements.ts'
import { partPath, readSnapshot } from './land/snapshot.ts'
import type { Source } from './sql/dialect.ts'

const NDJSON = /\.(ndjson|jsonl)(\.gz|\.zst)?$/i
const PARQUET = /\.parquet$/i

/**
 * The files in which the resources of one type stand.
 *
 * A file is taken for what its name begins with, as Bulk Data names them (`Patient.ndjson`, `Observation.0001.ndjson.gz`):
 * those of other types are left out, and one that begins with no type may hold any and is read line by line.
 *
 * @param paths  files, folders (not those inside them), landed directories and patterns with `*`
 * @throws {DataError} for a path where nothing is, for parts of a landed directory, or where no file may hold the type
 */
export function findSource(paths: readonly string[], resource: string): Source {
  const found = paths.flatMap((given) => filesAt(given, resource))
  const files = [...new Set(found)].filter((file) => [resource, null].includes(typeOf(file)))
  if (files.length === 0 && paths.every((given) => readSnapshot(given) !== null))
    return { kind: 'parquet', files, mixed: false }
  if (files.length === 0)
    throw new DataError(paths.join(', '), null, `expected files of ${resource}, found none`)
  const parquet = files.filter((file) => PARQUET.test(file))
  if (parquet.length > 0 && parquet.length < files.length) {
    throw new DataError(parquet[0]!, null, 'expected NDJSON or Parquet, found both')
  }
  return {
    kind: parquet.length > 0 ? 'parquet' : 'ndjson',
    files,
    mixed: files.some((file) => typeOf(file) === null),
  }
}

function filesAt(given: string, resource: string): readonly string[] {
  const stat = fs.statSync(given, { throwIfNoEntry: false })
  refuseInside(given)
  if (stat?.isDirectory() === true) return landedIn(given, resource) ?? inFolder(given)
  if (stat !== undefined) {
    if (isData(given)) return [given]
    throw new DataError(
      given,
      null,
      'expected a name that ends in .ndjson, .ndjson.gz, .ndjson.zst or .parquet',
    )
  }
  const matches = /[*?[{]/.test(given) ? fs.globSync(given).filter(isData).toSorted() : []
  if (matches.length === 0)
    throw new DataError(given, null, 'expected a file or folder with data, found nothing')
  return matches
}

/** What the snapshot of a landed directory holds of a type. */
function landedIn(folder: string, resource: string): readonly string[] | null {
  const parts = readSnapshot(folder)?.types
  return parts === undefined ? null : (parts[resource] ?? []).map((part) => partPath(folder, part))
}

/** Parts of a landed directory hold versions that were replaced or deleted since; its snapshot says what stands. */
function refuseInside(given: string): void {
  for (let at = path.resolve(given); at !== path.dirname(at); at = path.dirname(at)) {
    const landed = path.dirname(at)
    if (path.basename(at) !== 'parts' || readSnapshot(landed) === null) continue
    throw new DataError(given, null, `expected the landed directory ${landed}, which says what of this holds`)
  }
}

function inFolder(folder: string): readonly string[] {
  return fs
    .readdirSync(folder)
    .filter(isData)
    .toSorted()
    .map((name) => path.join(folder, name))
}

function isData(file: string): boolean {
  return NDJSON.test(file) || PARQUET.test(file)
}

/** The resource type with which the name of a file begins; of landed Parquet, the name of its folder. */
function typeOf(file: string): string | null {
  const landed = PARQUET.test(file) ? [path.basename(path.dirname(file))] : []
  const words = [path.basename(file), ...landed].map((name) => /^[A-Za-z]+/.exec(name)?.[0] ?? '')
  return words.find(isResource) ?? null
}
