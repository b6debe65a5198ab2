import { Buffer } from 'node:buffer'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { chunkBytes, readChunks } from './read-chunks.ts'
import { longestLine, splitLines } from './split-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-chunks-'))
afterAll(() => rmSync(folder, { recursive: true }))
const path = join(folder, 'lines.ndjson')

async function linesOf(
  bytes: Uint8Array | string,
  file = path,
  size = chunkBytes,
): Promise<readonly string[]> {
  writeFileSync(file, bytes)
  const lines: string[] = []
  let areWhole = true
  const end = await readChunks(
    file,
    () => Buffer.alloc(size, 'old'),
    async (chunk) => {
      if (chunk === null) {
        lines.push('too long')
        return
      }
      areWhole &&= chunk.bytes.length >= chunk.end + 3
      splitLines(chunk.bytes, chunk.start, chunk.end, (start, stop, isText) => {
        areWhole &&= chunk.bytes[stop] === 10
        lines.push(`${isText ? 'text' : 'bytes'} ${chunk.bytes.toString('latin1', start, stop)}`)
      })
    },
  )
  expect(areWhole).toBe(true)
  return end === null ? lines : [...lines, end]
}

describe('readChunks', () => {
  it('gives every line, empty ones as well, and needs no line feed at the end', async () => {
    expect(await linesOf('a\n\r\n\nb')).toEqual(['text a', 'text \r', 'text ', 'text b'])
    expect(await linesOf('')).toEqual([])
    expect(await linesOf('a\n')).toEqual(['text a'])
  })

  it('leaves out a byte order mark at the beginning only', async () => {
    expect(await linesOf('\ufeffa\n\ufeffb')).toEqual(['text a', 'text \xef\xbb\xbfb'])
    expect(await linesOf('\ufeff')).toEqual(['text '])
  })

  it('tells which lines are not UTF-8', async () => {
    const bytes = Buffer.from([0x61, 10, 0xff, 10, 0xc3, 0xa9])
    expect(await linesOf(bytes)).toEqual(['text a', 'bytes \xff', 'text \xc3\xa9'])
  })

  it('gives the same lines wherever chunks end', async () => {
    const bytes = fc.array(fc.constantFrom(0x61, 0xc3, 0xa9, 10, 13, 0xef, 0xbb, 0xbf), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 8, max: 30 }), async (values, size) => {
        const whole = Buffer.from(values)
        const lines = await linesOf(whole)
        expect(await linesOf(whole, path, size)).toEqual(lines)
      }),
      { numRuns: 40 },
    )
  })

  it('lets go of a line that is too long, and goes on after it', async () => {
    const long = Buffer.alloc(longestLine, 'x')
    const [feed, x] = [Buffer.from('\n'), Buffer.from('x')]
    const after = Buffer.concat([
      Buffer.from('\ufeffa\n'),
      long,
      x,
      feed,
      Buffer.from('b\n'),
      long,
      feed,
      long,
      long,
    ])
    const lines = (await linesOf(after)).map((line) => (line.length > 20 ? line.length : line))
    expect(lines).toEqual(['text a', 'too long', 'text b', longestLine + 'text '.length, 'too long'])
  })

  it.each([
    ['gz', gzipSync],
    ['zst', zstdCompressSync],
  ] as const)('gives what can be expanded of a .%s that is cut', async (ending, pack) => {
    const text = Array.from({ length: 9_000 }, (_, line) => `${line} ${Math.sin(line)}`)
    const packed = pack(text.join('\n'))
    const file = `${path}.${ending}`
    expect(await linesOf(packed, file, 50_000)).toEqual(text.map((line) => `text ${line}`))
    const cut = await linesOf(packed.subarray(0, packed.length - 9), file)
    expect(cut.at(-1)).toMatch(/^a whole compressed file, found /)
    expect(cut.length).toBeGreaterThan(5_000)
    expect(cut.slice(0, -1).every((line, number) => line === `text ${text[number]}`)).toBe(true)
    await expect(
      readChunks(
        join(folder, `none.${ending}`),
        () => Buffer.alloc(100),
        async () => undefined,
      ),
    ).rejects.toThrow('ENOENT')
  })

  it.each(['', '.gz', '.zst'])('tells why a folder named .ndjson%s cannot be read', async (ending) => {
    const place = join(folder, `folder.ndjson${ending}`)
    mkdirSync(place)
    const end = await readChunks(
      place,
      () => Buffer.alloc(100),
      async () => undefined,
    )
    expect(end).toBe('a file that can be read, found EISDIR')
  })

  it('takes no buffer for a line that does not fit into one', async () => {
    writeFileSync(path, `${'x'.repeat(5000)}\n`)
    let taken = 0
    await readChunks(
      path,
      () => {
        taken++
        return Buffer.alloc(100)
      },
      async () => undefined,
    )
    expect(taken).toBe(1)
  })

  it('fills chunks from a pipe, which tells no size', async () => {
    const pipe = join(folder, 'pipe.ndjson')
    execFileSync('mkfifo', [pipe])
    const writer = spawn('sh', ['-c', `(echo ${'x'.repeat(1000)}; sleep 0.1; echo y) > "$0"`, pipe])
    const ends: number[] = []
    await readChunks(
      pipe,
      () => Buffer.alloc(chunkBytes),
      async (chunk) => void ends.push(chunk?.end ?? 0),
    )
    expect(ends).toEqual([1003])
    if (writer.exitCode === null) await once(writer, 'exit')
  })
})
