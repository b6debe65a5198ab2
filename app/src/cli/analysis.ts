import { InputError } from './input-error.ts'

/**
 * Writes what an analysis of files returns to standard output.
 *
 * Input that is not as expected: its one line on standard error, nothing on standard output, exit code 2.
 */
export async function writeAnalysis(analyze: () => string | Promise<string>): Promise<void> {
  try {
    process.stdout.write(await analyze())
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
  }
}
