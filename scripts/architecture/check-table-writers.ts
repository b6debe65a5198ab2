import fs from 'node:fs'
import path from 'node:path'
import { featureOf, isTest, type Architecture, type Violation } from './architecture.ts'
import type { SourceFile, Text } from './source-tree.ts'

const NAME = String.raw`(?:[a-z_]+\.)?"?([a-z_][a-z0-9_]*)"?`
const WRITING = [
  new RegExp(
    String.raw`\binsert\s+into\s+${NAME}\s*(?:as\s+\w+\s*)?(?:\(|values\b|select\b|default\b|$)`,
    'gi',
  ),
  new RegExp(String.raw`\bupdate\s+(?:only\s+)?${NAME}\s+(?:as\s+\w+\s+|(?!set\b)\w+\s+)?set\b`, 'gi'),
  new RegExp(String.raw`\bdelete\s+from\s+(?:only\s+)?${NAME}(?:\s|;|$)`, 'gi'),
  new RegExp(String.raw`\bmerge\s+into\s+${NAME}\s`, 'gi'),
  new RegExp(String.raw`\btruncate\s+(?:table\s+)?${NAME}(?:\s|;|$)`, 'gi'),
]
const KYSELY_WRITERS = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'])

/** A table is written by the one feature that owns it. Tests may prepare what they need. */
export function checkTableWriters(sources: SourceFile[], architecture: Architecture): Violation[] {
  const owners = new Map(
    Object.entries(architecture.tables).flatMap(([owner, tables]) => tables.map((table) => [table, owner])),
  )
  return sources
    .filter(({ file }) => !isTest(file))
    .flatMap(({ file, texts }) => {
      const writer = featureOf(file) ?? (file.startsWith('app/src/platform/') ? 'platform' : undefined)
      if (writer === undefined) return []
      return texts.flatMap((text) =>
        tablesWritten(text).flatMap((table): Violation[] => {
          const owner = owners.get(table)
          if (owner === writer || table.startsWith('pg_')) return []
          const message =
            owner === undefined
              ? `${writer} writes ${table}, which nobody owns: add it to tables.${writer} in architecture.cjs`
              : `${writer} writes ${table}, which belongs to ${owner}: call ${owner} through its public.ts`
          return [{ rule: 'table writers', file, line: text.line, message }]
        }),
      )
    })
}

/** Every table of schema.sql has an owner, and every table that is owned exists. */
export function checkTableOwners(root: string, architecture: Architecture): Violation[] {
  const file = 'app/src/schema.sql'
  if (!fs.existsSync(path.join(root, file))) return []
  const schema = fs.readFileSync(path.join(root, file), 'utf8')
  const tables = new Set([...schema.matchAll(/^table ([a-z0-9_]+)$/gm)].map((match) => match[1] ?? ''))
  const owned = Object.entries(architecture.tables).flatMap(([owner, names]) =>
    names.map((name) => ({ name, owner })),
  )
  const ownerless = [...tables].filter((table) => !owned.some(({ name }) => name === table))
  const gone = owned.filter(({ name }) => !tables.has(name))
  return [
    ...ownerless.map((table) => ({
      rule: 'table owners',
      file,
      message: `nobody owns ${table}: add it to the tables of a feature in architecture.cjs`,
    })),
    ...gone.map(({ name, owner }) => ({
      rule: 'table owners',
      file: 'architecture.cjs',
      message: `${owner} owns ${name}, which is not in ${file}: write the migration, or run ./rounds schema`,
    })),
  ]
}

function tablesWritten({ value, calledBy }: Text): string[] {
  if (calledBy !== undefined && KYSELY_WRITERS.has(calledBy)) {
    return [value.split(/\s+as\s+/)[0]?.replace(/^.*\./, '') ?? value]
  }
  return WRITING.flatMap((pattern) => [...value.matchAll(pattern)].flatMap((match) => match[1] ?? []))
}
