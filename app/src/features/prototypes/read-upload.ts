import { readJpeg } from './upload-jpeg.ts'
import { readPdf } from './upload-pdf.ts'
import { readPng } from './upload-png.ts'
import { readText } from './upload-text.ts'
import { readWebp } from './upload-webp.ts'
import { type Upload, refused, uploadLimits } from './upload.ts'

const startsWith = (bytes: Buffer, ...start: number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte)

/**
 * Reads a file by its content alone; its name and the type that the browser claims play no part.
 *
 * PNG, JPEG and WebP are walked from the first byte to the last: every part must be whole, nothing may follow the end (a file
 * that is two things at once), and only the parts that make the picture are kept. PDF must begin and end as PDF and show
 * no scripts, attachments or lock. Anything else must be UTF-8 text that is not HTML or SVG: Markdown.
 *
 * Never throws, whatever the bytes.
 */
export function readUpload(bytes: Buffer): Upload {
  if (bytes.length === 0) return refused('empty')
  if (bytes.length > uploadLimits.bytes) return refused('too-large')
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47)) return readPng(bytes)
  if (startsWith(bytes, 0xff, 0xd8)) return readJpeg(bytes)
  if (bytes.subarray(0, 4).equals(Buffer.from('RIFF'))) return readWebp(bytes)
  if (bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return readPdf(bytes)
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    return refused('office')
  if (bytes.subarray(4, 8).equals(Buffer.from('ftyp'))) return refused('phone-picture')
  return readText(bytes)
}
