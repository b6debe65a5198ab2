import { readFileSync } from 'node:fs'
import { InputError } from './input-error.ts'

/** A file of JSON in UTF-8. */
export function readJsonFile(file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) {
      throw new InputError(file, null, `expected JSON in UTF-8, found: ${error.message}`)
    }
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw new InputError(file, null, `expected a file that can be read, found ${code}`)
  }
}
