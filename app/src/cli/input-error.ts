/** A file from outside that is not as expected: where, and what was expected. One line, for a person. */
export class InputError extends Error {
  constructor(
    file: string,
    place: { readonly line: number; readonly column?: string } | null,
    problem: string,
  ) {
    const column = place?.column === undefined ? '' : `, column ${place.column}`
    const where = place === null ? '' : `, line ${place.line}${column}`
    super(`${file}${where}: ${problem}`.replaceAll(/\s*[\r\n]+\s*/g, ' '))
    this.name = 'InputError'
  }
}
