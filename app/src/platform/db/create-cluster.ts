import fs from 'node:fs'
import path from 'node:path'
import { lastComplaint } from './postgres-complaint.ts'
import { runProgram, type PostgresBinaries } from './postgres-binaries.ts'

const MEGABYTES_NEEDED = 55

/** Makes a new, empty cluster: in a folder beside it first, so that an interrupted one is never taken for whole. */
export async function createCluster(
  directory: string,
  cluster: string,
  binaries: PostgresBinaries,
  owned: (folder: string) => void,
  say: (sentence: string) => void,
): Promise<void> {
  const { bavail, bsize } = fs.statfsSync(directory)
  const free = Math.floor((bavail * bsize) / 1_000_000)
  if (free < MEGABYTES_NEEDED) {
    throw new Error(
      `No space left on device: ${MEGABYTES_NEEDED} MB are needed to begin, ${free} MB are free`,
    )
  }
  say('creating the database (once)')
  const fresh = `${cluster}.new`
  fs.rmSync(fresh, { recursive: true, force: true })
  fs.mkdirSync(fresh, { mode: 0o700 })
  owned(fresh)
  const settings = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=postgres', '--auth-local=trust', '--auth-host=reject']
  const args = ['-D', fresh, ...settings, ...access, '--data-checksums', '--no-instructions']
  const { code, output } = await runProgram(binaries, 'initdb', args)
  if (code !== 0) {
    fs.rmSync(fresh, { recursive: true, force: true })
    const [, nameless] = /effective user ID (\d+)/.exec(output) ?? []
    throw new Error(
      nameless === undefined
        ? `initdb failed: ${lastComplaint(output)}`
        : `user ${nameless} has no name, and PostgreSQL asks for one: add a line "rounds:x:${nameless}:${nameless}::/:/bin/sh" to /etc/passwd, start as a user that has a name, or set DATABASE_URL`,
    )
  }
  fs.renameSync(fresh, cluster)
  const folder = fs.openSync(directory, 'r')
  fs.fsyncSync(folder)
  fs.closeSync(folder)
}

/** The other user that root lends PostgreSQL to must be able to reach its data. */
export function requireEntry(directory: string, uid: number | undefined): void {
  if (uid === undefined) return
  for (let folder = directory; ; folder = path.dirname(folder)) {
    const { mode, uid: owner } = fs.statSync(folder)
    if ((mode & 0o001) === 0 && owner !== uid) {
      throw new Error(
        `PostgreSQL does not run as root, and user ${uid}, who runs it here, may not enter ${folder}: chmod o+x it, or run as an ordinary user`,
      )
    }
    if (folder === path.dirname(folder)) return
  }
}
