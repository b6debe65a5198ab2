import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { parseSync, visitorKeys } from 'oxc-parser'

export type Import = {
  specifier: string
  line: number
  /** The file it leads to, relative to the root; undefined for a package. */
  target: string | undefined
}

/** A string in the source that is not a module specifier: a literal or the text of a template. */
export type Text = { value: string; line: number; calledBy: string | undefined }

export type SourceFile = { file: string; imports: Import[]; texts: Text[] }

type AstNode = Record<string, unknown> & { type: string; start: number }

/** The files that are, or would be, under version control; relative to `root`, with forward slashes. */
export function listFiles(root: string): string[] {
  if (fs.existsSync(path.join(root, '.git'))) {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
    const { stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 })
    return stdout.split('\0').filter((file) => file !== '' && fs.existsSync(path.join(root, file)))
  }
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.split('/').includes('node_modules'))
}

export function isSource(file: string): boolean {
  return /\.([cm]?js|tsx?)$/.test(file)
}

/** Reads the imports (types and dynamic ones included) and the strings of one source file. */
export function readSource(root: string, file: string): SourceFile {
  const source = fs.readFileSync(path.join(root, file), 'utf8')
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`)
  const lineOf = lineCounter(source)
  const imports: Import[] = []
  const texts: Text[] = []
  visit(program as unknown as AstNode, undefined, (node, calledBy) => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) {
      const target = specifier.startsWith('.')
        ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
        : undefined
      imports.push({ specifier, line: lineOf(node.start), target })
    } else if (node.type === 'Literal' && typeof node['value'] === 'string') {
      texts.push({ value: node['value'], line: lineOf(node.start), calledBy })
    } else if (node.type === 'TemplateLiteral') {
      const quasis = node['quasis'] as { value: { cooked?: string } }[]
      const value = quasis.map((quasi) => quasi.value.cooked ?? '').join('$1')
      texts.push({ value, line: lineOf(node.start), calledBy })
    }
  })
  return { file, imports, texts }
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
])

function specifierOf(node: AstNode): string | undefined {
  const isRequire = node.type === 'CallExpression' && (node['callee'] as { name?: string }).name === 'require'
  if (!IMPORTING.has(node.type) && !isRequire) return undefined
  const source = (isRequire ? (node['arguments'] as unknown[])[0] : (node['source'] ?? node['argument'])) as
    | { value?: unknown; literal?: { value?: unknown } }
    | null
    | undefined
  const value = source?.value ?? source?.literal?.value
  return typeof value === 'string' ? value : undefined
}

function visit(
  node: AstNode,
  calledBy: string | undefined,
  see: (node: AstNode, calledBy: string | undefined) => void,
): void {
  see(node, calledBy)
  const callee = node['callee'] as { property?: { name?: string } } | undefined
  for (const key of visitorKeys[node.type] ?? []) {
    if (IMPORTING.has(node.type) && key === 'source') continue
    const value = node[key]
    const by = node.type === 'CallExpression' && key === 'arguments' ? callee?.property?.name : undefined
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child) visit(child as AstNode, by, see)
    }
  }
}

function lineCounter(source: string): (offset: number) => number {
  const starts = [0]
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}
