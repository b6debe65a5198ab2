import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Architecture, Violation } from './architecture/architecture.ts'
import { checkCycles } from './architecture/check-cycles.ts'
import { checkDecisions } from './architecture/check-decisions.ts'
import { checkImports, type Declared } from './architecture/check-imports.ts'
import { checkMessages } from './architecture/check-messages.ts'
import { checkNames } from './architecture/check-names.ts'
import { checkNumbers } from './architecture/check-numbers.ts'
import { checkPackages } from './architecture/check-packages.ts'
import { checkReading } from './architecture/check-reading.ts'
import { checkTableOwners, checkTableWriters } from './architecture/check-table-writers.ts'
import { checkWords } from './architecture/check-words.ts'
import { isSource, listFiles, readSource } from './architecture/source-tree.ts'

/** Every rule of architecture.cjs against the files under `root`; throws where it finds nothing to read. */
export function checkArchitecture(
  root: string,
  architecture: Architecture,
): { violations: Violation[]; filesRead: number } {
  const files = listFiles(root)
  const sources = files.filter(isSource).map((file) => readSource(root, file))
  if (sources.length === 0) throw new Error(`0 files read under ${root}: the check checked nothing`)
  const violations = [
    ...checkImports(sources, architecture, readDeclared(root, architecture)),
    ...checkCycles(sources),
    ...checkNames(root, files, architecture),
    ...checkMessages(root, files),
    ...checkReading(root, files),
    ...checkTableWriters(sources, architecture),
    ...checkTableOwners(root, architecture),
    ...checkDecisions(root, files),
    ...checkNumbers(files),
    ...checkWords(root, files),
    ...checkPackages(root, architecture),
  ]
  return { violations, filesRead: sources.length }
}

function readDeclared(root: string, architecture: Architecture): Declared {
  const read = (workspace: string): Declared[string] => {
    const file = path.join(root, workspace, 'package.json')
    if (!fs.existsSync(file)) return { dependencies: new Set(), devDependencies: new Set() }
    const declared = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<
      string,
      Record<string, string> | undefined
    >
    const names = (kind: string) => Object.keys(declared[kind] ?? {})
    return {
      dependencies: new Set([...names('dependencies'), ...names('optionalDependencies')]),
      devDependencies: new Set(names('devDependencies')),
    }
  }
  return Object.fromEntries(['', ...Object.keys(architecture.workspaces)].map((name) => [name, read(name)]))
}

if (process.argv[1] === import.meta.filename) {
  const root = path.dirname(import.meta.dirname)
  const architecture = createRequire(import.meta.url)('../architecture.cjs') as Architecture
  const { violations, filesRead } = checkArchitecture(root, architecture)
  for (const { rule, file, line, message } of violations) {
    console.log(`${file}${line === undefined ? '' : `:${line}`}  ${message}  [${rule}]`)
  }
  console.log(`${filesRead} files read, ${violations.length} violations`)
  if (violations.length > 0) process.exitCode = 1
}
