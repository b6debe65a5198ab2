import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { DuckDBInstance } from '@duckdb/node-api'
import { DataError } from '../data-error.ts'

/** DuckDB's lock is the process's: within one, this tells which directories are held. */
const held = new Set<string>()

/**
 * Opens the database in which a landing works, and with it holds the directory: its lock goes with the process,
 * however it ends.
 *
 * @throws {DataError} if another landing holds the directory
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
    const instance = await DuckDBInstance.create(join(directory, 'landing.duckdb'), {
      memory_limit: memory,
      temp_directory: join(directory, 'staging', 'memory'),
      threads: '1',
      // memory that is free goes back at once: otherwise each thread that DuckDB ran on keeps some
      allocator_flush_threshold: '16MB',
      allocator_bulk_deallocation_flush_threshold: '16MB',
      autoinstall_known_extensions: 'false',
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
    throw error instanceof Error && error.message.includes('lock') ? taken : error
  }
}
