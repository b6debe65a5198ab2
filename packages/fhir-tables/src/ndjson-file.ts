import { statSync } from 'node:fs'

export type Packing = 'none' | 'gzip' | 'zstd'

const NDJSON = /\.(ndjson|jsonl)(\.gz|\.zst)?$/i

/** Whether a file has lines of JSON by its name. */
export const isNdjson = (file: string): boolean => NDJSON.test(file)

/** How a file is packed by its name. */
export function packingOf(file: string): Packing {
  if (/\.gz$/i.test(file)) return 'gzip'
  return /\.zst$/i.test(file) ? 'zstd' : 'none'
}

/** Whether a file is a pipe, which can be read once: to open it again waits for ever. */
export const isPipe = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFIFO() === true
