import { execFileSync, spawn } from 'node:child_process'
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

it('reads a pipe, which tells no size, in more than bytes', async () => {
  const path = join(folder, 'pipe.ndjson')
  execFileSync('mkfifo', [path])
  spawn('sh', ['-c', `echo ${'x'.repeat(1000)} > "$0"`, path])
  const lengths: number[] = []
  let chunks = 0
  const receiver = {
    line: (_bytes: Buffer, start: number, end: number) => void lengths.push(end - start),
    tooLong: () => undefined,
  }
  const end = await readLines(path, receiver, async () => void chunks++)
  expect([end, lengths]).toEqual([null, [1000]])
  expect(chunks).toBeLessThan(10)
})
