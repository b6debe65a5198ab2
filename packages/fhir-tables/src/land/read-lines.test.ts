import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { readLines } from './read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

it.each([
  ['plain.ndjson', (text: string) => text],
  ['packed.ndjson.gz', gzipSync],
  ['packed.ndjson.zst', zstdCompressSync],
])('hands on what goes wrong with a line of %s', async (name, pack) => {
  const path = join(folder, name)
  writeFileSync(path, pack('a\nb\n'))
  const line = () => {
    throw new Error('the disk is full')
  }
  await expect(readLines(path, { line, tooLong: line }, async () => undefined)).rejects.toThrow(
    'the disk is full',
  )
})
