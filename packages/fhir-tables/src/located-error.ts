import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { damagedFile } from './damaged-file.ts'
import { DataError } from './data-error.ts'
import { readLines } from './land/read-lines.ts'
import { isPipe } from './ndjson-file.ts'
import { longestLine } from './land/split-lines.ts'
import type { Source } from './sql/dialect.ts'
import { ViewError } from './view-error.ts'

const IN_FILE = /in file "(.+?)", (?:at byte \d+ )?in line \d+: (.+?)(?:\n|$)/s
const AT_PATH = /(?:^|: )(\$[\w.[\]]*|repeat): (expected .+?)(?:\n|$)/s
const OF_DATA = /Invalid Input|Conversion|Out of Range|Binder Error/
/** A file that cannot be read. In Parquet it is no line that is at fault. */
const OF_NDJSON = /IO Error(?!.*(?:Could not write|No space left))/s
/** Bytes of lines that are tried at once. */
const BATCH = 4 * 2 ** 20

/** Runs what failed over other files. */
type Run = (files: readonly string[]) => Promise<unknown>
type Line = { readonly number: number; readonly bytes: Buffer }

/**
 * What DuckDB says of data, as an error with file and line; anything else as it is, a disk that fails among it.
 *
 * DuckDB names no line, or another one (it does not count empty lines). So the first line on which the run fails is
 * looked for: batch by batch, then by halves. What came through a pipe has gone, and has no line.
 */
export async function locatedError(error: unknown, source: Source, run: Run): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof DataError || error instanceof ViewError) return error
  const { message } = error
  if (source.kind === 'parquet' && !AT_PATH.test(message)) {
    const damaged = await damagedFile(error, source.files, (file) => run([file]))
    if (damaged !== null) return damaged
  }
  const isOfData =
    [IN_FILE, AT_PATH, OF_DATA].some((words) => words.test(message)) ||
    (source.kind === 'ndjson' && OF_NDJSON.test(message))
  if (!isOfData) return error
  const [first, ...others] = source.files
  const files = others.length === 0 ? (first ?? '') : `${first} and ${others.length} more`
  const whole = errorAt(error, files, null, null)
  if (source.kind === 'parquet') return whole
  const found = IN_FILE.exec(error.message)?.[1]
  const named = source.files.find((file) => file === found)
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'rounds-lines-'))
  try {
    for (const file of named === undefined ? source.files : [named]) {
      if (isPipe(file)) continue
      const bad = await firstBadLine(file, path.join(folder, 'lines.ndjson'), run)
      if (bad !== null) return bad
    }
    return whole
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

/** Thrown to end the reading of a file. */
class Found extends Error {
  readonly located: Error

  constructor(located: Error) {
    super(located.message)
    this.located = located
  }
}

async function firstBadLine(file: string, scratch: string, run: Run): Promise<Error | null> {
  let lines: Line[] = []
  let bytesHeld = 0
  let last = 0
  let tooLong: number | null = null
  const failure = async (some: readonly Line[]): Promise<Error | null> => {
    fs.writeFileSync(scratch, some.map(({ bytes }) => `${bytes.toString('utf8')}\n`).join(''))
    try {
      await run([scratch])
      return null
    } catch (error) {
      return error as Error
    }
  }
  const tryLines = async (): Promise<void> => {
    let some = lines
    lines = []
    bytesHeld = 0
    let error = some.length === 0 ? null : await failure(some)
    if (error === null) return
    while (some.length > 1) {
      const half = some.slice(0, some.length / 2)
      const inHalf = await failure(half)
      some = inHalf === null ? some.slice(half.length) : half
      error = inHalf ?? error
    }
    const [{ number, bytes }] = some as [Line]
    throw new Found(errorAt((await failure(some)) ?? error, file, number, bytes.toString('utf8')))
  }
  const receiver = {
    line: (bytes: Buffer, start: number, end: number, number: number, isText: boolean) => {
      last = number
      if (tooLong !== null) return
      if (!isText) lines.push({ number, bytes: Buffer.from('not UTF-8') })
      else if (end > start) lines.push({ number, bytes: Buffer.from(bytes.subarray(start, end)) })
      bytesHeld += end - start
    },
    tooLong: (number: number) => {
      last = number
      tooLong ??= number
    },
  }
  const ready = async (): Promise<void> => {
    if (bytesHeld >= BATCH || tooLong !== null) await tryLines()
    if (tooLong === null) return
    throw new Found(new DataError(file, tooLong, `expected at most ${longestLine} bytes in a line`))
  }
  try {
    const end = await readLines(file, receiver, ready)
    await tryLines()
    await ready()
    return end === null ? null : new DataError(file, last + 1, `expected ${end}`)
  } catch (error) {
    if (error instanceof Found) return error.located
    throw error
  }
}

/** The error in the words of what was expected; `text` is the line. */
function errorAt(error: Error, file: string, line: number | null, text: string | null): Error {
  const atPath = AT_PATH.exec(error.message)
  if (atPath !== null) {
    const place = line === null ? '' : ` in ${file}, line ${line}`
    return new ViewError('invalid', atPath[1]!, `${atPath[2]!}${place}`)
  }
  if (text !== null && !isJson(text)) return new DataError(file, line, `expected JSON, found ${shown(text)}`)
  const problem =
    IN_FILE.exec(error.message)?.[2] ??
    error.message.split('\n')[0]!.replace(/^Invalid Input Error: (?=expected )/, '')
  return new DataError(file, line, inOurWords(problem))
}

/** What DuckDB says of a value that is not of its type: the words for what was expected, where it doesn't say. */
const OF_VALUES: readonly (readonly [RegExp, string?])[] = [
  [/^Expected (?<expected>\w+), but got \w+: (?<found>.*)$/s],
  [/^Failed to cast value to numerical: (?<found>.*)$/s, 'a number'],
  [/Could not convert string '(?<found>.*)' to DOUBLE/s, 'a number'],
  [/Could not convert string '(?<found>.*)' to (?<expected>\w+)/s],
  [/^Conversion Error: Type \w+ with value (?<found>\S+) .* type (?<expected>\w+)/s],
  [/(?<found>surrogate) in string/, 'two surrogates that belong together'],
  [
    /(?:timestamp|date|time) field [^"]*: "(?:1970-01-01 )?(?<found>.*?)(?:(?: 00:00:00| )\+00)?"/s,
    'a date or a time',
  ],
]

function inOurWords(problem: string): string {
  for (const [pattern, expected] of OF_VALUES) {
    const { expected: named, found } = pattern.exec(problem)?.groups ?? {}
    if (found !== undefined) return `expected ${expected ?? named!.toLowerCase()}, found ${shown(found)}`
  }
  return shown(problem)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
