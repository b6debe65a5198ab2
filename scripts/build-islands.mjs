/** Builds the browser modules of app/islands with Vite, where a source is newer than what was built. */
import fs from 'node:fs'
import path from 'node:path'
import { projectNode, root, run } from './project-node.mjs'

const islands = path.join(root, 'app/islands')
const built = path.join(islands, 'dist/.built')

export async function buildIslands() {
  const config = ['ts', 'mjs', 'js'].map((ending) => path.join(islands, `vite.config.${ending}`))
  const found = config.find((file) => fs.existsSync(file))
  if (found === undefined || newestOf(islands) <= modified(built)) return
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', islands, '--config', found, '--logLevel', 'warn', '--emptyOutDir']
  const code = await run(projectNode(), args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (code !== 0) {
    process.stderr.write('rounds: the browser modules were not built: see above\n')
    process.exit(1)
  }
  fs.mkdirSync(path.dirname(built), { recursive: true })
  fs.writeFileSync(built, '')
}

function newestOf(folder) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules')
    .map((entry) => path.join(folder, entry.name))
    .map((file) => (fs.statSync(file).isDirectory() ? newestOf(file) : modified(file)))
    .reduce((newest, time) => Math.max(newest, time), 0)
}

function modified(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
