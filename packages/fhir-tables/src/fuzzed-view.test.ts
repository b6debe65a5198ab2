import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import { planView } from './plan/plan-view.ts'
import { readView } from './read-view.ts'
import { duckdb } from './sql/duckdb.ts'
import { writeSql } from './sql/write-sql.ts'
import { ViewError } from './view-error.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const suite = path.join(import.meta.dirname, '../suite')
const empty = path.join(fs.mkdtempSync(path.join(tmpdir(), 'fuzzed-')), 'empty.ndjson')
let engine: Engine
beforeAll(async () => {
  fs.writeFileSync(empty, '')
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  fs.rmSync(path.dirname(empty), { recursive: true })
})

/** Every view of the suite and of the specification. */
const seeds: readonly Json[] = ['official', 'newer', 'example-views'].flatMap((folder) =>
  fs.readdirSync(path.join(suite, folder)).flatMap((file) => {
    const json = JSON.parse(fs.readFileSync(path.join(suite, folder, file), 'utf8')) as {
      tests?: { view: Json }[]
    }
    return json.tests?.map(({ view }) => view) ?? [json as Json]
  }),
)

/** Random numbers that are the same each time (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1.5,
  1e308,
  '',
  'name',
  "'",
  '\u0000',
  '𝄞',
  [],
  {},
  [[]],
  'x'.repeat(5000),
]
const PIECES = [
  "'",
  '(',
  ')',
  '[0]',
  '.',
  ' and ',
  ' = ',
  '%x',
  '$this',
  '{}',
  '@2020',
  '1',
  '-',
  'true',
  '`',
  '\\',
  '/*',
  '|',
  'name',
  'value',
  '.first()',
  '.exists()',
  '.where(',
  '.ofType(',
  '.extension(',
  '.join(',
  '.getReferenceKey()',
  '.lowBoundary()',
  '.count()',
  'deceased',
  'contained',
  ' implies ',
  ' div 0',
  ' & ',
  '.not()',
  ' is boolean',
]

function mutated(json: Json, random: () => number): Json {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const other = (): Json => structuredClone(pick(seeds))
  const change = (value: Json): Json => {
    if (random() < (typeof value === 'string' ? 0.1 : 0.02)) return pick(VALUES)
    if (typeof value === 'string') {
      if (random() < 0.5) return value + pick(PIECES)
      const at = Math.floor(random() * (value.length + 1))
      const cut = random() < 0.5 ? 0 : Math.floor(random() * 4)
      return value.slice(0, at) + (random() < 0.8 ? pick(PIECES) : '') + value.slice(at + cut)
    }
    if (Array.isArray(value)) {
      if (value.length === 0 || random() < 0.1) return [...value, other()]
      const at = Math.floor(random() * value.length)
      if (random() < 0.2) return [...value, value[at]!]
      if (random() < 0.1) return value.toSpliced(at, 1)
      return value.with(at, change(value[at]!))
    }
    if (value === null || typeof value !== 'object') return pick(VALUES)
    const keys = Object.keys(value)
    if (keys.length === 0) return other()
    const paths = keys.filter((name) => /^(select|column|path|forEach|where|unionAll|repeat)/.test(name))
    const key = pick(paths.length > 0 && random() < 0.8 ? paths : keys)
    if (random() < 0.1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
    if (random() < 0.1) {
      const into = pick([
        'select',
        'unionAll',
        'forEach',
        'repeat',
        'column',
        'where',
        'collection',
        'resource',
        'constant',
      ])
      return { ...value, [into]: value[key]! }
    }
    return { ...value, [key]: change(value[key]!) }
  }
  let changed = json
  for (let times = 1 + Math.floor(random() * 2); times > 0; times--) changed = change(changed)
  return changed
}

describe('2,000 mutated views', () => {
  it('are refused with their place, or become SQL that DuckDB takes', async () => {
    const random = randomFrom(20_261_126)
    const outcomes = { invalid: 0, unsupported: 0, planned: 0 }
    for (let count = 0; count < 2_000; count++) {
      const view = mutated(structuredClone(seeds[count % seeds.length]!), random)
      try {
        const plan = planView(readView(view))
        const sql = writeSql(plan, { kind: 'ndjson', files: [empty], mixed: count % 2 === 0 }, duckdb)
        await engine.connection.run(`EXPLAIN ${sql}`).catch((error: Error) => {
          throw new Error(`${error.message}\n${JSON.stringify(view)}\n${sql}`)
        })
        outcomes.planned++
      } catch (error) {
        if (!(error instanceof ViewError))
          throw new Error(`count ${count}: ${(error as Error).message} ${JSON.stringify(view)}`, {
            cause: error,
          })
        expect(error.message).toMatch(/^\$[\w.[\]]*: \S[^\n]*$/)
        outcomes[error.kind]++
      }
    }
    expect(outcomes.invalid).toBeGreaterThan(500)
    expect(outcomes.planned).toBeGreaterThan(200)
    expect(outcomes.unsupported).toBeGreaterThan(5)
  })
})
