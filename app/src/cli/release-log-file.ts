import { existsSync, renameSync, writeFileSync } from 'node:fs'
import type { ReleaseLog } from '@rounds/methods'
import { z } from 'zod'
import { InputError } from './located-csv.ts'
import { readJsonFile } from './read-json-file.ts'

const schema = z.strictObject({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  releases: z.array(
    z.strictObject({
      by: z.array(z.string()).min(1),
      published: z.array(z.strictObject({ labels: z.array(z.string().nullable()), count: z.int().min(0) })),
    }),
  ),
})

/**
 * The log of what has left of a table of counts; an empty one where there is no file yet.
 *
 * @param fingerprint  of the table of counts
 * @throws {InputError} if the file is no such log
 */
export function readReleaseLog(file: string, fingerprint: string): ReleaseLog {
  if (!existsSync(file)) return { fingerprint, releases: [] }
  const read = schema.safeParse(readJsonFile(file))
  if (read.success) return read.data
  const [problem] = read.error.issues
  throw new InputError(
    file,
    null,
    `expected a log of releases, found at ${problem!.path.join('.') || 'the top'}: ${problem!.message}`,
  )
}

/** Replaces the log at once, so that a release is in it whole or not at all. */
export function writeReleaseLog(file: string, log: ReleaseLog): void {
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify(log)}\n`, { flush: true })
    renameSync(`${file}.new`, file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unwritable'
    throw new InputError(file, null, `expected a file that can be written, found ${code}`)
  }
}
