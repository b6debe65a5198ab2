/** Data that cannot be read: the file, the line where it is known, and what was expected. One line. */
export class DataError extends Error {
  readonly file: string
  readonly line: number | null
  /** The message without the place. */
  readonly problem: string

  constructor(file: string, line: number | null, problem: string) {
    const place = `${file}${line === null ? '' : `, line ${line}`}`
    super(`${place}: ${problem}`.replaceAll(LINE_ENDS, ' '))
    this.name = 'DataError'
    this.file = file
    this.line = line
    this.problem = problem.replaceAll(LINE_ENDS, ' ')
  }
}

const LINE_ENDS = /\s*[\r\n]+\s*/g
