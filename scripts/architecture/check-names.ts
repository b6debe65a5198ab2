import fs from 'node:fs'
import path from 'node:path'
import { featureOf, isTest, within, type Architecture, type Violation } from './architecture.ts'
import { isSource } from './source-tree.ts'

const PLACES = ['app', 'packages', 'e2e', 'scripts']
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/

/** Names that say what they hold, in kebab-case; a room for every folder; files that can be read in one go. */
export function checkNames(root: string, files: string[], architecture: Architecture): Violation[] {
  const found: Violation[] = []
  const reported = new Set<string>()
  for (const file of files.filter((name) => PLACES.some((place) => within(name, place)))) {
    if (architecture.foreignNames.some((folder) => within(file, folder))) continue
    const parts = file.split('/')
    parts.forEach((part, depth) => {
      const place = parts.slice(0, depth + 1).join('/')
      if (reported.has(place) || part.startsWith('.') || part.startsWith('README')) return
      reported.add(place)
      const stem = part.split('.')[0] ?? part
      if (architecture.forbiddenNames.includes(stem)) {
        found.push({
          rule: 'names',
          file: place,
          message: `${stem} says nothing: name the thing that it holds`,
        })
      } else if (!KEBAB.test(part)) {
        found.push({ rule: 'names', file: place, message: `${part} is not in kebab-case` })
      }
    })
    found.push(...checkPlace(file, architecture, reported), ...checkLength(root, file, architecture))
  }
  return found
}

function checkPlace(file: string, architecture: Architecture, reported: Set<string>): Violation[] {
  const folder = /^app\/src\/([^/]+)\//.exec(file)?.[1]
  if (
    folder !== undefined &&
    !architecture.appFolders.includes(folder) &&
    !reported.has(`folder ${folder}`)
  ) {
    reported.add(`folder ${folder}`)
    return [{ rule: 'rooms', file, message: `app/src/${folder} has no room in architecture.cjs` }]
  }
  const feature = featureOf(file)
  if (
    feature !== undefined &&
    architecture.features[feature] === undefined &&
    !reported.has(`feature ${feature}`)
  ) {
    reported.add(`feature ${feature}`)
    return [{ rule: 'features', file, message: `the feature ${feature} is not in architecture.cjs` }]
  }
  return []
}

function checkLength(root: string, file: string, architecture: Architecture): Violation[] {
  if (!(isSource(file) || file.endsWith('.css')) || file.includes('.gen.')) return []
  const { source, test, exceptions } = architecture.fileLength
  const limit = isTest(file) ? test : source
  const lines = fs.readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length
  if (lines <= limit || exceptions[file] !== undefined) return []
  return [{ rule: 'length', file, message: `${lines} lines, of which ${limit} are allowed: split it` }]
}
