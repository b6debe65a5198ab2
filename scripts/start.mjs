/** `npm start`: installs what is missing, builds the islands where they changed, and serves. */
import path from 'node:path'
import { buildIslands } from './build-islands.mjs'
import { ensureInstalled, root, runFile } from './project-node.mjs'

await ensureInstalled()
await buildIslands()
const main = path.join(root, 'app/src/cli/main.ts')
process.exitCode = await runFile(main, ['serve', ...process.argv.slice(2)])
