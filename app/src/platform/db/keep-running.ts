const everyMs = 1000

/**
 * Looks every second whether something still runs, and starts it again where it has ended by itself: killed, out
 * of memory, or without room on its disk, in which case it is tried until there is room.
 *
 * @param tell hears of each new reason why it could not be started (numbers of processes make none), and of its return
 * @returns ends the looking
 */
export function keepRunning(
  isRunning: () => boolean,
  start: () => Promise<void>,
  tell: (sentence: string) => void,
): () => void {
  let ended = false
  let told = ''
  const look = async (): Promise<void> => {
    if (ended) return
    if (!isRunning()) {
      const sentence = await start().then(
        () => 'the database had ended and runs again',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      const reason = sentence.replaceAll(/\d+/g, '')
      if (reason !== told && !ended) tell(sentence)
      told = isRunning() ? '' : reason
    }
    setTimeout(look, everyMs).unref()
  }
  setTimeout(look, everyMs).unref()
  return () => {
    ended = true
  }
}
