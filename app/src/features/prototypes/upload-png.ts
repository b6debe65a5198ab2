import { crc32, inflateSync } from 'node:zlib'
import { type Upload, fitsPixels, isPadding, refused } from './upload.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** The chunks that make the picture; texts, times, places and animation are left out. */
const kept = new Set([
  'IHDR',
  'PLTE',
  'IDAT',
  'IEND',
  'tRNS',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'bKGD',
  'pHYs',
])

const largestProfile = 2 * 1024 * 1024

/** Whether a packed colour profile is one, of a size that a profile can have. */
function isProfile(body: Buffer): boolean {
  const end = body.indexOf(0)
  if (end < 1 || end > 79 || body[end + 1] !== 0) return false
  try {
    return inflateSync(body.subarray(end + 2), { maxOutputLength: largestProfile }).length >= 128
  } catch {
    return false
  }
}

/** Reads a PNG chunk by chunk, checksums included. A colour profile that unpacks to more than any is left out. */
export function readPng(bytes: Buffer): Upload {
  if (!bytes.subarray(0, 8).equals(signature)) return refused(bytes.length < 8 ? 'truncated' : 'broken')
  const parts: Buffer[] = [signature]
  let width = 0
  let height = 0
  let pixels = false
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) return refused('truncated')
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) return refused('truncated')
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (!/^[A-Za-z]{4}$/.test(type)) return refused('broken')
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return refused('broken')
    if ((at === 8) !== (type === 'IHDR')) return refused('broken')
    if (type === 'IHDR') {
      if (length !== 13) return refused('broken')
      width = bytes.readUInt32BE(at + 8)
      height = bytes.readUInt32BE(at + 12)
      if (width === 0 || height === 0) return refused('broken')
      if (!fitsPixels(width, height)) return refused('too-many-pixels')
    }
    if (type === 'IDAT') pixels = true
    if (kept.has(type) && (type !== 'iCCP' || isProfile(bytes.subarray(at + 8, end - 4))))
      parts.push(bytes.subarray(at, end))
    at = end
    if (type !== 'IEND') continue
    if (!pixels) return refused('broken')
    if (!isPadding(bytes.subarray(at))) return refused('more-behind')
    return { kind: 'accepted', mediaType: 'image/png', content: Buffer.concat(parts), width, height }
  }
}
