/** Why a file is not taken; each has a sentence in the messages under `upload.<reason>`. */
export const uploadRefusals = [
  'empty',
  'too-large',
  'svg',
  'html',
  'office',
  'phone-picture',
  'other',
  'truncated',
  'broken',
  'more-behind',
  'too-many-pixels',
  'animated',
  'locked',
  'active',
  'too-long',
] as const
export type UploadRefusal = (typeof uploadRefusals)[number]

export type MediaType = 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf' | 'text/markdown'

/** A file that is what it says: `content` is what is kept, without the metadata that cameras and editors leave in pictures. */
export type Upload =
  | Readonly<{
      kind: 'accepted'
      mediaType: MediaType
      content: Buffer
      /** Pixels as shown; null for documents and texts. */
      width: number | null
      height: number | null
    }>
  | Readonly<{ kind: 'refused'; reason: UploadRefusal }>

export const refused = (reason: UploadRefusal): Upload => ({ kind: 'refused', reason })

/** The most a file may have: bytes of any, pixels and pixels a side of a picture, characters of a text. */
export const uploadLimits = {
  bytes: 8 * 1024 * 1024,
  pixels: 40_000_000,
  side: 16_000,
  characters: 100_000,
} as const

/** Whether a picture of this size can be shown on a phone without taking all its memory. */
export const fitsPixels = (width: number, height: number): boolean =>
  width <= uploadLimits.side && height <= uploadLimits.side && width * height <= uploadLimits.pixels

/** Only zero bytes: padding that some programs leave behind the end. */
export const isPadding = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0)
