import { type Upload, fitsPixels, isPadding, refused } from './upload.ts'

const kept = new Set(['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L'])
/** Of the flags of an extended file: Exif and XMP follow. They are left out, so the flags go too. */
const metadataFlags = 0x08 | 0x04

function sizeIn(type: string, body: Buffer): { width: number; height: number } | null {
  if (type === 'VP8X' && body.length >= 10)
    return { width: body.readUIntLE(4, 3) + 1, height: body.readUIntLE(7, 3) + 1 }
  if (type === 'VP8 ' && body.length >= 10 && body.readUIntBE(3, 3) === 0x9d012a)
    return { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff }
  if (type === 'VP8L' && body.length >= 5 && body[0] === 0x2f) {
    const bits = body.readUInt32LE(1)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  return null
}

/** Reads a still WebP picture chunk by chunk. */
export function readWebp(bytes: Buffer): Upload {
  if (bytes.length < 12) return refused('truncated')
  if (bytes.toString('latin1', 8, 12) !== 'WEBP') return refused('other')
  const end = 8 + bytes.readUInt32LE(4)
  if (end > bytes.length) return refused('truncated')
  if (!isPadding(bytes.subarray(end))) return refused('more-behind')
  const parts: Buffer[] = []
  let size: { width: number; height: number } | null = null
  let pictures = 0
  for (let at = 12; at < end;) {
    if (at + 8 > end) return refused('broken')
    const type = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const next = at + 8 + length + (length % 2)
    if (next > end) return refused('broken')
    if (type === 'ANIM' || type === 'ANMF') return refused('animated')
    const body = bytes.subarray(at + 8, at + 8 + length)
    const found = sizeIn(type, body)
    if (found) {
      if (found.width === 0 || found.height === 0) return refused('broken')
      if (!fitsPixels(found.width, found.height)) return refused('too-many-pixels')
      size ??= found
    }
    if (type === 'VP8 ' || type === 'VP8L') {
      if (!found) return refused('broken')
      pictures += 1
    }
    if (kept.has(type)) {
      const chunk = Buffer.from(bytes.subarray(at, next))
      if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~metadataFlags
      parts.push(chunk)
    }
    at = next
  }
  if (size === null || pictures !== 1) return refused('broken')
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return { kind: 'accepted', mediaType: 'image/webp', content: Buffer.concat([head, body]), ...size }
}
