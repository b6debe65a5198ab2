import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
    const out = captured(process.stdout)
    const error = captured(process.stderr)
    try {
      await command().parseAsync([...args], { from: 'user' })
    } finally {
      out.release()
      error.release()
    }
    const code = process.exitCode ?? 0
    process.exitCode = undefined
    return { out: out.text(), error: error.text().replaceAll(`${folder}/`, ''), code }
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

function captured(stream: NodeJS.WriteStream) {
  const write = stream.write.bind(stream)
  let text = ''
  stream.write = (chunk: string | Uint8Array) => {
    text += String(chunk)
    return true
  }
  return { text: () => text, release: () => void (stream.write = write) }
}
