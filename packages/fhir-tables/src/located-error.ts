import fs from 'node:fs'
import readline from 'node:readline'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { DataError } from './data-error.ts'
import type { Source } from './sql/dialect.ts'
import { ViewError } from './view-error.ts'

const IN_FILE = /in file "(.+?)", (?:at byte \d+ )?in line (\d+): (.+?)(?:\n|$)/s
const AT_PATH = /(?:^|: )(\$[\w.[\]]*|repeat): (expected .+?)(?:\n|$)/s
/** DuckDB does not count empty lines and counts others twice; how many lines around the named one are looked at. */
const NEAR = 100

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
  if (/Invalid Input|IO Error|Conversion|Out of Range|Binder Error/.test(error.message)) {
    return new DataError(source.files.join(', '), null, error.message.split('\n')[0]!)
  }
  return error
}

/** The line near the one that DuckDB names which is no JSON, or in which what it found stands. */
async function onLine(file: string, line: number, problem: string): Promise<DataError> {
  if (file.endsWith('.parquet')) return new DataError(file, null, problem)
  const [, expected, found] = /^Expected (\w+), but got \w+: (.*)$/s.exec(problem) ?? []
  const part = found ?? /\{.*\}/s.exec(problem)?.[0]
  const wanted =
    expected === undefined ? shown(problem) : `expected ${expected.toLowerCase()}, found ${shown(found!)}`
  let at = 0
  let holds = 0
  try {
    for await (const text of readline.createInterface({ input: opened(file), crlfDelay: Infinity })) {
      if (++at < line - NEAR) continue
      if (at > line + NEAR) break
      if (text.trim() !== '' && !isJson(text))
        return new DataError(file, at, `expected JSON, found ${shown(text)}`)
      if (holds === 0 && part !== undefined && text.includes(part)) holds = at
    }
  } catch (error) {
    return new DataError(file, at + 1, `expected a whole file, found: ${(error as Error).message}`)
  }
  return new DataError(file, holds === 0 ? line : holds, wanted)
}

function opened(file: string): NodeJS.ReadableStream {
  const bytes = fs.createReadStream(file)
  if (file.endsWith('.gz')) return bytes.pipe(createGunzip())
  return file.endsWith('.zst') ? bytes.pipe(createZstdDecompress()) : bytes
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return !text.includes('\uFFFD')
  } catch {
    return false
  }
}

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
