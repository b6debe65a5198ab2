import { once } from 'node:events'
import { createWriteStream, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Command } from 'commander'
import { systemClock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import { type BackupCount, writeBackup } from '../platform/db/backup.ts'
import type { NetworkId } from '../platform/ids.ts'
import { installedDatabase, ownerOf } from './database-urls.ts'
import { InputError } from './input-error.ts'
import { untilTold } from './until-told.ts'

export function backupCommand(): Command {
  return new Command('backup')
    .description('write everything but keys, sessions and codes into one file, while people go on working')
    .argument('<file>', 'a new file, for its owner alone; it is there once it is whole')
    .action((file: string) =>
      untilTold(async (told) => {
        const urls = await installedDatabase(readConfig(process.env))
        try {
          const { rows, networks, roundsWithKeys } = await backUp(ownerOf(urls), file, systemClock(), told)
          process.stdout.write(
            `${file}: ${rows} rows of ${networks} network${networks === 1 ? '' : 's'}. ` +
              `Not in it: sessions, codes, and the keys of ${roundsWithKeys} pseudonymous round${roundsWithKeys === 1 ? '' : 's'}.\n`,
          )
        } finally {
          await urls.stop()
        }
      }),
    )
}

/**
 * Writes a backup into a file that is on the disk, whole, under its name, or not there at all.
 *
 * @param told ends it; nothing of it is left then
 * @param only one network
 * @throws {InputError} where the file is there already, its folder is not, or its disk is full
 */
export async function backUp(
  ownerUrl: string,
  file: string,
  now: Date,
  told?: AbortSignal,
  only: NetworkId | null = null,
): Promise<BackupCount> {
  const whole = resolve(file)
  if (existsSync(whole)) throw new InputError(file, null, 'expected a new file, it is there already')
  if (!existsSync(dirname(whole)))
    throw new InputError(file, null, `expected a folder ${dirname(whole)}, there is none`)
  removeLeftParts(whole)
  const part = `${whole}.${process.pid}.part`
  const gzip = createGzip()
  const written = pipeline(gzip, createWriteStream(part, { mode: 0o600, flags: 'wx' }), { signal: told })
  written.catch(() => undefined)
  const write = async (line: string) => {
    told?.throwIfAborted()
    if (!gzip.write(`${line}\n`)) await Promise.race([once(gzip, 'drain'), written])
  }
  try {
    const count = await writeBackup(ownerUrl, now, write, only)
    gzip.end()
    await written
    await sync(part)
    renameSync(part, whole)
    await sync(dirname(whole))
    return count
  } catch (error) {
    gzip.destroy()
    await written.catch(() => undefined)
    rmSync(part, { force: true })
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw new InputError(file, null, 'expected room for the backup, its disk is full: nothing of it is left')
  }
}

/** What a backup into this file left that was killed: all that people said, under a name that nobody looks for. */
function removeLeftParts(whole: string): void {
  const [folder, own] = [dirname(whole), basename(whole)]
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(own)) continue
    const pid = /^\.(\d+)\.part$/.exec(name.slice(own.length))?.[1]
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid))))
      rmSync(join(folder, name))
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}
