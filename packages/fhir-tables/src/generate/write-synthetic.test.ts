import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeSynthetic } from './write-synthetic.ts'

const folder = mkdtempSync(join(tmpdir(), 'synthetic-'))
afterAll(() => rmSync(folder, { recursive: true }))

const counter = () => {
  let state = 0
  return () => (state = (state + 0.618033988749895) % 1)
}

describe('writeSynthetic', () => {
  it('writes one file a type and a manifest that counts its lines and says that they are synthetic', () => {
    const counts = writeSynthetic({ patients: 30, seed: 7, random: counter() }, folder)
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      readonly output: readonly { readonly type: string; readonly url: string; readonly count: number }[]
      readonly extension: object
    }
    expect(manifest.output.map(({ type, count }) => ({ type, count }))).toEqual(counts)
    expect(readdirSync(folder).toSorted()).toEqual(
      [...manifest.output.map(({ url }) => url), 'manifest.json'].toSorted(),
    )
    for (const { url, type, count } of manifest.output) {
      const lines = readFileSync(join(folder, url), 'utf8').split('\n')
      expect(lines.pop()).toBe('')
      expect(lines.map((line) => (JSON.parse(line) as { resourceType: string }).resourceType)).toEqual(
        Array.from({ length: count }, () => type),
      )
    }
    expect(manifest.extension).toMatchObject({
      synthetic: { patients: 30, seed: 7, step: { on: '2025-04-01' } },
    })
  })
})
