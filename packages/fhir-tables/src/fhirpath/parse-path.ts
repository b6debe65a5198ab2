import type { LiteralType, Operator, PathExpression } from './path-expression.ts'
import { PathSyntaxError } from './path-syntax-error.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Binary operators, from those that bind least to those that bind most. */
const LEVELS: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '!=', '~', '!~'],
  ['>', '<', '>=', '<='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
]
const UNSUPPORTED = new Set(['in', 'contains', '~', '!~', '|'])
const DATE = /^\d{4}(-\d\d(-\d\d)?)?$/
const DATE_TIME = /^\d{4}(-\d\d(-\d\d)?)?T(\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?)?$/
const TIME = /^T\d\d(:\d\d(:\d\d(\.\d+)?)?)?$/
const UNIT = /^(year|month|week|day|hour|minute|second|millisecond)s?$/
const DEEPEST = 100

/**
 * Reads a FHIRPath expression (N1 grammar; the part of it that views use).
 *
 * @throws {PathSyntaxError} with the character at which the text stops being FHIRPath
 */
export function parsePath(text: string): PathExpression {
  const tokens = tokensOf(text)
  let at = 0
  let depth = 0

  const peek = (): Token => tokens[at]!
  const isSymbol = (symbol: string): boolean => peek().kind === 'symbol' && peek().text === symbol
  const failed = (expected: string): PathSyntaxError =>
    new PathSyntaxError(peek().start, expected, text.slice(peek().start, peek().start + 20))

  const take = (symbol: string): void => {
    if (!isSymbol(symbol)) throw failed(`"${symbol}"`)
    at++
  }
  const name = (): Token => {
    const token = peek()
    if (token.kind !== 'name' && token.kind !== 'quoted-name') throw failed('a name')
    at++
    return token
  }

  const binary = (level: number): PathExpression => {
    const operators = LEVELS[level]
    if (operators === undefined) return unary()
    let left = binary(level + 1)
    for (;;) {
      const { text: operator, kind, start } = peek()
      if ((kind !== 'symbol' && kind !== 'name') || !operators.includes(operator)) return left
      if (UNSUPPORTED.has(operator)) {
        throw new PathSyntaxError(start, '', `the operator ${operator}`, 'unsupported')
      }
      at++
      if (operator === 'is' || operator === 'as') {
        left = { kind: 'type', operator, of: left, type: typeName(), start }
      } else {
        left = { kind: 'operation', operator: operator as Operator, left, right: binary(level + 1), start }
      }
    }
  }

  const typeName = (): string => {
    const first = name().text
    if (!isSymbol('.')) return first
    at++
    return `${first}.${name().text}`
  }

  const unary = (): PathExpression => {
    const { start } = peek()
    if (!isSymbol('-') && !isSymbol('+')) return invocations(term())
    const operator = tokens[at++]!.text
    const operand = deeper(unary)
    return operator === '-' ? { kind: 'negative', operand, start } : operand
  }

  const invocations = (first: PathExpression): PathExpression => {
    let of = first
    for (;;) {
      const { start } = peek()
      if (isSymbol('.')) {
        at++
        of = peek().kind === 'this' ? focus() : invocation(of)
      } else if (isSymbol('[')) {
        at++
        of = { kind: 'index', of, index: expression(), start }
        take(']')
      } else {
        return of
      }
    }
  }

  const invocation = (of: PathExpression | null): PathExpression => {
    const { text: called, start } = name()
    if (!isSymbol('(')) return { kind: 'member', of, name: called, start }
    at++
    const args: PathExpression[] = []
    while (!isSymbol(')')) {
      if (args.length > 0 && !isSymbol(',')) throw failed('"," or ")"')
      if (args.length > 0) at++
      args.push(expression())
    }
    at++
    return { kind: 'call', of, name: called, args, start }
  }

  const focus = (): PathExpression => ({ kind: 'this', start: tokens[at++]!.start })

  const term = (): PathExpression => {
    const token = peek()
    const { start } = token
    if (token.kind === 'this') return focus()
    if (token.kind === 'name' && (token.text === 'true' || token.text === 'false')) {
      at++
      return { kind: 'literal', type: 'boolean', value: token.text, start }
    }
    if (token.kind === 'name' || token.kind === 'quoted-name') return invocation(null)
    if (isSymbol('(')) {
      at++
      const inner = expression()
      take(')')
      return inner
    }
    if (isSymbol('{')) {
      at++
      take('}')
      return { kind: 'empty', start }
    }
    if (token.kind === 'constant') {
      at++
      return { kind: 'constant', name: token.text, start }
    }
    if (token.kind === 'string' || token.kind === 'number' || token.kind === 'date') return literal(token)
    throw failed('a FHIRPath expression')
  }

  const literal = (token: Token): PathExpression => {
    at++
    const { start } = token
    if (token.kind === 'string') return { kind: 'literal', type: 'string', value: token.text, start }
    if (token.kind === 'date') return { kind: 'literal', ...dateLiteral(token), start }
    const { kind, text: unit } = peek()
    if (kind === 'string' || (kind === 'name' && UNIT.test(unit))) {
      const quantity = kind === 'string' ? `${token.text} '${unit}'` : `${token.text} ${unit}`
      throw new PathSyntaxError(start, '', `the quantity ${quantity}`, 'unsupported')
    }
    const type = token.text.includes('.') ? 'decimal' : 'integer'
    return { kind: 'literal', type, value: token.text, start }
  }

  const expression = (): PathExpression => deeper(() => binary(0))

  const deeper = (read: () => PathExpression): PathExpression => {
    if (++depth > DEEPEST) {
      throw new PathSyntaxError(peek().start, `at most ${DEEPEST} levels of nesting`, 'more')
    }
    const inner = read()
    depth--
    return inner
  }

  const whole = expression()
  if (peek().kind !== 'end') throw failed('the end of the expression')
  return whole
}

function dateLiteral({ text, start }: Token): { type: LiteralType; value: string } {
  if (DATE.test(text)) return { type: 'date', value: text }
  if (DATE_TIME.test(text)) return { type: 'dateTime', value: text.replace(/T$/, '') }
  if (TIME.test(text)) return { type: 'time', value: text.slice(1) }
  throw new PathSyntaxError(start, 'a date, a dateTime or a time', `@${text}`)
}
