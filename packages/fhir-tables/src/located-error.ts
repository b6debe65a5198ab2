import fs from 'node:fs'
import readline from 'node:readline'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { DataError } from './data-error.ts'
import type { Source } from './sql/dialect.ts'
import { ViewError } from './view-error.ts'

const IN_FILE = /in file "(.+?)", (?:at byte \d+ )?in line (\d+): (.+?)(?:\n|$)/s
const AT_PATH = /(?:^|: )(\$[\w.[\]]*|repeat): (expected .+?)(?:\n|$)/s
/** DuckDB counts the line of malformed JSON one or two too far; how many lines before it are looked at. */
const BEFORE = 3

/** What DuckDB says of data, as an error with file and line; anything else as it is. */
export async function locatedError(error: unknown, source: Source): Promise<unknown> {
  if (!(error instanceof Error)) return error
  const inFile = IN_FILE.exec(error.message)
  if (inFile !== null) {
    const [, file, line, problem] = inFile
    return await onLine(file!, Number(line), problem!)
  }
  const atPath = AT_PATH.exec(error.message)
  if (atPath !== null) return new ViewError('invalid', atPath[1]!, atPath[2]!)
  if (/Invalid Input|IO Error|Conversion|Out of Range/.test(error.message)) {
    return new DataError(source.files.join(', '), null, error.message.split('\n')[0]!)
  }
  return error
}

async function onLine(file: string, line: number, problem: string): Promise<DataError> {
  if (file.endsWith('.parquet')) return new DataError(file, null, problem)
  let at = 0
  try {
    for await (const text of readline.createInterface({ input: opened(file), crlfDelay: Infinity })) {
      if (++at < line - BEFORE) continue
      if (at > line) break
      if (text.trim() !== '' && !isJson(text))
        return new DataError(file, at, `expected JSON, found ${shown(text)}`)
    }
  } catch (error) {
    return new DataError(file, at + 1, `expected a whole file, found: ${(error as Error).message}`)
  }
  return new DataError(file, line, plain(problem))
}

function opened(file: string): NodeJS.ReadableStream {
  const bytes = fs.createReadStream(file)
  if (file.endsWith('.gz')) return bytes.pipe(createGunzip())
  return file.endsWith('.zst') ? bytes.pipe(createZstdDecompress()) : bytes
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''))
    return !text.includes('\uFFFD')
  } catch {
    return false
  }
}

function plain(problem: string): string {
  const expected = /^Expected (\w+), but got (\w+): (.*)$/s.exec(problem)
  if (expected === null) return shown(problem)
  return `expected ${expected[1]!.toLowerCase()}, found ${shown(expected[3]!)}`
}

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
