/** `node scripts/with-node.mjs FILE args`: installs what is missing, then runs a source file of the project. */
import path from 'node:path'
import { ensureInstalled, runFile } from './project-node.mjs'

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node scripts/with-node.mjs FILE [args]\n')
  process.exit(2)
}
await ensureInstalled()
process.exitCode = await runFile(path.resolve(file), args)
