import type { Buffer } from 'node:buffer'
import { DataError } from '../data-error.ts'
import type { BulkOutput, SourceFile } from './bulk-output.ts'
import type { Deletion } from './deletions.ts'
import { deletionLineReader } from './deletions.ts'
import { readLines } from './read-lines.ts'
import type { ResourceKey } from './resource-line.ts'
import { resourceLineReader } from './resource-line.ts'
import { ScanProblem } from './skip-json.ts'
import { longestLine } from './split-lines.ts'

/** A line that is left out alone. `column` counts bytes from 1; null where the line as a whole is meant. */
export type RejectedLine = {
  readonly line: number
  readonly column: number | null
  readonly reason: string
  /** How the line begins. */
  readonly text: string
}

/** Where the lines of a source go. */
export type SourceReceiver = {
  readonly resource: (key: ResourceKey, bytes: Buffer, start: number, end: number) => void
  readonly deletion: (deletion: Deletion) => void
  readonly rejected: (line: RejectedLine) => void
  readonly ready: () => Promise<void>
}

const excerptBytes = 2000

/**
 * Makes the function that reads the files of one export, line by line; a bad line is rejected alone.
 *
 * @throws {DataError} from that function, for a compressed file of which the rest cannot be read: nobody knows how many
 * lines that are
 */
export function sourceReader(
  { hasHeaders }: BulkOutput,
  receiver: SourceReceiver,
): (source: SourceFile) => Promise<void> {
  const readResource = resourceLineReader()
  const readDeletions = deletionLineReader()

  const take = (source: SourceFile, bytes: Buffer, start: number, end: number): void => {
    if (source.holds === 'deletions') {
      for (const deletion of readDeletions(bytes, start, end)) receiver.deletion(deletion)
      return
    }
    if (hasHeaders && isHeader(bytes, start, end)) return
    const key = readResource(bytes, start, end)
    if (source.type !== null && key.type !== source.type) {
      throw new ScanProblem(start, `${source.type} as the manifest says, found ${key.type}`)
    }
    receiver.resource(key, bytes, start, end)
  }

  return async (source) => {
    let last = 0
    const end = await readLines(
      source.path,
      {
        line: (bytes, lineStart, lineEnd, number, isText) => {
          last = number
          const [start, stop] = trimmed(bytes, lineStart, lineEnd)
          if (start === stop) return
          try {
            if (!isText) throw new ScanProblem(start, 'UTF-8, found other bytes')
            take(source, bytes, start, stop)
          } catch (error) {
            if (!(error instanceof ScanProblem)) throw error
            const text = bytes.toString('utf8', start, Math.min(stop, start + excerptBytes))
            const column = error.at - lineStart + 1
            receiver.rejected({ line: number, column, reason: error.message, text })
          }
        },
        tooLong: (number) => {
          last = number
          const reason = `expected at most ${longestLine} bytes in a line`
          receiver.rejected({ line: number, column: null, reason, text: '' })
        },
      },
      receiver.ready,
    )
    if (end !== null) throw new DataError(source.path, last + 1, `expected ${end}`)
  }
}

function trimmed(bytes: Buffer, from: number, to: number): readonly [number, number] {
  let start = from
  let end = to
  while (start < end && isBlank(bytes[start]!)) start++
  while (end > start && isBlank(bytes[end - 1]!)) end--
  return [start, end]
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
