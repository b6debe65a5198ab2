import { Buffer } from 'node:buffer'
import type { Misshapen } from '../misshapen.ts'
import { misshapenIn, misshapenOf } from '../misshapen.ts'
import type { SourceFile } from './bulk-output.ts'
import type { Deletion } from './deletion-line.ts'
import { deletionLineReader } from './deletion-line.ts'
import type { LineChunk } from './read-chunks.ts'
import { resourceLineReader } from './resource-line.ts'
import { ScanProblem } from './skip-json.ts'
import { splitLines } from './split-lines.ts'
import { utcLength } from './utc-instant.ts'

/** What a file says of its lines. */
export type LineRules = Pick<SourceFile, 'holds' | 'type'> & {
  /** Whether lines of Parameters stand between the resources. */
  readonly hasHeaders: boolean
}

/** A line that is left out alone. `column` counts bytes from 1; null where the line as a whole is meant. */
export type RejectedLine = {
  readonly line: number
  readonly column: number | null
  readonly reason: string
  /** How the line begins. */
  readonly text: string
}

/** What lines hold; places are offsets in their bytes. */
export type ScannedLines = {
  /** How many lines they are, blank ones among them. */
  readonly lines: number
  /** The types that `resources` numbers. */
  readonly types: readonly string[]
  /**
   * Of each resource `resourceLength` numbers: of its type, where its line starts and ends, where its id starts and
   * ends, and 1 if it has a time.
   */
  readonly resources: Int32Array<ArrayBuffer>
  /** Of each resource that has one its time, as `writeUtc` writes it. */
  readonly times: Uint8Array<ArrayBuffer>
  /** By type, where its resources are misshapen; a type of which all are well shaped is not there. */
  readonly misshapen: Readonly<Record<string, Misshapen>>
  readonly deletions: readonly Deletion[]
  /** Their lines are numbered from 1. */
  readonly rejected: readonly RejectedLine[]
}

/** Arrays that a scanner may use again; what they hold is of no meaning. */
export type UsedArrays = Pick<ScannedLines, 'resources' | 'times'>

/** Numbers that `ScannedLines.resources` holds of one resource. */
export const resourceLength = 6

const excerptBytes = 2000

/** Makes a function that checks whole lines and finds what a landing needs in them; a bad line is rejected alone. */
export function lineScanner(): (chunk: LineChunk, rules: LineRules, used?: UsedArrays) => ScannedLines {
  const utc = Buffer.alloc(utcLength)
  const readResource = resourceLineReader(utc)
  const readDeletions = deletionLineReader()

  return ({ bytes, start, end }, { holds, type, hasHeaders }, used) => {
    const types: string[] = []
    const misshapen: Record<string, Misshapen> = {}
    const deletions: Deletion[] = []
    const rejected: RejectedLine[] = []
    let resources = new Int32Array(used?.resources.buffer ?? new ArrayBuffer(1024 * 4 * resourceLength))
    let times = new Uint8Array(used?.times.buffer ?? new ArrayBuffer(1024 * utcLength))
    let lines = 0
    let found = 0
    let dated = 0
    let typeNumber = -1

    const take = (from: number, to: number): void => {
      if (holds === 'deletions') {
        for (const deletion of readDeletions(bytes, from, to)) deletions.push(deletion)
        return
      }
      if (hasHeaders && isHeader(bytes, from, to)) return
      const key = readResource(bytes, from, to)
      if (type !== null && key.type !== type) {
        throw new ScanProblem(from, `${type} as the manifest says, found ${key.type}`)
      }
      if (types[typeNumber] !== key.type) {
        typeNumber = types.indexOf(key.type)
        if (typeNumber < 0) typeNumber = types.push(key.type) - 1
      }
      if (key.misshapen === null || key.misshapen.size > 0) {
        const places = key.misshapen === null ? null : Object.fromEntries(key.misshapen)
        misshapen[key.type] = misshapenOf([misshapenIn(misshapen, key.type), places])
      }
      const at = found++ * resourceLength
      if (at === resources.length) {
        resources = larger(resources)
        times = larger(times)
      }
      resources[at] = typeNumber
      resources[at + 1] = from
      resources[at + 2] = to
      resources[at + 3] = key.id.start
      resources[at + 4] = key.id.end
      resources[at + 5] = key.isDated ? 1 : 0
      if (key.isDated) times.set(utc, dated++ * utcLength)
    }
    splitLines(bytes, start, end, (lineStart, lineEnd, isText) => {
      lines++
      let from = lineStart
      let to = lineEnd
      while (from < to && isBlank(bytes[from]!)) from++
      while (to > from && isBlank(bytes[to - 1]!)) to--
      if (from === to) return
      try {
        if (!isText) throw new ScanProblem(from, 'UTF-8, found other bytes')
        take(from, to)
      } catch (error) {
        if (!(error instanceof ScanProblem)) throw error
        const text = bytes.toString('utf8', from, Math.min(to, from + excerptBytes))
        rejected.push({ line: lines, column: error.at - lineStart + 1, reason: error.message, text })
      }
    })
    return {
      lines,
      types,
      resources: resources.subarray(0, found * resourceLength),
      times: times.subarray(0, dated * utcLength),
      misshapen,
      deletions,
      rejected,
    }
  }
}

function larger<Numbers extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(few: Numbers): Numbers {
  const many = new (few.constructor as new (length: number) => Numbers)(2 * few.length)
  many.set(few)
  return many
}

const isBlank = (byte: number) => byte === 0x20 || byte === 0x09 || byte === 0x0d

function isHeader(bytes: Buffer, start: number, end: number): boolean {
  const line = bytes.subarray(start, end)
  if (!line.includes('"Parameters"')) return false
  try {
    const resource = JSON.parse(line.toString('utf8')) as { readonly resourceType?: unknown }
    return resource.resourceType === 'Parameters'
  } catch {
    return false
  }
}
