/** Text that is not FHIRPath, or FHIRPath that this engine does not do: at which character, counted from 0. */
export class PathSyntaxError extends Error {
  readonly start: number
  readonly kind: 'invalid' | 'unsupported'

  constructor(start: number, expected: string, found: string, kind: 'invalid' | 'unsupported' = 'invalid') {
    const what = found === '' ? 'the end' : JSON.stringify(found)
    super(kind === 'invalid' ? `expected ${expected}, found ${what}` : `${what} is not supported`)
    this.name = 'PathSyntaxError'
    this.start = start
    this.kind = kind
  }
}
