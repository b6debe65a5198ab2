/**
 * A view, a query or data that cannot be run: where it stands and what was expected, in one line.
 *
 * `invalid`: it breaks the specification or does not fit FHIR R4. `unsupported`: it is well formed, and this
 * engine does not do it.
 */
export class ViewError extends Error {
  readonly kind: 'invalid' | 'unsupported'
  /** Path in the JSON of the view: `$.select[0].column[2].path`. */
  readonly at: string

  constructor(kind: 'invalid' | 'unsupported', at: string, problem: string) {
    super(`${at}: ${problem}`.replaceAll(/\s*[\r\n]+\s*/g, ' '))
    this.name = 'ViewError'
    this.kind = kind
    this.at = at
  }
}

export function invalid(at: string, expected: string, found: unknown): ViewError {
  return new ViewError('invalid', at, `expected ${expected}, found ${shown(found)}`)
}

export function unsupported(at: string, what: string): ViewError {
  return new ViewError('unsupported', at, `${what} is not supported`)
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value !== null && typeof value === 'object') return 'an object'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
