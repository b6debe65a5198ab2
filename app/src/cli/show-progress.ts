const EVERY = 500
const CLEARED = '\r\u001B[2K'

/**
 * A line at the foot of a terminal that says how far something is; nothing where standard error is no terminal, or
 * where what is written goes to the terminal too.
 *
 * @param line  what to say, given the seconds since it began
 * @returns what takes the line away, and writes another in its place where one is given
 */
export function showProgress(
  line: (seconds: number) => string,
  isOutputElsewhere = !process.stdout.isTTY,
): (last?: string) => void {
  if (!process.stderr.isTTY || !isOutputElsewhere) return () => undefined
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  const timer = setInterval(() => process.stderr.write(`${CLEARED}${line(seconds())}`), EVERY)
  return (last) => {
    clearInterval(timer)
    process.stderr.write(last === undefined ? CLEARED : `${CLEARED}${last}\n`)
  }
}
