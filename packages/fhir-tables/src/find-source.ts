import fs from 'node:fs'
import path from 'node:path'
import { DataError } from './data-error.ts'
import { isResource } from './definitions/elements.ts'
import { landedSource } from './land/landed-source.ts'
import { readSnapshot } from './land/snapshot.ts'
import type { Misshapen } from './misshapen.ts'
import { misshapenOf } from './misshapen.ts'
import { isNdjson } from './ndjson-file.ts'
import type { Source } from './sql/dialect.ts'

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
  const found = paths.map((given) => sourceAt(given, resource))
  const named = found.flatMap((one) => one.files).map((file) => [path.resolve(file), file] as const)
  const files = [...new Map(named).values()].filter((file) => [resource, null].includes(typeOf(file)))
  const misshapen = misshapenOf(found.map((one) => one.misshapen))
  if (files.length === 0 && paths.every((given) => readSnapshot(given) !== null))
    return { kind: 'parquet', files, mixed: false, misshapen }
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
    misshapen,
  }
}

type FoundFiles = { readonly files: readonly string[]; readonly misshapen: Misshapen }

function sourceAt(given: string, resource: string): FoundFiles {
  const snapshot = fs.existsSync(given) ? readSnapshot(given) : null
  if (snapshot === null) return { files: filesAt(given), misshapen: null }
  const { files, misshapen = null } = landedSource(given, snapshot.types[resource] ?? [])
  return { files, misshapen }
}

function filesAt(given: string): readonly string[] {
  const stat = fs.statSync(given, { throwIfNoEntry: false })
  refuseInside(given)
  if (stat?.isDirectory() === true) return inFolder(given)
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
  return isNdjson(file) || PARQUET.test(file)
}

/** The resource type with which the name of a file begins; of landed Parquet, the name of its folder. */
function typeOf(file: string): string | null {
  const landed = PARQUET.test(file) ? [path.basename(path.dirname(file))] : []
  const words = [path.basename(file), ...landed].map((name) => /^[A-Za-z]+/.exec(name)?.[0] ?? '')
  return words.find(isResource) ?? null
}
