import { PathSyntaxError } from './path-syntax-error.ts'

export type Token = {
  readonly kind:
    | 'name'
    | 'quoted-name'
    | 'string'
    | 'number'
    | 'date'
    | 'constant'
    | 'this'
    | 'symbol'
    | 'end'
  readonly text: string
  readonly start: number
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const PATTERNS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['number', /\d+(?:\.\d+)?/y],
  ['date', /@T?\d[0-9:.T+-]*Z?/y],
  ['constant', /%(?:[A-Za-z_][A-Za-z0-9_]*|`(?:[^`\\]|\\.)+`|'(?:[^'\\]|\\.)+')/y],
  ['this', /\$this\b/y],
  ['string', /'(?:[^'\\]|\\.)*'/sy],
  ['quoted-name', /`(?:[^`\\]|\\.)+`/sy],
  ['symbol', /<=|>=|!=|!~|[<>=~+\-*/&|.,()[\]{}]/y],
]
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' }

/** The tokens of a FHIRPath expression, spaces and comments left out, with a last one that marks the end. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = 0; ;) {
    SPACE.lastIndex = at
    at += SPACE.exec(text)?.[0].length ?? 0
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', start: text.length }]
    const token = tokenAt(text, at)
    tokens.push(token.read)
    at = token.end
  }
}

function tokenAt(text: string, start: number): { read: Token; end: number } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start
    const found = pattern.exec(text)?.[0]
    if (found === undefined) continue
    return { read: { kind, text: contentOf(kind, found, start), start }, end: start + found.length }
  }
  const [variable] = /^\$(index|total)\b/.exec(text.slice(start, start + 20)) ?? []
  if (variable !== undefined) throw new PathSyntaxError(start, '', variable, 'unsupported')
  throw new PathSyntaxError(start, 'a FHIRPath expression', text.slice(start, start + 20))
}

function contentOf(kind: Token['kind'], found: string, start: number): string {
  if (kind === 'string' || kind === 'quoted-name') return unescaped(found.slice(1, -1), start)
  if (kind === 'date') return found.slice(1)
  if (kind !== 'constant') return found
  return /^%['`]/.test(found) ? unescaped(found.slice(2, -1), start) : found.slice(1)
}

function unescaped(text: string, start: number): string {
  const plain = text.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
    if (/['"`\\/]/.test(escaped)) return escaped
    const character = ESCAPES[escaped]
    if (character === undefined) throw new PathSyntaxError(start, 'an escape that FHIRPath has', whole)
    return character
  })
  if (plain.includes('\0')) throw new PathSyntaxError(start, 'characters that FHIR allows', plain)
  return plain
}
