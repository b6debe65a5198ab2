import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('numbers lines from 1, and hands on what goes wrong with one', async () => {
  const path = join(folder, 'some.ndjson')
  writeFileSync(path, 'a\n\nb')
  const seen: string[] = []
  const line = (bytes: Buffer, start: number, end: number, number: number) => {
    seen.push(`${number} ${bytes.toString('utf8', start, end)}`)
    if (number === 3) throw new Error('the disk is full')
  }
  const read = readLines(path, { line, tooLong: () => undefined }, async () => undefined)
  await expect(read).rejects.toThrow('the disk is full')
  expect(seen).toEqual(['1 a', '2 ', '3 b'])
})
