import { Buffer } from 'node:buffer'
import { createZstdCompress, zstdDecompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { frameStream, pageCompressor } from './page-compressor.ts'

it.each([6, 1_000_000])(
  'rejects what zstd fails on, and all after it: %d bytes, told as 5',
  async (bytes) => {
    const { compress } = frameStream(createZstdCompress({ pledgedSrcSize: 5 }))
    const [failed, after] = await Promise.allSettled([
      compress(Buffer.alloc(bytes)),
      compress(Buffer.alloc(5)),
    ])
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'ZSTD_error_srcSize_wrong' } })
    expect(after.status).toBe('rejected')
  },
)

it('rejects what waits when it is closed, rather than giving a part of it', async () => {
  const compressor = pageCompressor()
  const pages = Array.from({ length: 4 }, () => {
    const page = compressor.empty()
    return compressor.compress(page, page.length)
  })
  await Promise.resolve()
  compressor.close()
  const settled = await Promise.allSettled(pages)
  expect(settled.map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
})

it('makes pages of which a flipped bit is noticed', async () => {
  const { empty, compress, close } = pageCompressor()
  const page = empty()
  const used = page.write(Array.from({ length: 400 }, (_, n) => `{"id":"${n * 7919}"}`).join(''))
  const text = page.toString('latin1', 0, used)
  const packed = await compress(page, used)
  close()
  expect(zstdDecompressSync(packed).toString('latin1')).toBe(text)
  const wrong = [...packed.keys()].filter((at) => {
    try {
      const flipped = packed.map((byte, index) => (index === at ? byte ^ 4 : byte))
      return zstdDecompressSync(flipped).toString('latin1') !== text
    } catch {
      return false
    }
  })
  expect(wrong).toEqual([])
})
