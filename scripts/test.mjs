/** `npm test`: installs what is missing, then runs every check and every test; see run-tests.ts. */
import path from 'node:path'
import { ensureInstalled, root, runFile } from './project-node.mjs'

await ensureInstalled({ tools: true })
process.exitCode = await runFile(path.join(root, 'scripts/run-tests.ts'), process.argv.slice(2), {
  cwd: root,
})
