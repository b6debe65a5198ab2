/** Data that cannot be read: the file, the line where it is known, and what was expected. One line. */
export class DataError extends Error {
  readonly file: string
  readonly line: number | null

  constructor(file: string, line: number | null, problem: string) {
    super(`${file}${line === null ? '' : `, line ${line}`}: ${problem}`.replaceAll(/\s*[\r\n]+\s*/g, ' '))
    this.name = 'DataError'
    this.file = file
    this.line = line
  }
}
