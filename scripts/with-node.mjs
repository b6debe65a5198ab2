/**
 * `node scripts/with-node.mjs FILE args`: installs what is missing, then runs a source file of the project.
 *
 * What serves pages gets the islands built first, where they changed.
 */
import path from 'node:path'
import { buildIslands } from './build-islands.mjs'
import { ensureInstalled, root, runFile } from './project-node.mjs'

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node scripts/with-node.mjs FILE [args]\n')
  process.exit(2)
}
const source = path.resolve(file)
const serves = source === path.join(root, 'app/src/cli/main.ts') && ['serve', 'demo'].includes(args[0])
await ensureInstalled()
if (serves) await buildIslands()
process.exitCode = await runFile(source, args)
