import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'

type Ran = Readonly<{ out: string; error: string; code: number | string }>

/**
 * A folder for the files of a test of one command, and the command run in this process.
 *
 * `run` returns what was written to both outputs, with the folder's name taken out, and the exit code.
 */
export function commandInTest(command: () => Command) {
  const folder = mkdtempSync(join(tmpdir(), 'rounds-command-'))
  const run = async (...args: readonly string[]): Promise<Ran> => {
    const { out, error } = await outputsOf(() => command().parseAsync([...args], { from: 'user' }))
    const code = process.exitCode ?? 0
    process.exitCode = undefined
    return { out, error: error.replaceAll(`${folder}/`, ''), code }
  }
  return {
    run,
    folder,
    file: (name: string, text: string): string => {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

/** What an action writes to both outputs, and what a process that it gives its standard output writes there. */
export async function outputsOf(
  action: () => Promise<unknown>,
): Promise<{ readonly out: string; readonly error: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'rounds-outputs-'))
  const file = join(folder, 'out')
  const out = openSync(file, 'a')
  const write = process.stdout.write.bind(process.stdout)
  const writeError = process.stderr.write.bind(process.stderr)
  let error = ''
  Object.defineProperty(process.stdout, 'fd', { value: out })
  process.stdout.write = (chunk: string | Uint8Array) => writeSync(out, String(chunk)) >= 0
  process.stderr.write = (chunk: string | Uint8Array) => ((error += String(chunk)), true)
  try {
    await action()
    return { out: readFileSync(file, 'utf8'), error }
  } finally {
    Object.defineProperty(process.stdout, 'fd', { value: 1 })
    process.stdout.write = write
    process.stderr.write = writeError
    closeSync(out)
    rmSync(folder, { recursive: true })
  }
}
