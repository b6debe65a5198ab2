import { parseSync } from 'oxc-parser'

/** One small change of a source: what stands between two offsets becomes `text`. */
export type Mutant = Readonly<{ start: number; end: number; text: string }>

type Node = Readonly<Record<string, unknown> & { type: string; start: number; end: number }>

const operators: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
}

const methods: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

/** What a type, an import or the words of an `InvalidInput` say is not looked at. */
const isSkipped = (node: Node): boolean =>
  (node.type.startsWith('TS') && !['TSNonNullExpression', 'TSAsExpression'].includes(node.type)) ||
  node.type === 'ImportDeclaration' ||
  (node.type === 'NewExpression' && (node['callee'] as { name?: string }).name === 'InvalidInput')

function mutantsOf(node: Node, source: string): Mutant[] {
  const replace = (at: Pick<Node, 'start' | 'end'>, text: string): Mutant => ({
    start: at.start,
    end: at.end,
    text,
  })
  const { operator, test, value, property, left } = node as Record<string, unknown>
  if (
    ['BinaryExpression', 'LogicalExpression', 'AssignmentExpression'].includes(node.type) &&
    typeof operator === 'string' &&
    isNode(left) &&
    operators[operator] !== undefined
  ) {
    const start = source.indexOf(operator, left.end)
    return [{ start, end: start + operator.length, text: operators[operator] }]
  }
  if (['IfStatement', 'ConditionalExpression'].includes(node.type) && isNode(test))
    return [replace(test, 'true'), replace(test, 'false')]
  if (node.type === 'Literal' && typeof value === 'number')
    return [replace(node, value === 0 ? '1' : String(value < 1 ? value * 1e4 : value + 1))]
  if (node.type === 'Literal' && typeof value === 'boolean') return [replace(node, String(!value))]
  if (node.type === 'UnaryExpression' && (operator === '-' || operator === '!'))
    return [{ start: node.start, end: node.start + 1, text: ' ' }]
  if (node.type === 'MemberExpression' && isNode(property)) {
    const other = methods[String(property['name'])]
    return other === undefined ? [] : [replace(property, other)]
  }
  return []
}

/** Every small change of a TypeScript source that a test ought to notice, in the order of the source. */
export function mutantsIn(file: string, source: string): readonly Mutant[] {
  const found: Mutant[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    if (!isNode(value) || isSkipped(value)) return
    found.push(...mutantsOf(value, source))
    Object.values(value).forEach(walk)
  }
  walk(parseSync(file, source).program)
  return found.toSorted((a, b) => a.start - b.start)
}
