import fs from 'node:fs'
import path from 'node:path'
import type { Violation } from './architecture.ts'

const folder = 'docs/decisions'

/** The list of decisions names every one of them, and nothing else. */
export function checkDecisions(root: string, files: string[]): Violation[] {
  const list = `${folder}/README.md`
  const decisions = files.filter((file) => /^docs\/decisions\/\d{4}-.*\.md$/.test(file))
  if (decisions.length === 0) return []
  const text = files.includes(list) ? fs.readFileSync(path.join(root, list), 'utf8') : ''
  const listed = [...text.matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(([, name]) => `${folder}/${name}`)
  const missing = decisions.filter((file) => !listed.includes(file)).map((file) => `${file} is not in it`)
  const gone = listed.filter((file) => !decisions.includes(file)).map((file) => `${file} is not there`)
  return [...missing, ...gone].map((message) => ({ rule: 'decisions', file: list, message }))
}
