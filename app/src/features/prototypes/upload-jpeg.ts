import { type Upload, fitsPixels, isPadding, refused } from './upload.ts'

/** How the picture is turned, 1 to 8, read from an Exif segment's body; 1 where it does not say. */
function orientationIn(exif: Buffer): number {
  const tiff = exif.subarray(6)
  if (tiff.length < 14) return 1
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) =>
    at + 2 <= tiff.length ? (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)) : 0
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  for (let entry = 0; entry < Math.min(short(first), 200); entry += 1) {
    const at = first + 2 + entry * 12
    if (short(at) !== 0x0112) continue
    const value = short(at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** An Exif segment that says how the picture is turned, and nothing else. */
const orientationSegment = (orientation: number): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xe1, 0x00, 0x22]),
    Buffer.from('Exif\0\0MM\0*', 'latin1'),
    Buffer.from([0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]),
  ])

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** Of the segments that programs add, those that change how the picture looks: JFIF, colour profile, Adobe's colour transform. */
function isKept(marker: number, body: Buffer): boolean {
  if (marker === 0xfe) return false
  if (marker < 0xe0 || marker > 0xef) return true
  if (marker === 0xe0) return body.toString('latin1', 0, 5) === 'JFIF\0'
  if (marker === 0xe2) return body.toString('latin1', 0, 12) === 'ICC_PROFILE\0'
  return marker === 0xee && body.toString('latin1', 0, 5) === 'Adobe'
}

/** Where the coded data of a scan end: at the next marker that is not a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 1 >= bytes.length) return bytes.length
    const marker = bytes[at + 1] ?? 0
    if (marker !== 0x00 && !isRestart(marker)) return at
    at += 2
  }
}

/** Reads a JPEG segment by segment. Cameras' notes (where, when, by what) are left out; how the picture is turned is kept. */
export function readJpeg(bytes: Buffer): Upload {
  const parts: Buffer[] = [bytes.subarray(0, 2)]
  let size: { width: number; height: number } | null = null
  let orientation = 1
  let scanned = false
  for (let at = 2; ;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    if (at + 2 > bytes.length) return refused('truncated')
    if (bytes[at] !== 0xff) return refused('broken')
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xd9) {
      if (size === null || !scanned) return refused('broken')
      if (!isPadding(bytes.subarray(at + 2))) return refused('more-behind')
      parts.push(bytes.subarray(at, at + 2))
      const turned = orientation >= 5
      return {
        kind: 'accepted',
        mediaType: 'image/jpeg',
        content: Buffer.concat(
          orientation === 1 ? parts : parts.toSpliced(1, 0, orientationSegment(orientation)),
        ),
        width: turned ? size.height : size.width,
        height: turned ? size.width : size.height,
      }
    }
    if (at + 4 > bytes.length) return refused('truncated')
    const length = bytes.readUInt16BE(at + 2)
    let end = at + 2 + length
    if (length < 2 || marker < 0xc0 || isRestart(marker) || marker === 0xd8) return refused('broken')
    if (end > bytes.length) return refused('truncated')
    const body = bytes.subarray(at + 4, end)
    if (isFrame(marker)) {
      if (marker > 0xc2 || body.length < 6 || size !== null) return refused('broken')
      size = { height: body.readUInt16BE(1), width: body.readUInt16BE(3) }
      if (size.width === 0 || size.height === 0) return refused('broken')
      if (!fitsPixels(size.width, size.height)) return refused('too-many-pixels')
    }
    if (marker === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0') orientation = orientationIn(body)
    if (marker === 0xda) {
      if (size === null) return refused('broken')
      scanned = true
      end = endOfScan(bytes, end)
    }
    if (isKept(marker, body)) parts.push(bytes.subarray(at, end))
    at = end
  }
}
