import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { syntheticResources } from './synthetic-resources.ts'
import { syntheticStory } from './synthetic-story.ts'

/** How many of one type were written. */
export type SyntheticCount = { readonly type: string; readonly count: number }

const flushAt = 1 << 20

/**
 * Writes synthetic patients as a server's Bulk Data export looks once downloaded: one NDJSON file a type and a
 * `manifest.json`, whose `extension` says that the data are synthetic and what is true of them.
 *
 * @param options.patients  how many, a whole number from 0
 * @param options.seed      the number from which `random` was made; written to the manifest
 * @param options.random    uniform numbers in [0, 1)
 * @param directory         made if absent; files of the same names are replaced
 */
export function writeSynthetic(
  options: { readonly patients: number; readonly seed: number; readonly random: () => number },
  directory: string,
): readonly SyntheticCount[] {
  mkdirSync(directory, { recursive: true })
  const files = new Map<string, { readonly file: number; count: number; pending: string }>()
  try {
    for (const resource of syntheticResources(options.patients, options.random)) {
      const type = resource.resourceType
      let open = files.get(type)
      if (open === undefined) {
        open = { file: openSync(join(directory, `${type}.ndjson`), 'w'), count: 0, pending: '' }
        files.set(type, open)
      }
      open.count++
      open.pending += `${JSON.stringify(resource)}\n`
      if (open.pending.length > flushAt) {
        writeSync(open.file, open.pending)
        open.pending = ''
      }
    }
    for (const open of files.values()) writeSync(open.file, open.pending)
  } finally {
    for (const { file } of files.values()) closeSync(file)
  }
  const counts = [...files].map(([type, { count }]) => ({ type, count }))
  const manifest = {
    transactionTime: `${syntheticStory.until}T00:00:00.000-04:00`,
    request: 'http://example.org/fhir/$export',
    requiresAccessToken: false,
    output: counts.map(({ type, count }) => ({ type, url: `${type}.ndjson`, count })),
    deleted: [],
    error: [],
    extension: {
      synthetic: { patients: options.patients, seed: options.seed, ...syntheticStory },
    },
  }
  writeFileSync(join(directory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return counts
}
