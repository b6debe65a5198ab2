/**
 * Installs what the project needs and runs its files with a Node that can.
 *
 * Built-in modules only, and nothing newer than Node 20.19: this is what runs before anything is installed.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const NODE_NEEDED = 24
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs `npm ci` where the installed packages are not those of package-lock.json; one process at a time. */
export async function ensureInstalled() {
  if (isInstalled()) return
  const held = await lock()
  try {
    if (isInstalled()) return
    const begun = Date.now()
    process.stderr.write('Installing what Rounds needs (once) …\n')
    const npm = process.env.npm_execpath
    const viaNode = npm !== undefined && /\.[cm]?js$/.test(npm)
    const args = ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund']
    const code = await run(viaNode ? process.execPath : 'npm', viaNode ? [npm, ...args] : args, {
      cwd: root,
      stdio: ['ignore', 2, 2, held.descriptor],
    })
    if (code !== 0) fail(`npm ci did not succeed (exit code ${code}): see above; nothing was started`)
    process.stderr.write(`Installed in ${((Date.now() - begun) / 1000).toFixed(1)} s.\n`)
  } finally {
    held.release()
  }
}

/** The Node to run the project with: this one where it is new enough, else the one that npm installed. */
export function projectNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return process.execPath
  const installed = path.join(root, 'node_modules/.bin/node')
  if (fs.existsSync(installed)) return installed
  return fail(
    `Node ${NODE_NEEDED} or newer is needed; this is ${process.version}, and npm has none for ${process.platform}-${process.arch}`,
  )
}

/**
 * Runs a source file with the project's Node; resolves to its exit code.
 *
 * Signals are passed on, except a Ctrl-C, which a terminal gives to every process itself.
 */
export async function runFile(file, args, options = {}) {
  const hook = pathToFileURL(path.join(root, 'app/jsx.mjs')).href
  return await run(projectNode(), ['--import', hook, file, ...args], { stdio: 'inherit', ...options })
}

/** Runs a program; resolves to its exit code, or ends this process by the signal that ended the program. */
export async function run(file, args, options) {
  const child = spawn(file, args, options)
  const atTerminal = process.stdin.isTTY
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !atTerminal) child.kill(signal)
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  const [code, signal] = await new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${file}: ${error.message}\n`)
      resolve([127, null])
    })
    child.on('close', (...ended) => resolve(ended))
  })
  for (const name of FORWARDED) process.off(name, forward)
  if (signal === null) return code
  process.kill(process.pid, signal)
  return await new Promise((resolve) => setTimeout(resolve, 1000, 1))
}

/** True where every package of package-lock.json is in place; npm writes its own record last of all. */
function isInstalled() {
  if (!fs.existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false
  const { packages } = readJson(path.join(root, 'package-lock.json'))
  return Object.entries(packages).every(([name, entry]) => {
    if (!name.includes('node_modules/')) return true
    const installed = path.join(root, name, 'package.json')
    if (entry.link === true || !fs.existsSync(installed)) {
      return entry.optional === true || entry.devOptional === true || fs.existsSync(installed)
    }
    return readJson(installed).version === entry.version
  })
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

/**
 * Waits for, then holds, this folder's install lock: an abstract socket, which no crash leaves behind.
 *
 * Whoever gets its descriptor holds it too: npm, which goes on where the process that started it is killed.
 */
async function lock() {
  if (process.platform !== 'linux') return { descriptor: 'ignore', release() {} }
  const name = `\0rounds-install-${createHash('sha256').update(fs.realpathSync(root)).digest('hex').slice(0, 12)}`
  for (let waited = 0; ; waited += 1) {
    const server = net.createServer()
    const held = await new Promise((resolve, reject) => {
      server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
      server.listen(name, () => resolve(true))
    })
    // oxlint-disable-next-line no-underscore-dangle -- Node gives a server's descriptor out in no other way
    if (held) return { descriptor: server._handle?.fd ?? 'ignore', release: () => server.close() }
    if (waited === 0) process.stderr.write('Another process is installing; waiting …\n')
    if (waited > 12_000) fail('another process has been installing for 20 min: end it, then try again')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function fail(sentence) {
  process.stderr.write(`rounds: ${sentence}\n`)
  process.exit(1)
}
