import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
const within = (name: string) => path.join(folder, name)

/**
 * Stands for npm: notes what it was asked for and leaves what npm leaves: packages, and its record last of all. Asked for a
 * clean installation it takes away what is there first. Fails where that is what a service is running from.
 */
const npm = `
import fs from 'node:fs'
const args = process.argv.slice(2)
const project = import.meta.dirname
if (args[0] === 'ci') fs.rmSync('node_modules', { recursive: true, force: true })
if (fs.existsSync(project + '/running') && !fs.existsSync(project + '/node_modules/application/package.json')) process.exit(3)
fs.appendFileSync(project + '/asked', args.slice(0, args.indexOf('--ignore-scripts')).join(' ') + '\\n')
const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
const wanted = Object.entries(packages).filter(([name, { dev }]) => name !== 'app' && (!dev || args.includes('--include=dev')))
for (const [name] of wanted) {
  fs.mkdirSync(name + '/bin', { recursive: true })
  fs.writeFileSync(name + '/package.json', '{}')
  fs.writeFileSync(name + '/bin/node', '')
}
fs.mkdirSync('node_modules/.bin', { recursive: true })
if (process.env.ENDS_EARLY) process.exit(1)
fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: Object.fromEntries(wanted) }))
`

const node = `node_modules/node-${process.platform}-${process.arch}`

function lockVersions(application: string, tool: string) {
  const packages = {
    'node_modules/application': { version: application },
    'node_modules/tool': { version: tool, dev: true },
    [node]: { version: '24.0.0', optional: true },
    app: { version: '1.0.0' },
    'node_modules/elsewhere': { version: '1.0.0', optional: true },
  }
  fs.writeFileSync(within('package-lock.json'), JSON.stringify({ packages }))
}

/** Starts in one process, one after the other: true where the tools are needed too; `free` is how many MB are, at each look, `among` where the packages lie. */
function start(
  tools: readonly boolean[],
  environment: NodeJS.ProcessEnv = {},
  free = [1000],
  among?: number,
) {
  const script = `const { default: fs } = await import('node:fs')
    const free = ${JSON.stringify(free)}
    const among = ${among}
    const next = (disk) => (disk.endsWith('node_modules') ? among : undefined) ?? (free.length > 1 ? free.shift() : free[0])
    fs.statfsSync = (disk) => ({ bavail: next(disk), bsize: 1_000_000 })
    const { ensureInstalled } = await import('./scripts/project-node.mjs')
    for (const tools of ${JSON.stringify(tools)}) await ensureInstalled({ tools })`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: { ...process.env, npm_execpath: within('npm.mjs'), ...environment },
    encoding: 'utf8',
  })
}

/** What npm was asked for since the last time. */
function asked(): string[] {
  const file = within('asked')
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : []
  fs.rmSync(file, { force: true })
  return lines
}

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-install-'))
  fs.mkdirSync(within('scripts'))
  fs.copyFileSync(path.join(import.meta.dirname, 'project-node.mjs'), within('scripts/project-node.mjs'))
  fs.writeFileSync(within('npm.mjs'), npm)
  lockVersions('1.0.0', '1.0.0')
})

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

test('the application comes without tools, which are added when they are needed and then stay', () => {
  start([false, false])
  expect(asked()).toEqual(['ci --omit=dev'])
  expect(fs.readlinkSync(within('node_modules/.bin/node')), 'npm may leave out this link').toBe(
    `../${node.slice('node_modules/'.length)}/bin/node`,
  )
  start([true, true, false])
  expect(asked()).toEqual(['install --no-save --include=dev'])
  lockVersions('1.1.0', '1.1.0')
  start([false, true])
  expect(asked()).toEqual(['install --no-save --include=dev'])
  lockVersions('1.1.0', '1.2.0')
  start([false])
  expect(asked(), 'another version of a tool').toEqual([])
})

test('what npm did not bring to its end is installed again', () => {
  const { status, stderr } = start([false], { ENDS_EARLY: 'yes' })
  expect(status).toBe(1)
  expect(stderr).toContain('npm ci did not succeed (exit code 1)')
  start([false])
  expect(asked()).toEqual(['ci --omit=dev', 'ci --omit=dev'])
  start([true], { ENDS_EARLY: 'yes' })
  start([true])
  expect(asked()).toEqual(['install --no-save --include=dev', 'install --no-save --include=dev'])
})

test('tools that are there need no room of their own when a package is exchanged', () => {
  start([false])
  const volume = start([true], {}, [1000], 100).stderr
  expect(volume, 'packages may lie on a disk of their own').toMatch(
    /node_modules is full: .* needs 240 MB, 100/,
  )
  start([true])
  lockVersions('1.1.0', '1.0.0')
  expect(start([false], {}, [100]).stderr).toContain('Installed in')
  const installs = Array.from({ length: 2 }, () => 'install --no-save --include=dev')
  expect(asked()).toEqual(['ci --omit=dev', ...installs])
})

test('an installation that is made anew takes nothing away from a service that runs from the one before', () => {
  fs.mkdirSync(within('app'))
  fs.writeFileSync(within('app/package.json'), '{}')
  start([false])
  fs.writeFileSync(within('running'), '')
  const full = start([true], {}, [500, 0])
  expect(full.stderr).toContain('was full at the end of the installation')
  const early = start([false], { ENDS_EARLY: 'yes' })
  expect(early.stderr).toContain('npm ci did not succeed (exit code 1)')
  expect(start([false, false]).stderr).toContain('Installed in')
  expect(asked()).toEqual([
    'ci --omit=dev',
    'install --no-save --include=dev',
    'ci --omit=dev',
    'ci --omit=dev',
  ])
  expect(fs.readdirSync(within('.cache')), 'nothing is left beside').toEqual([])
  expect(fs.existsSync(within('node_modules/.bin/node'))).toBe(true)
})

test('a disk without room is told before anything is installed, and one that is full after it is no installation', () => {
  const before = start([false], {}, [300])
  expect(before.stderr).toContain('the installation needs 400 MB, 300 MB are free')
  expect(asked()).toEqual([])
  const after = start([false], {}, [500, 0])
  expect(after.status).toBe(1)
  expect(after.stderr).toContain('was full at the end of the installation')
  start([false, false])
  expect(asked()).toEqual(['ci --omit=dev', 'ci --omit=dev'])
})
