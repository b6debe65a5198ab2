import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { DataError } from '../data-error.ts'
import { isNdjson } from '../ndjson-file.ts'
import { reasonOf } from './reason-of.ts'
import { utcInstant } from './utc-instant.ts'

/** One NDJSON file to land. */
export type SourceFile = {
  readonly path: string
  readonly holds: 'resources' | 'deletions'
  /** The one type that the manifest names for it; null where it may hold any. */
  readonly type: string | null
  /** How many resources the manifest says it holds; null where it does not say, or not of these alone. */
  readonly count: number | null
}

/** A Bulk Data export as it lies on disk. */
export type BulkOutput = {
  readonly files: readonly SourceFile[]
  /** When the server took its data, as `utcInstant` writes it; null without a manifest. */
  readonly transactionTime: string | null
  /** Whether lines of Parameters head the resources of one patient or organisation (`outputOrganizedBy`). */
  readonly hasHeaders: boolean
  /** Files of OperationOutcome that tell what the export could not give. */
  readonly outcomes: readonly string[]
}

/**
 * Finds what is to be landed: one NDJSON file, a manifest of Bulk Data 2, 3 or 4, or a folder, with a
 * `manifest.json` or bare. Pages of a manifest (`link`) are followed. Of a bare folder every `*.ndjson`, `.ndjson.gz`
 * and `.ndjson.zst` is landed, and those in its folder `deleted` are deletions; a client's `log.ndjson` is left out.
 *
 * The files of a manifest lie beside it: of an absolute address its last part is the name. Nothing is fetched.
 *
 * @throws {DataError} if something is not there, a manifest is not one, or a file of it is absent or outside its folder
 */
export function findBulkOutput(from: string): BulkOutput {
  const place = resolve(from)
  let isFolder: boolean
  try {
    isFolder = statSync(place).isDirectory()
  } catch (error) {
    throw new DataError(from, null, `expected a file or folder that can be read, found ${reasonOf(error)}`)
  }
  if (isFolder) {
    const manifest = join(place, 'manifest.json')
    return existsSync(manifest) ? readManifest(manifest) : bareFolder(place)
  }
  if (/\.json$/i.test(place)) return readManifest(place)
  if (!isNdjson(place)) {
    throw new DataError(
      from,
      null,
      'expected a folder, a manifest (.json) or .ndjson, .ndjson.gz, .ndjson.zst',
    )
  }
  return { ...bare, files: [{ path: place, holds: 'resources', type: null, count: null }] }
}

const bare = { transactionTime: null, hasHeaders: false, outcomes: [] } as const

function bareFolder(folder: string): BulkOutput {
  const named = (inside: string): readonly string[] =>
    existsSync(inside)
      ? readdirSync(inside)
          .filter((name) => isNdjson(name) && basename(name) !== 'log.ndjson')
          .toSorted()
          .map((name) => join(inside, name))
      : []
  const files: readonly SourceFile[] = [
    ...named(folder).map((path) => ({ path, holds: 'resources', type: null, count: null }) as const),
    ...named(join(folder, 'deleted')).map(
      (path) => ({ path, holds: 'deletions', type: null, count: null }) as const,
    ),
  ]
  if (files.length === 0)
    throw new DataError(folder, null, 'expected .ndjson, .ndjson.gz or .ndjson.zst files, found none')
  return { ...bare, files }
}

type Page = {
  readonly transactionTime?: unknown
  readonly outputOrganizedBy?: unknown
  readonly output?: unknown
  readonly deleted?: unknown
  readonly error?: unknown
  readonly outcome?: unknown
  readonly link?: unknown
}

