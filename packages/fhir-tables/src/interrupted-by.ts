import type { DuckDBConnection } from '@duckdb/node-api'

const AGAIN = 50

/**
 * Ends what a connection runs once a signal is given. DuckDB looks for an interrupt between its steps and forgets one
 * that comes between two statements, so it is told again and again.
 *
 * @returns what ends the listening
 * @throws the reason of a signal that was given before
 */
export function interruptedBy(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  signal?.throwIfAborted()
  let again: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    again = setInterval(() => connection.interrupt(), AGAIN)
  }
  signal?.addEventListener('abort', interrupt, { once: true })
  return () => {
    signal?.removeEventListener('abort', interrupt)
    clearInterval(again)
  }
}
