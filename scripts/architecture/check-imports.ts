import { builtinModules } from 'node:module'
import { featureOf, isTest, within, type Architecture, type Violation } from './architecture.ts'
import type { SourceFile } from './source-tree.ts'

/** Workspace: the packages its package.json declares; '' is the root's. */
export type Declared = Record<string, { dependencies: Set<string>; devDependencies: Set<string> }>

/** Layers between workspaces and rooms, the graph of features, and declared dependencies only. */
export function checkImports(
  sources: SourceFile[],
  architecture: Architecture,
  declared: Declared,
): Violation[] {
  return sources.flatMap(({ file, imports }) =>
    imports.flatMap((found): Violation[] => {
      const broken =
        found.target === undefined
          ? checkPackage(file, found.specifier, architecture, declared)
          : checkFile(file, found.target, architecture)
      return broken === undefined ? [] : [{ ...broken, file, line: found.line }]
    }),
  )
}

type Broken = { rule: string; message: string } | undefined

function checkFile(file: string, target: string, architecture: Architecture): Broken {
  const room = roomOf(file, architecture)
  if (room === undefined) return undefined
  const from = featureOf(file)
  const to = featureOf(target)
  if (from !== undefined && to !== undefined && from !== to) {
    if (target !== `app/src/features/${to}/public.ts`) {
      return {
        rule: 'features',
        message: `${from} may import ${to} only through its public.ts, not ${target}`,
      }
    }
    const may = architecture.features[from] ?? []
    if (!may.includes(to) && !isTest(file)) {
      return { rule: 'features', message: `${from} may import [${may.join(', ')}], not ${to}` }
    }
    return undefined
  }
  if (from !== undefined && from === to) return undefined
  const ofTests = isTest(file) ? (architecture.testsMayImport[room] ?? []) : []
  const mayRooms = [...(architecture.rooms[room] ?? []), ...ofTests]
  const isRootFile = /^app\/src\/[^/]+$/.test(target)
  if (mayRooms.some((place) => within(target, place)) || (isTest(file) && isRootFile)) return undefined
  return { rule: 'rooms', message: `${room} may import [${mayRooms.join(', ')}], not ${target}` }
}

function checkPackage(
  file: string,
  specifier: string,
  architecture: Architecture,
  declared: Declared,
): Broken {
  const workspace = Object.keys(architecture.workspaces).find((name) => within(file, name)) ?? ''
  const pure = workspace === 'packages/methods' && !isTest(file)
  if (specifier.startsWith('node:')) {
    if (pure) return { rule: 'pure methods', message: `methods do no I/O: ${specifier}` }
    if (within(file, 'app/islands')) {
      return { rule: 'rooms', message: `islands run in a browser: ${specifier}` }
    }
    return undefined
  }
  if (specifier.startsWith('#')) return undefined
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (builtinModules.includes(name)) return { rule: 'rooms', message: `write node:${name}` }
  if (name.startsWith('@rounds/')) {
    const target = name === '@rounds/app' ? 'app' : name.replace('@rounds/', 'packages/')
    const may = workspace === '' ? Object.keys(architecture.workspaces) : architecture.workspaces[workspace]
    if (target !== workspace && may?.includes(target) !== true) {
      return { rule: 'workspaces', message: `${workspace} may import [${may?.join(', ')}], not ${target}` }
    }
  }
  if (pure && !architecture.methodsMayImport.includes(name)) {
    return {
      rule: 'pure methods',
      message: `methods may import [${architecture.methodsMayImport.join(', ')}], not ${name}`,
    }
  }
  return checkDeclared(file, name, workspace, declared)
}

function checkDeclared(file: string, name: string, workspace: string, declared: Declared): Broken {
  const own = declared[workspace]
  const root = declared['']
  const ships = workspace !== '' && file.includes('/src/') && !isTest(file) && !/test-[a-z]+\.ts$/.test(file)
  if (own?.dependencies.has(name) === true) return undefined
  if (!ships && (root?.devDependencies.has(name) === true || own?.devDependencies.has(name) === true)) {
    return undefined
  }
  if (workspace === '' && declared['app']?.dependencies.has(name) === true) return undefined
  const where = ships ? `the dependencies of ${workspace}/package.json` : 'a package.json'
  return { rule: 'declared dependencies', message: `${name} is not in ${where}` }
}

function roomOf(file: string, architecture: Architecture): string | undefined {
  return Object.keys(architecture.rooms)
    .filter((room) => within(file, room))
    .toSorted((a, b) => b.length - a.length)[0]
}
