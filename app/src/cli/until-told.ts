const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

/**
 * Runs what Ctrl-C, SIGTERM or a terminal that closes ends, with the exit code of that signal (130, 143, 129). What was
 * written to standard output stands, but for what nobody reads within a second; what was begun elsewhere the action
 * removes.
 */
export async function untilTold(action: (told: AbortSignal) => Promise<void>): Promise<void> {
  const told = new AbortController()
  const tell = (signal: NodeJS.Signals) => told.abort(signal)
  for (const signal of SIGNALS) process.on(signal, tell)
  try {
    await action(told.signal)
  } catch (error) {
    if (!told.signal.aborted) throw error
    process.exitCode = CODES[told.signal.reason as (typeof SIGNALS)[number]]
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, tell)
  }
}
