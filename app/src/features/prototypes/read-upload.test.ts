import { deflateSync, crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readUpload } from './read-upload.ts'
import { type Upload, uploadLimits } from './upload.ts'
import { aJpeg, aPdf, aPng, aWebp, pngChunk } from './sample-files.ts'

const reasonOf = (upload: Upload): string => (upload.kind === 'refused' ? upload.reason : upload.mediaType)
const read = (bytes: Buffer) => reasonOf(readUpload(bytes))
const text = (value: string) => Buffer.from(value)
const html = '<!doctype html><script>alert(1)</script>'

const whole = { png: aPng(), jpeg: aJpeg(), webp: aWebp(), pdf: aPdf() }

describe('what a file is, is told from its content', () => {
  test('the four kinds and Markdown are recognised, with the size of pictures', () => {
    expect(readUpload(aPng(30, 20))).toMatchObject({ mediaType: 'image/png', width: 30, height: 20 })
    expect(readUpload(aJpeg({ width: 40, height: 10 }))).toMatchObject({
      mediaType: 'image/jpeg',
      width: 40,
      height: 10,
    })
    expect(readUpload(aWebp(17, 9))).toMatchObject({ mediaType: 'image/webp', width: 17, height: 9 })
    expect(read(aPdf())).toBe('application/pdf')
    expect(read(text('# Referral\n\nWho refers?\n'))).toBe('text/markdown')
    expect(read(text('<https://example.org> is a link\n'))).toBe('text/markdown')
    expect(read(text('« À propos »\r\n'))).toBe('text/markdown')
  })

  test('pages that call themselves pictures are refused as what they are', () => {
    expect(read(text(html))).toBe('html')
    expect(read(text(`\n <!-- x --> <HTML>`))).toBe('html')
    expect(read(text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'))).toBe('svg')
    expect(read(text('\uFEFF<?xml version="1.0"?>\n<svg/>'))).toBe('svg')
    expect(read(text('<?xml version="1.0"?><ClinicalDocument/>'))).toBe('html')
  })

  test('what is not one of the kinds is named where people would wonder', () => {
    expect(read(Buffer.alloc(0))).toBe('empty')
    expect(read(text(' \n\n'))).toBe('empty')
    expect(read(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).toBe('office')
    expect(read(Buffer.from('\0\0\0\x18ftypheic', 'latin1'))).toBe('phone-picture')
    expect(read(Buffer.from('GIF89a\x01\0\x01\0', 'latin1'))).toBe('other')
    expect(read(Buffer.from([0xc3, 0x28, 0x0a]))).toBe('other')
    expect(read(Buffer.alloc(uploadLimits.bytes + 1, 0x20))).toBe('too-large')
    expect(read(text('a'.repeat(uploadLimits.characters + 1)))).toBe('too-long')
  })
})

describe('a file that is two things at once is refused, or loses the other thing', () => {
  test.each(Object.entries(whole))('%s with a page behind its end', (_, file) => {
    expect(read(Buffer.concat([file, text(html)]))).toBe('more-behind')
  })

  test('pages hidden in notes are not kept', () => {
    const png = aPng(2, 2, [pngChunk('tEXt', text(`Comment\0${html}`))])
    const jpeg = aJpeg({ notes: [html] })
    for (const file of [png, jpeg]) {
      expect(file.includes('<script>')).toBe(true)
      const upload = readUpload(file)
      expect(upload.kind).toBe('accepted')
      expect(upload.kind === 'accepted' && upload.content.includes('<script>')).toBe(false)
    }
    const gps = readUpload(aWebp(5, 5, [['EXIF', text('GPS 47.56 N')]]))
    expect(gps.kind === 'accepted' && gps.content.includes('GPS')).toBe(false)
  })

  test('how a photograph is turned is kept and nothing else that the camera wrote', () => {
    const upload = readUpload(aJpeg({ width: 40, height: 10, orientation: 6, camera: 'GPS 47.56 N' }))
    expect(upload).toMatchObject({ kind: 'accepted', width: 10, height: 40 })
    if (upload.kind !== 'accepted') throw new Error('refused')
    expect(upload.content.includes('GPS')).toBe(false)
    expect(readUpload(upload.content)).toEqual(upload)
  })
})

describe('pictures too large to show, and broken ones', () => {
  test('a picture of too many pixels is refused by its head, unpacked by nobody', () => {
    expect(read(aPng(60_000, 60_000))).toBe('too-many-pixels')
    expect(read(aJpeg({ width: 65_000, height: 65_000 }))).toBe('too-many-pixels')
    expect(read(aWebp(16_000, 16_000))).toBe('too-many-pixels')
    expect(read(aPng(0, 5))).toBe('broken')
  })

  test('a colour profile that unpacks to gigabytes is left out, an honest one stays', () => {
    const profile = (size: number) =>
      Buffer.concat([text('ICC\0\0'), deflateSync(Buffer.alloc(size), { level: 9 })])
    const [honest, bomb] = [3_000, 64 * 1024 * 1024].map((size) =>
      readUpload(aPng(2, 2, [pngChunk('iCCP', profile(size))])),
    )
    expect(honest?.kind === 'accepted' && honest.content.includes('iCCP')).toBe(true)
    expect(bomb?.kind).toBe('accepted')
    expect(bomb?.kind === 'accepted' && bomb.content.includes('iCCP')).toBe(false)
  })

  test('a moving picture is refused, a PNG that moves stands still', () => {
    expect(read(aWebp(5, 5, [['ANIM', Buffer.alloc(6)]]))).toBe('animated')
    const moving = readUpload(aPng(2, 2, [pngChunk('acTL', Buffer.alloc(8))]))
    expect(moving.kind === 'accepted' && moving.content.includes('acTL')).toBe(false)
  })

  test('a changed checksum, a foreign head, a picture without a picture', () => {
    const changed = Buffer.from(whole.png)
    changed[20] = (changed[20] ?? 0) ^ 1
    expect(read(changed)).toBe('broken')
    expect(read(aPng(2, 2, [], { pixels: false }))).toBe('broken')
    expect(read(Buffer.from('RIFF\x04\0\0\0WAVE', 'latin1'))).toBe('other')
  })
})

describe('a PDF is refused when it is locked or would do something', () => {
  test.each([
    ['/OpenAction << /S /JavaScript /JS (app.alert(1)) >>', 'active'],
    ['/OpenAction << /S /J#61vaScript >>', 'active'],
    ['/Names << /EmbeddedFiles 4 0 R >>', 'active'],
    ['/Encrypt 9 0 R', 'locked'],
  ])('%s', (entry, reason) => expect(read(aPdf({ catalog: entry }))).toBe(reason))

  test('but not for what happens to stand in a stream', () => {
    expect(read(aPdf({ stream: 'q /JS 1 Do Q' }))).toBe('application/pdf')
  })

  test('and when something stands before its head or its end is missing', () => {
    expect(read(Buffer.concat([text('MZ\n'), aPdf()]))).not.toBe('application/pdf')
    expect(read(aPdf().subarray(0, -7))).toBe('truncated')
  })
})

describe('for every file', () => {
  const formats = fc.constantFrom(...Object.values(whole))

  test('reading never throws, and what is accepted is accepted again as it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.tuple(formats, fc.uint8Array({ maxLength: 40 })).map(([a, b]) => Buffer.concat([a, b])),
          fc
            .tuple(formats, fc.nat(), fc.integer({ min: 0, max: 255 }))
            .map(([file, at, value]) =>
              Buffer.from(file).fill(value, at % file.length, (at % file.length) + 1),
            ),
        ),
        (bytes) => {
          const upload = readUpload(Buffer.from(bytes))
          if (upload.kind === 'accepted') expect(readUpload(upload.content)).toEqual(upload)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a part of a picture or a PDF is refused, wherever it is cut', () => {
    for (const file of Object.values(whole))
      for (let cut = 9; cut < file.length - 1; cut += 1)
        expect(readUpload(file.subarray(0, cut)).kind, `cut at ${cut} of ${file.length}`).toBe('refused')
  })

  test('anything that follows the end is refused', () => {
    fc.assert(
      fc.property(formats, fc.uint8Array({ minLength: 1, maxLength: 60 }), (file, more) => {
        const behind = Buffer.from(more)
        fc.pre(/[^\s\0]/.test(behind.toString('latin1')) && !behind.includes('%%EOF'))
        expect(readUpload(Buffer.concat([file, behind])).kind).toBe('refused')
      }),
    )
  })

  test('one changed bit of a PNG is seen', () => {
    fc.assert(
      fc.property(fc.nat(whole.png.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(whole.png)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        expect(readUpload(changed).kind).toBe('refused')
      }),
    )
  })
})

test('the samples themselves are what they should be', () => {
  expect(crc32(Buffer.from('IEND'))).toBe(0xae426082)
  expect(whole.png.includes(deflateSync(Buffer.alloc(8)))).toBe(true)
})
