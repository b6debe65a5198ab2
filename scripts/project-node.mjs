/**
 * Installs what the project needs and runs its files with a Node that can.
 *
 * Built-in modules only, and nothing newer than Node 20.19: this is what runs before anything is installed.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import module from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const NODE_NEEDED = 24
/** What an installation takes on its disk: the application's own packages, and the tools. */
const MEGABYTES = { application: 400, tools: 240 }
/** What one process of Node compiled, the next need not: half of what a start or a small command takes. */
const compiled = path.join(root, '.cache/compiled')
const modules = path.join(root, 'node_modules')
const record = path.join(modules, '.package-lock.json')
/** Where an installation is made anew that replaces one which somebody may be running from. */
const fresh = path.join(root, '.cache/installing')
const installedNode = path.join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`)
const hook = pathToFileURL(path.join(root, 'app/jsx.mjs')).href
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Installs what is missing of package-lock.json; one process at a time.
 *
 * What is there stays as it is, because somebody may be using it, and what is there of the tools is kept up to date.
 *
 * @param tools whether the tools of development are needed too, or the application's own packages alone
 */
export async function ensureInstalled({ tools }) {
  if (isInstalled(tools)) return
  const held = await lock()
  try {
    if (isInstalled(tools)) return
    const begun = Date.now()
    const before = installedPackages()
    const hasTools = Object.values(before ?? {}).some((entry) => entry.dev === true)
    const withTools = tools || hasTools
    process.stderr.write(
      `Installing what Rounds needs${withTools ? ', tools of development too' : ''} (once) …\n`,
    )
    const place = before === undefined && isExchangeable() ? prepareFresh() : root
    // Packages may lie on another disk than the project, as a volume of a container does.
    const disk = place === root && fs.existsSync(modules) ? modules : place
    requireRoom(
      disk,
      (before === undefined ? MEGABYTES.application : 0) + (withTools && !hasTools ? MEGABYTES.tools : 0),
    )
    const npm = process.env.npm_execpath
    const viaNode = npm !== undefined && /\.[cm]?js$/.test(npm)
    const command = before === undefined ? ['ci'] : ['install', '--no-save']
    const quietly = ['--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund']
    const patience = '--fetch-retry-maxtimeout=15000'
    const args = [...command, withTools ? '--include=dev' : '--omit=dev', ...quietly, patience]
    const code = await run(viaNode ? process.execPath : 'npm', viaNode ? [npm, ...args] : args, {
      cwd: place,
      stdio: ['ignore', 2, 2, held.descriptor],
    })
    if (code !== 0) {
      fs.rmSync(fresh, { recursive: true, force: true })
      fail(
        `npm ${command[0]} did not succeed (exit code ${code}), as it says above: nothing was started. What Rounds needs comes once from npm's registry: look at network, proxy and free disk, then try again`,
      )
    }
    // npm takes a file that it could not write to its end for written.
    if (freeMegabytes(disk) < 1) {
      fs.rmSync(place === root ? record : fresh, { recursive: true, force: true })
      fail(`the disk of ${disk} was full at the end of the installation: nothing was started`)
    }
    if (place === fresh) exchange()
    linkNode()
    process.stderr.write(`Installed in ${((Date.now() - begun) / 1000).toFixed(1)} s.\n`)
  } finally {
    held.release()
  }
}

/** The Node to run the project with: this one where it is new enough, else the one that npm installed. */
export function projectNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return process.execPath
  if (fs.existsSync(installedNode)) return installedNode
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
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env }
  return await run(projectNode(), ['--import', hook, file, ...args], { stdio: 'inherit', env, ...options })
}

/** Runs a source file with the project's Node: in this process where it is that, as its own program. */
export async function runSource(file, args) {
  if (projectNode() !== process.execPath) {
    process.exitCode = await runFile(file, args)
    return
  }
  process.argv.splice(1, Infinity, file, ...args)
  process.env.NODE_COMPILE_CACHE ??= compiled
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE)
  await import(hook)
  await import(pathToFileURL(file).href)
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

/** True where every package that is needed of package-lock.json is in place, and installed to its end. */
function isInstalled(tools) {
  const installed = installedPackages()
  if (installed === undefined) return false
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(packages).every(([name, entry]) => {
    if (!name.includes('node_modules/') || (entry.dev === true && !tools)) return true
    if (!fs.existsSync(path.join(root, name, 'package.json'))) {
      return entry.optional === true || entry.devOptional === true
    }
    return installed[name]?.version === entry.version
  })
}

/** npm's own record of what it installed, which it writes last of all; undefined where there is none. */
function installedPackages() {
  return fs.existsSync(record) ? JSON.parse(fs.readFileSync(record, 'utf8')).packages : undefined
}

/** Whether there are packages, of no finished installation, that can be put aside by renaming: a mounted folder can't. */
function isExchangeable() {
  if (!fs.existsSync(modules)) return false
  fs.mkdirSync(path.dirname(fresh), { recursive: true })
  return new Set([modules, root, path.dirname(fresh)].map((folder) => fs.statSync(folder).dev)).size === 1
}

/** An empty place to install in, with all that npm reads of the project. */
function prepareFresh() {
  fs.rmSync(fresh, { recursive: true, force: true })
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  const workspaces = Object.keys(packages).filter((name) => !name.includes('node_modules/'))
  const manifests = workspaces.map((name) => path.join(name, 'package.json'))
  for (const file of ['package-lock.json', '.npmrc', ...manifests]) {
    const from = path.join(root, file)
    if (!fs.existsSync(from)) continue
    fs.mkdirSync(path.dirname(path.join(fresh, file)), { recursive: true })
    fs.copyFileSync(from, path.join(fresh, file))
  }
  return fresh
}

/** Puts the new packages in the place of the old ones, which whoever runs from them has open still. */
function exchange() {
  fs.renameSync(modules, path.join(fresh, 'before'))
  fs.renameSync(path.join(fresh, 'node_modules'), modules)
  fs.rmSync(fresh, { recursive: true, force: true })
}

function freeMegabytes(disk) {
  const { bavail, bsize } = fs.statfsSync(disk)
  return Math.floor((bavail * bsize) / 1_000_000)
}

function requireRoom(disk, megabytes) {
  const free = freeMegabytes(disk)
  if (free >= megabytes) return
  fail(
    `the disk of ${disk} is full: the installation needs ${megabytes} MB, ${free} MB are free; nothing was started`,
  )
}

/** npm 10 takes its link to Node away with the package of another processor that names the same link. */
function linkNode() {
  const link = path.join(root, 'node_modules/.bin/node')
  if (!fs.existsSync(installedNode) || fs.lstatSync(link, { throwIfNoEntry: false }) !== undefined) return
  fs.symlinkSync(path.relative(path.dirname(link), installedNode), link)
}

/**
 * Waits for, then holds, this folder's install lock: an abstract socket, which no crash leaves behind.
 *
 * Whoever gets its descriptor holds it too: npm, which goes on where the process that started it is killed.
 */
async function lock() {
  if (process.platform !== 'linux') return { descriptor: 'ignore', release() {} }
  const [{ createHash }, { default: net }] = await Promise.all([import('node:crypto'), import('node:net')])
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
