import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { ReleaseLog } from '@rounds/methods'
import { z } from 'zod'
import { InputError } from './input-error.ts'
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

/**
 * Replaces the log at once, so that a release is in it whole or not at all.
 *
 * @param before  the log as it was read; where another release was entered since, this one is refused, because it was
 *                not protected against that one
 */
export function writeReleaseLog(file: string, before: ReleaseLog, after: ReleaseLog): void {
  const made = `${file}.new`
  try {
    writeFileSync(made, `${JSON.stringify(after)}\n`, { flag: 'wx', flush: true })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unwritable'
    if (code !== 'EEXIST')
      throw new InputError(file, null, `expected a file that can be written, found ${code}`)
    throw new InputError(
      made,
      null,
      'expected no other release at the same moment, found one (remove it if none is made)',
    )
  }
  if (JSON.stringify(readReleaseLog(file, before.fingerprint)) !== JSON.stringify(before)) {
    rmSync(made)
    throw new InputError(
      file,
      null,
      'expected the log as it was at the beginning, found another release in it: run again',
    )
  }
  renameSync(made, file)
}
