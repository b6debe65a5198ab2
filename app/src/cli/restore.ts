import { createReadStream, statSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Command } from 'commander'
import { readConfig } from '../platform/config.ts'
import { RestoreRefused, restoreBackup } from '../platform/db/restore.ts'
import { databaseUrls, ownerOf } from './database-urls.ts'
import { InputError } from './input-error.ts'

export function restoreCommand(): Command {
  return new Command('restore')
    .description('bring a backup into an empty database, also of a newer PostgreSQL or a newer Rounds')
    .argument('<file>', 'what "rounds backup" wrote')
    .action(async (file: string) => {
      requireFile(file)
      const urls = await databaseUrls(readConfig(process.env), () => undefined)
      try {
        const { at, networks, rows } = await restore(ownerOf(urls), file)
        process.stdout.write(
          `${rows} rows of ${networks} network${networks === 1 ? '' : 's'} are as they were at ${at}. Everyone signs in again.\n`,
        )
      } finally {
        await urls.stop()
      }
    })
}

/** Before a database is begun for it: whether there is such a file. */
function requireFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found?.isFile() !== true)
    throw new InputError(
      file,
      null,
      `expected a backup, ${found ? 'this is no file' : 'there is no such file'}`,
    )
}

/** @throws {RestoreRefused} naming the file and what is wrong with it; nothing of it is in the database then */
export async function restore(ownerUrl: string, file: string): ReturnType<typeof restoreBackup> {
  try {
    return await restoreBackup(ownerUrl, linesOf(file))
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    const reason = code.startsWith('Z_') ? `this is no whole backup (${message})` : message
    if (reason === message && !(error instanceof RestoreRefused)) throw error
    throw new RestoreRefused(`${file}: ${reason}`, { cause: error })
  }
}

/** The lines of a compressed file; of what ends a line elsewhere, a text may hold any but this one. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const text = pipeline(createReadStream(file), createGunzip(), () => undefined)
  let begun: string[] = []
  for await (const part of text.setEncoding('utf8')) {
    const [first = '', ...others] = String(part).split('\n')
    begun.push(first)
    if (others.length === 0) continue
    yield begun.join('')
    begun = [others.pop()!]
    yield* others
  }
}
