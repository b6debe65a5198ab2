import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'

export type EngineOptions = {
  /** Threads that a run may use. */
  readonly threads?: number
  /** Most memory that a run may take, as `1GB`; what does not fit goes to a temporary folder. */
  readonly memory?: string
  /** Folder for what does not fit; by default one of the system's, which `close` removes. */
  readonly temporary?: string
}

/** A DuckDB in memory that knows the macros of FHIRPath. Give it back with `close`. */
export type Engine = {
  readonly connection: DuckDBConnection
  /** Folder for what does not fit into memory. */
  readonly temporary: string
  /** How much of its work the running statement has done, 0 to 1; null where DuckDB can't say. */
  readonly progress: () => number | null
  readonly close: () => void
}

const MACROS = readFileSync(new URL('./sql/duckdb-macros.sql', import.meta.url), 'utf8')

/**
 * Opens an engine. It loads no extension and reaches no network.
 *
 * @param options.macros  false: no SQL of a view will be run, and none is made
 */
export async function openEngine(
  options: EngineOptions = {},
  { macros }: { readonly macros: boolean } = { macros: true },
): Promise<Engine> {
  const own = options.temporary === undefined ? mkdtempSync(join(tmpdir(), 'rounds-engine-')) : null
  const temporary = options.temporary ?? own!
  const removeOwn = () => {
    if (own !== null) rmSync(own, { recursive: true, force: true, maxRetries: 3 })
  }
  // loaded here, because whoever has a process of its own run a query needs none of it
  const { DuckDBInstance } = (await import('./duckdb-api.ts')).duckdbApi
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    ...(options.threads !== undefined && { threads: String(options.threads) }),
    ...(options.memory !== undefined && { memory_limit: options.memory }),
    temp_directory: temporary,
  }).catch((error: unknown) => {
    removeOwn()
    throw error
  })
  const connection = await instance.connect()
  await connection.run(`
    SET TimeZone = 'UTC'; SET enable_progress_bar = true; SET enable_progress_bar_print = false; ${macros ? MACROS : ''}`)
  return {
    connection,
    temporary,
    progress: () => {
      const { percentage } = connection.progress
      return percentage > 0 ? percentage / 100 : null
    },
    close: () => {
      connection.closeSync()
      instance.closeSync()
      removeOwn()
    },
  }
}
