import { progressLine } from './progress-line.ts'

const EVERY = 500

/**
 * Says twice a second on a terminal how far something is, unless what is written goes to the terminal too.
 *
 * @param text  what to say, given the seconds since it began
 * @returns what takes it away
 */
export function showProgress(
  text: (seconds: number) => string,
  isOutputElsewhere = !process.stdout.isTTY,
): () => void {
  if (!isOutputElsewhere) return () => undefined
  const line = progressLine(process.stderr)
  const began = performance.now()
  const tell = () => line.show(() => text(Math.round((performance.now() - began) / 1000)))
  const timer = setInterval(tell, EVERY)
  return () => {
    clearInterval(timer)
    line.end()
  }
}
