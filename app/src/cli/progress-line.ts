/** Milliseconds between two texts: more often nobody reads them. */
const pause = 100

/** One line that is written over again and again, and is gone at the end. */
export type ProgressLine = {
  readonly show: (text: () => string) => void
  /** Shows at once what stays for long. */
  readonly keep: (text: string) => void
  readonly end: () => void
}

/** Makes the line on a terminal; anywhere else nothing is written. */
export function progressLine(
  stream: { readonly isTTY?: boolean; readonly write: (text: string) => unknown },
  clock: () => number = () => performance.now(),
): ProgressLine {
  const nothing = () => undefined
  if (stream.isTTY !== true) return { show: nothing, keep: nothing, end: nothing }
  let shownAt = -Infinity
  const keep = (text: string): void => {
    shownAt = clock()
    stream.write(`\r${text}${restOfLine}`)
  }
  return {
    show: (text) => {
      if (clock() - shownAt >= pause) keep(text())
    },
    keep,
    end: () => {
      if (shownAt > -Infinity) stream.write(`\r${restOfLine}`)
    },
  }
}

/** Clears what an earlier, longer text left. */
const restOfLine = '\u001b[K'
