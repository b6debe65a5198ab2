import type { Buffer } from 'node:buffer'
import type { Misshapen } from '../misshapen.ts'
import { misshapenOf } from '../misshapen.ts'
import { readLines } from './read-lines.ts'
import { resourceScanner } from './scan-resource.ts'
import { ScanProblem } from './skip-json.ts'

/**
 * Where resources of a type are misshapen in a file of NDJSON; null where a line is none that `resourceScanner` takes, or
 * the file ends before its end.
 */
export async function misshapenLines(file: string, resource: string): Promise<Misshapen> {
  const scan = resourceScanner()
  let places: Misshapen = {}
  const line = (bytes: Buffer, start: number, end: number, _number: number, isText: boolean): void => {
    if (places !== null && end > start)
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
  const end = await readLines(file, { line, tooLong }, async () => undefined)
  return end === null ? places : null
}
