/**
 * `node scripts/with-node.mjs FILE args`: installs what is missing, then runs a source file of the project.
 *
 * The application needs no tool of development; `rounds pictures`, which drives a browser, and all other files do.
 */
import path from 'node:path'
import { ensureInstalled, root, runSource } from './project-node.mjs'

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node scripts/with-node.mjs FILE [args]\n')
  process.exit(2)
}
const source = path.resolve(file)
const isApplication = source === path.join(root, 'app/src/cli/main.ts') && args[0] !== 'pictures'
await ensureInstalled({ tools: !isApplication })
await runSource(source, args)