/** Bulk Data 2 and 3 call the outcomes `error`, 4 `outcome`; 3 and 4 may cut the manifest into pages. */
function readManifest(first: string): BulkOutput {
  const files: SourceFile[] = []
  const outcomes: string[] = []
  const seen = new Set<string>()
  let transactionTime: string | null = null
  let hasHeaders = false
  for (let next: string | null = first; next !== null && !seen.has(next);) {
    const at: string = next
    seen.add(at)
    const page = readPage(at)
    const listed = (name: keyof Page) => entriesOf(at, name, page[name])
    const organized = typeof page.outputOrganizedBy === 'string' && page.outputOrganizedBy !== ''
    hasHeaders ||= organized
    for (const { path, type, count } of listed('output')) {
      files.push({
        path,
        holds: 'resources',
        type: organized ? null : type,
        count: organized ? null : count,
      })
    }
    for (const { path } of listed('deleted'))
      files.push({ path, holds: 'deletions', type: null, count: null })
    for (const name of ['error', 'outcome'] as const) outcomes.push(...listed(name).map(({ path }) => path))
    transactionTime ??= timeOf(at, page.transactionTime)
    next = nextPage(at, page.link)
  }
  return { files, transactionTime, hasHeaders, outcomes }
}

function readPage(path: string): Page {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new DataError(path, null, `expected a manifest that can be read, found ${reasonOf(error)}`)
  }
  try {
    const page: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (page !== null && typeof page === 'object' && 'output' in page) return page
  } catch (error) {
    throw new DataError(path, null, `expected a manifest of JSON, found ${(error as Error).message}`)
  }
  throw new DataError(path, null, 'expected a manifest with output, found none')
}

function timeOf(path: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  const time = typeof value === 'string' ? utcInstant(value) : null
  if (time !== null) return time
  throw new DataError(`${path}, transactionTime`, null, `expected an instant, found ${JSON.stringify(value)}`)
}

type Entry = Pick<SourceFile, 'path' | 'type' | 'count'>

function entriesOf(manifest: string, name: string, value: unknown): readonly Entry[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new DataError(`${manifest}, ${name}`, null, 'expected a list')
  return value.map((entry: unknown, index) => {
    const at = `${manifest}, ${name}[${index}]`
    if (entry === null || typeof entry !== 'object')
      throw new DataError(at, null, 'expected an object with type and url')
    const { type, url, count } = entry as Readonly<Record<string, unknown>>
    if (typeof url !== 'string') throw new DataError(`${at}.url`, null, 'expected text')
    if (type !== undefined && typeof type !== 'string')
      throw new DataError(`${at}.type`, null, 'expected text')
    if (count !== undefined && !(Number.isSafeInteger(count) && Number(count) >= 0)) {
      throw new DataError(`${at}.count`, null, `expected a whole number, found ${JSON.stringify(count)}`)
    }
    return {
      type: type ?? null,
      count: count === undefined ? null : Number(count),
      path: fileOf(manifest, `${at}.url`, url),
    }
  })
}

/** The file of an address in a manifest, in the manifest's folder; packed files answer for their plain names. */
function fileOf(manifest: string, at: string, url: string): string {
  const folder = dirname(manifest)
  const path = join(folder, nameOf(at, url))
  const inside = relative(folder, path)
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new DataError(
      at,
      null,
      `expected a file in the folder of the manifest, found ${JSON.stringify(url)}`,
    )
  }
  const candidates = [path, `${path}.ndjson`, `${path}.gz`, `${path}.zst`]
  if (inside === '')
    throw new DataError(at, null, `expected a file beside the manifest, found ${JSON.stringify(url)}`)
  const found = candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile())
  if (found === undefined)
    throw new DataError(at, null, `expected the file ${inside} beside the manifest, found none`)
  return found
}

function nameOf(at: string, url: string): string {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(url) ? URL.parse(url)?.pathname : url.split(/[?#]/)[0]
  if (address === undefined)
    throw new DataError(at, null, `expected an address, found ${JSON.stringify(url)}`)
  try {
    const name = decodeURIComponent(address)
    return name === url || !/^[a-z][a-z0-9+.-]*:/i.test(url) ? name : basename(name)
  } catch {
    throw new DataError(at, null, `expected an address, found ${JSON.stringify(url)}`)
  }
}

function nextPage(manifest: string, link: unknown): string | null {
  if (!Array.isArray(link)) return null
  const next = (link as readonly ({ readonly relation?: unknown; readonly url?: unknown } | null)[]).find(
    (entry) => entry?.relation === 'next',
  )
  if (next === undefined) return null
  if (typeof next?.url !== 'string')
    throw new DataError(`${manifest}, link`, null, 'expected the url of the next page')
  return fileOf(manifest, `${manifest}, link`, next.url)
}
