import { Buffer } from 'node:buffer'
import { createZstdCompress } from 'node:zlib'
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
