import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const SOCKET_PATH_LIMIT = 107

/** Makes the socket's folder; elsewhere, under a short name, where the data directory's own path is too long. */
export function makeSocketFolder(directory: string): string {
  const short = `rounds-${process.getuid?.()}-${directoryKey(directory)}`
  const candidates = [path.join(directory, 'socket'), path.join(os.tmpdir(), short), path.join('/tmp', short)]
  const folder = candidates.find(fitsSocket) ?? path.join('/tmp', short)
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = fs.lstatSync(folder)
  if (!found.isDirectory() || !isOurs(found.uid)) {
    throw new Error(`${folder} belongs to somebody else: remove it`)
  }
  fs.chmodSync(folder, 0o700)
  return folder
}

/** Whether what belongs to this user id is written by this process, or by the one that root lends PostgreSQL to. */
export function isOurs(uid: number): boolean {
  return uid === process.getuid?.() || (process.getuid?.() === 0 && uid === 65534)
}

function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, '.s.PGSQL.5432')) <= SOCKET_PATH_LIMIT && !folder.includes(',')
}

/** A connection string over the socket; no password, for the folder lets nobody else in. */
export function connectionString(socketFolder: string, user: string, database: string): string {
  return `postgresql://${user}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(socketFolder)}`
}

/** A short name for a directory, the same for every path that leads to it. */
export function directoryKey(directory: string): string {
  return createHash('sha256').update(fs.realpathSync(directory)).digest('hex').slice(0, 12)
}
