import fs from 'node:fs'
import path from 'node:path'
import type { Architecture, Violation } from './architecture.ts'

type Locked = {
  dev?: boolean
  link?: boolean
  optional?: boolean
  license?: string
  hasInstallScript?: boolean
  optionalDependencies?: Record<string, string>
}

/** Production packages: a permissive licence each, no install script that is needed, a lockfile that is whole. */
export function checkPackages(root: string, architecture: Architecture): Violation[] {
  const file = 'package-lock.json'
  const lock = JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const known = new Set(Object.keys(lock.packages).map(nameOf))
  const broken = (message: string): Violation => ({ rule: 'packages', file, message })
  const lacking = Object.values(lock.packages)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => !known.has(name))
  const first =
    lacking.length === 0
      ? []
      : [
          broken(
            `lacks ${lacking.length} optional packages (${lacking[0]} …), so npm ci would fail: run node scripts/complete-lockfile.mjs`,
          ),
        ]
  const others = Object.entries(lock.packages).flatMap(([place, entry]): Violation[] => {
    const found: Violation[] = []
    if (!place.includes('node_modules/') || entry.dev === true || entry.link === true) return found
    const name = nameOf(place)
    if (entry.hasInstallScript === true && architecture.installScriptsNotNeeded[name] === undefined) {
      found.push(broken(`${name} has an install script, which is never run: say why it is not needed`))
    }
    const licence = entry.license ?? licenceInstalled(root, place)
    if (licence === undefined && entry.optional === true) return found
    if (!isPermissive(licence ?? '', architecture.licences)) {
      found.push(broken(`${name} is under ${licence ?? 'no licence'}, which architecture.cjs does not list`))
    }
    return found
  })
  return [...first, ...others]
}

/** An SPDX expression: every side of AND, any side of OR. */
export function isPermissive(expression: string, licences: string[]): boolean {
  const inner = expression.trim().replace(/^\((.*)\)$/, '$1')
  if (inner.includes(' OR ')) return inner.split(' OR ').some((side) => isPermissive(side, licences))
  if (inner.includes(' AND ')) return inner.split(' AND ').every((side) => isPermissive(side, licences))
  return licences.includes(inner)
}

function licenceInstalled(root: string, place: string): string | undefined {
  const file = path.join(root, place, 'package.json')
  if (!fs.existsSync(file)) return undefined
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { license?: string }).license
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}
