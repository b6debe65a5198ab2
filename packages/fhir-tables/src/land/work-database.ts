import { realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DataError } from '../data-error.ts'

/** DuckDB's lock is the process's: within one, this tells which directories are held. */
const held = new Set<string>()

/**
 * Opens the database in which a landing works, and with it holds the directory: its lock goes with the process,
 * however it ends. Nothing lasts in it: one that a landing left half made is made anew.
 *
 * @throws {DataError} if another landing holds the directory, or DuckDB cannot work in it with that memory
 */
export async function openWorkDatabase(
  directory: string,
  memory: string,
): Promise<{ readonly connection: DuckDBConnection; readonly close: () => void }> {
  const place = realpathSync(directory)
  const taken = new DataError(directory, null, 'expected a directory that no other landing is working on')
  if (held.has(place)) throw taken
  held.add(place)
  try {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const file = join(directory, 'landing.duckdb')
    const create = () =>
      DuckDBInstance.create(file, {
        memory_limit: memory,
        temp_directory: join(directory, 'staging', 'memory'),
        threads: '1',
        // memory that is free goes back at once: otherwise each thread that DuckDB ran on keeps some
        allocator_flush_threshold: '16MB',
        allocator_bulk_deallocation_flush_threshold: '16MB',
        autoinstall_known_extensions: 'false',
      })
    const instance = await create().catch(async (error: Error) => {
      if (!error.message.includes('not a valid DuckDB database')) throw error
      for (const left of [file, `${file}.wal`]) rmSync(left, { force: true })
      return await create()
    })
    const connection = await instance.connect()
    return {
      connection,
      close: () => {
        connection.closeSync()
        instance.closeSync()
        held.delete(place)
      },
    }
  } catch (error) {
    held.delete(place)
    if (!(error instanceof Error)) throw error
    if (error.message.includes('Could not set lock on file')) throw taken
    throw new DataError(directory, null, `expected to work in it, found ${error.message.split('\n')[0]}`)
  }
}
