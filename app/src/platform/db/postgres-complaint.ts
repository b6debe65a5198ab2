/** What a program complained of, in one line. */
export function lastComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const complaints = lines.filter((line) => /fatal|panic|error|could not|cannot/i.test(line))
  const full = lines.find((line) => line.includes('No space left on device'))
  return (full ?? complaints.at(-1) ?? lines.at(-1) ?? 'it said nothing').replace(
    /^.*?(FATAL|PANIC|ERROR):/,
    '$1:',
  )
}

/** One line that says what failed and where, for whoever starts the application. */
export function explained(error: unknown, directory: string): Error {
  const message = error instanceof Error ? error.message : String(error)
  const full = /ENOSPC|EDQUOT|No space left on device|53100|quota exceeded/i.test(message)
  // A folder is not there, says Node, where a read-only disk lets none be made.
  const denied = /EACCES|EPERM|ENOENT.*mkdir/.test(message)
  const readOnly = message.includes('EROFS')
  const what = full
    ? `its disk is full (${message})`
    : readOnly
      ? `its file system takes no writes, as the system mounts one whose disk failed: look at the system’s log, or set ROUNDS_DATA to another directory (${message})`
      : denied
        ? `this user may not write there: start as the user it belongs to, or set ROUNDS_DATA to another directory (${message})`
        : message
  return new Error(`Database in ${directory}: ${what.replaceAll(/\s*\n\s*/g, ' ')}`, { cause: error })
}
