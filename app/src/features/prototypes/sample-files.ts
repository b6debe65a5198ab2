import { crc32, deflateSync } from 'node:zlib'

/** One chunk of a PNG with its checksum. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const chunk = Buffer.alloc(named.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  named.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(named), named.length + 4)
  return chunk
}

/** A PNG; of large ones only the head is true. */
export function aPng(width = 2, height = 2, more: readonly Buffer[] = [], { pixels = true } = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const rows = width * height < 4_000_000 ? Buffer.alloc((width + 1) * height) : Buffer.alloc(8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', head),
    ...more,
    ...(pixels ? [pngChunk('IDAT', deflateSync(width === 2 && height === 2 ? Buffer.alloc(8) : rows))] : []),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function jpegSegment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** A JPEG's skeleton: every segment in its place, coded data that mean nothing. */
export function aJpeg({
  width = 8,
  height = 8,
  notes = [],
  orientation,
  camera = '',
}: {
  width?: number
  height?: number
  notes?: readonly string[]
  orientation?: number
  camera?: string
} = {}): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  const exif = Buffer.concat([
    Buffer.from('Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0', 'latin1'),
    Buffer.from([orientation ?? 1, 0, 0, 0, 0, 0, 0, 0]),
    Buffer.from(camera),
  ])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    jpegSegment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    ...(orientation === undefined ? [] : [jpegSegment(0xe1, exif)]),
    ...notes.map((note) => jpegSegment(0xfe, Buffer.from(note))),
    jpegSegment(0xdb, Buffer.alloc(65, 1)),
    jpegSegment(0xc0, frame),
    jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
  ])
}

function webpChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

/** A lossless WebP's skeleton. */
export function aWebp(width = 4, height = 4, more: readonly (readonly [string, Buffer])[] = []): Buffer {
  const picture = Buffer.alloc(9)
  picture[0] = 0x2f
  picture.writeUInt32LE((((width - 1) & 0x3fff) | (((height - 1) & 0x3fff) << 14)) >>> 0, 1)
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    webpChunk('VP8L', picture),
    ...more.map(([type, data]) => webpChunk(type, data)),
  ])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

/** A PDF's skeleton. */
export function aPdf({ catalog = '', stream = 'q Q' } = {}): Buffer {
  return Buffer.from(
    [
      '%PDF-1.7',
      `1 0 obj << /Type /Catalog /Pages 2 0 R ${catalog} >> endobj`,
      '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj',
      '3 0 obj << /Type /Page /Parent 2 0 R /Contents 4 0 R >> endobj',
      `4 0 obj << /Length ${stream.length} >>\nstream\n${stream}\nendstream\nendobj`,
      'trailer << /Root 1 0 R >>',
      'startxref',
      '0',
      '%%EOF',
      '',
    ].join('\n'),
    'latin1',
  )
}
