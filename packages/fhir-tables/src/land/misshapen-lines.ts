import { Buffer } from 'node:buffer'
import type { Misshapen } from '../misshapen.ts'
import { misshapenOf } from '../misshapen.ts'
import { readLines } from './read-lines.ts'
import { resourceScanner } from './scan-resource.ts'
import { ScanProblem } from './skip-json.ts'

/**
 * Where resources of a type are misshapen in files of NDJSON; null where a line that may be of the type is none that
 * `resourceScanner` takes, or a file ends before its end.
 */
export async function misshapenLines(files: readonly string[], resource: string): Promise<Misshapen> {
  const scan = resourceScanner()
  let places: Misshapen = {}
  // a line with neither is of another type
  const words = [`"${resource}"`, String.raw`\u`].map((word) => ({ bytes: Buffer.from(word), next: -1 }))
  let searched: Buffer | null = null
  const line = (bytes: Buffer, start: number, end: number, _number: number, isText: boolean): void => {
    if (bytes !== searched) {
      searched = bytes
      for (const word of words) word.next = -1
    }
    let mayBeOfType = false
    for (const word of words) {
      if (word.next < start) word.next = placeOf(bytes, word.bytes, start)
      if (word.next < end) mayBeOfType = true
    }
    if (places === null || !mayBeOfType) return
    places = isText ? misshapenOf([places, placesIn(bytes, start, end)]) : null
  }
  const placesIn = (bytes: Buffer, start: number, end: number): Misshapen => {
    try {
      const { resourceType, type, misshapen } = scan(bytes, start, end)
      if (type.includes('\\')) return null
      if (resourceType.start < 0 || type !== resource) return {}
      return misshapen === null ? null : Object.fromEntries(misshapen)
    } catch (error) {
      if (error instanceof ScanProblem) return null
      throw error
    }
  }
  const tooLong = (): void => {
    places = null
  }
  for (const file of files) {
    const end = await readLines(file, { line, tooLong }, async () => undefined)
    if (end !== null || places === null) return null
  }
  return places
}

function placeOf(bytes: Buffer, word: Buffer, from: number): number {
  const found = bytes.indexOf(word, from)
  return found < 0 ? Infinity : found
}
