/** Milliseconds between two texts: more often nobody reads them. */
const pause = 100

/** One line that is written over again and again, and is gone at the end. */
export type ProgressLine = { readonly show: (text: () => string) => void; readonly end: () => void }

/** Makes the line on a terminal; anywhere else nothing is written. */
export function progressLine(
  stream: { readonly isTTY?: boolean; readonly write: (text: string) => unknown },
  clock: () => number = () => performance.now(),
): ProgressLine {
  if (stream.isTTY !== true) return { show: () => undefined, end: () => undefined }
  let shownAt = -Infinity
  return {
    show: (text) => {
      const now = clock()
      if (now - shownAt < pause) return
      shownAt = now
      stream.write(`\r${text()}${restOfLine}`)
    },
    end: () => {
      if (shownAt > -Infinity) stream.write(`\r${restOfLine}`)
    },
  }
}

/** Clears what an earlier, longer text left. */
const restOfLine = '\u001b[K'
