const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
/** Milliseconds in which a signal may come more than once: to the group of processes, and from whoever passes it on. */
const copies = 500
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const

/**
 * Runs what Ctrl-C, SIGTERM or a terminal that closes ends, with the exit code of that signal (130, 143, 129). What was
 * written to standard output stands, but for what nobody reads within a second; what was begun elsewhere the action
 * removes. A signal half a second after the first ends the process where it is.
 */
export async function untilTold(action: (told: AbortSignal) => Promise<void>): Promise<void> {
  const told = new AbortController()
  let forgiving: NodeJS.Timeout | undefined
  const tell = (signal: NodeJS.Signals) => {
    forgiving ??= setTimeout(stopListening, copies)
    told.abort(signal)
  }
  const stopListening = () => {
    clearTimeout(forgiving)
    for (const signal of SIGNALS) process.removeListener(signal, tell)
  }
  for (const signal of SIGNALS) process.on(signal, tell)
  try {
    await action(told.signal)
  } catch (error) {
    if (!told.signal.aborted) throw error
    process.exitCode = CODES[told.signal.reason as (typeof SIGNALS)[number]]
  } finally {
    stopListening()
  }
}
