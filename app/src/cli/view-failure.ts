import { DataError, ViewError } from '@rounds/fhir-tables/errors'
import { InputError } from './input-error.ts'

/**
 * Runs what reads views and health data. What is not as expected becomes one line on standard error:
 * exit code 2, and 4 for a view that is well formed but needs what the engine does not do.
 *
 * @param file  the view, named in errors about it
 */
export async function orViewFailure(file: string, action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (error instanceof ViewError) {
      process.stderr.write(`${file}: ${error.message}\n`)
      process.exitCode = error.kind === 'unsupported' ? 4 : 2
    } else if (error instanceof DataError || error instanceof InputError) {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 2
    } else {
      const problem = outsideProblem(error)
      if (problem === null) throw error
      process.stderr.write(`${problem}\n`)
      process.exitCode = 2
    }
  }
}

/** What the system says of files, folders and disks that are not as expected. */
const ofFiles: ReadonlySet<string> = new Set([
  'EACCES',
  'EBUSY',
  'EDQUOT',
  'EEXIST',
  'EFBIG',
  'EIO',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENFILE',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'ENOTEMPTY',
  'EPERM',
  'EROFS',
  'EXDEV',
])

/** What the system or DuckDB says of files and memory that it was given, in one line; null for anything else. */
function outsideProblem(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const { code, path } = error as NodeJS.ErrnoException
  const isOfFiles = code !== undefined && ofFiles.has(code)
  if (path !== undefined && isOfFiles)
    return `${path}: expected a file or folder that can be used, found ${code}`
  const [line = ''] = error.message.split('\n')
  if (/^IO Error|failed to offload/.test(line) || isOfFiles)
    return `expected files that can be read and written, found ${line}`
  return /Out of Memory|[Mm]emory limit|memory_limit/.test(line)
    ? `--memory: expected enough, found ${line}`
    : null
}
