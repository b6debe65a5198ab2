import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'

/** Where the rows of a file are written until all of them are there: a file beside it that nobody else has. */
export const unfinished = (file: string): string =>
  join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}.part`)
