/**
 * Adds to package-lock.json the platform packages that npm left out; `--check` only says which are missing.
 *
 * npm drops an optional package that its registry does not carry (a mirror may lack the binaries of other
 * platforms) and then `npm ci` refuses the lockfile everywhere. What is added has a version and a platform,
 * and no integrity: it is only ever fetched on that platform, from a registry that has it.
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const OS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'aix',
  'netbsd',
  'openbsd',
  'sunos',
]
const CPU = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32']

/** Completes `lock` (the parsed lockfile) in place; returns `name@version` of what was missing. */
export function completeLockfile(lock) {
  const added = []
  for (const [at, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!/^\d/.test(version)) continue
      const found = nearest(lock.packages, at, name)
      if (found !== undefined && lock.packages[found].version === version) continue
      const beside = at.slice(0, at.lastIndexOf('node_modules/'))
      const place = lock.packages[`${beside}node_modules/${name}`] === undefined ? beside : `${at}/`
      lock.packages[`${place}node_modules/${name}`] = platformEntry(name, version, entry)
      added.push(`${name}@${version}`)
    }
  }
  const { '': root, ...rest } = lock.packages
  lock.packages = {
    '': root,
    ...Object.fromEntries(Object.entries(rest).toSorted(([a], [b]) => a.localeCompare(b, 'en'))),
  }
  return added
}

function nearest(packages, at, name) {
  for (let base = at; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const candidate = `${base === '' ? '' : `${base}/`}node_modules/${name}`
    if (packages[candidate] !== undefined) return candidate
    if (base === '') return undefined
  }
}

function platformEntry(name, version, parent) {
  const words = name.split(/[/@-]/)
  const os = OS.filter((word) => words.includes(word))
  const cpu = CPU.filter((word) => words.includes(word) || words.some((part) => part.startsWith(`${word}-`)))
  if (words.some((word) => word === 'gnueabihf' || word === 'musleabihf' || word === 'eabi')) cpu.push('arm')
  return {
    version,
    ...(cpu.length > 0 && { cpu: [...new Set(cpu)] }),
    ...(parent.dev === true && { dev: true }),
    optional: true,
    ...(os.length > 0 && { os }),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'package-lock.json')
  const lock = JSON.parse(fs.readFileSync(file, 'utf8'))
  const added = completeLockfile(lock)
  if (added.length > 0) {
    process.stdout.write(`package-lock.json lacked ${added.length} platform packages: ${added.join(' ')}\n`)
    if (process.argv.includes('--check')) process.exitCode = 1
    else fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  }
}
