import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Architecture } from './architecture/architecture.ts'
import { isPermissive } from './architecture/check-packages.ts'
import { checkArchitecture } from './check-architecture.ts'

const architecture = createRequire(import.meta.url)('../architecture.cjs') as Architecture
const F = 'app/src/features'
const everyTable = Object.values(architecture.tables).flat()
const schemaOf = (tables: string[]) => tables.map((table) => `table ${table}\n  id uuid\n`).join('\n')

/** A small house in which every rule is kept. */
const sound: Record<string, string> = {
  'package.json': JSON.stringify({ devDependencies: { vitest: '1.0.0' } }),
  'app/package.json': JSON.stringify({
    dependencies: { '@rounds/methods': '0.1.0', kysely: '1.0.0' },
    optionalDependencies: {},
  }),
  'packages/methods/package.json': '{}',
  'package-lock.json': JSON.stringify({
    packages: {
      'node_modules/kysely': { version: '1.0.0', license: 'MIT', optionalDependencies: { either: '1.0.0' } },
      'node_modules/either': { version: '1.0.0', license: '(MIT OR GPL-3.0)', optional: true },
      'node_modules/vitest': { version: '1.0.0', dev: true, license: 'GPL-3.0', hasInstallScript: true },
    },
  }),
  'packages/methods/src/index.ts': 'export const two = 2\n',
  'packages/methods/src/two.test.ts': `import { test } from 'vitest'\nimport { two } from './index.ts'\ntest(String(two))\n`,
  'packages/methods/src/solved.test.ts': `import '../../../app/src/platform/linear-program/solver.ts'\n`,
  'app/src/platform/linear-program/solver.ts': 'export const solver = 1\n',
  'app/src/main.ts': `import './features/rounds/public.ts'\nimport './ui/page.tsx'\n`,
  'app/src/platform/config.ts': `import fs from 'node:fs'\nexport const read = fs.readFileSync\n`,
  'app/src/platform/i18n/locale.ts': `export type Locale = 'en' | 'fr'\n`,
  'app/src/ui/page.tsx': `import type { Locale } from '../platform/i18n/locale.ts'\nexport const page = (l: Locale) => <p>{l}</p>\n`,
  'app/src/ui/messages.en.json':
    '{"hello": "Hello, {name}", "votes": "{n, plural, one {# vote} other {# votes}}"}',
  'app/src/ui/messages.fr.json':
    '{"hello": "Bonjour {name}", "votes": "{n, plural, one {# vote} other {# votes}}"}',
  [`${F}/people/public.ts`]: `export * from './find-person.ts'\n`,
  [`${F}/people/find-person.ts`]: `export const find = 'select from person'\n`,
  [`${F}/rounds/public.ts`]: `export { open } from './open-round.ts'\n`,
  [`${F}/rounds/open-round.ts`]: [
    `import { sql } from 'kysely'`,
    `import { two } from '@rounds/methods'`,
    `import { find } from '../people/public.ts'`,
    `import { read } from '../../platform/config.ts'`,
    'export const open = (db: any) => [two, find, read, sql`update round as r set state = 1`, db.insertInto("round"),',
    '  "insert into vote (id) values (1) on conflict do update set id = 2", "select from person for update of person",',
    '  "please update your page"]',
    '',
  ].join('\n'),
  [`${F}/rounds/round.db.test.ts`]: `import { test } from 'vitest'\nimport '../../main.ts'\ntest('insert into person values (1)')\n`,
  'app/src/cli/main.ts': `import '../features/people/find-person.ts'\nimport '../main.ts'\n`,
  'app/islands/rank.ts': 'export const rank = () => document.title\n',
  'packages/fhir-tables/suite/Name_ofOthers.json': '{}',
  'app/src/schema.sql': schemaOf(everyTable),
  'scripts/check.mjs': `import path from 'node:path'\nimport { sql } from 'kysely'\nexport default [path, sql]\n`,
}

let root: string

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-architecture-'))
  plant(sound)
})

afterEach(() => fs.rmSync(root, { recursive: true, force: true }))

function plant(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true })
    fs.writeFileSync(path.join(root, file), text)
  }
}

function found(files: Record<string, string> = {}): string[] {
  plant(files)
  return checkArchitecture(root, architecture).violations.map(
    ({ rule, file, line, message }) =>
      `${rule} | ${file}${line === undefined ? '' : `:${line}`} | ${message}`,
  )
}

test('a sound house has no violation', () => {
  expect(found()).toEqual([])
})

test('reading nothing is an error, not a success', () => {
  fs.rmSync(root, { recursive: true })
  fs.mkdirSync(root)
  expect(() => found()).toThrow('0 files read')
})

test('only files that are or would be under version control are read', () => {
  spawnSync('git', ['init', '-q'], { cwd: root })
  expect(found({ '.gitignore': 'data/\n', 'data/utils.ts': `export * from '../app/src/main.ts'\n` })).toEqual(
    [],
  )
  expect(found({ 'app/src/platform/utils.ts': '' })).toHaveLength(1)
})

describe('each rule finds what is planted against it', () => {
  const planted: [string, Record<string, string>, RegExp][] = [
    [
      'a layer imported upwards',
      { 'packages/methods/src/up.ts': `import '@rounds/app'\n` },
      /^workspaces \| .*up\.ts:1/,
    ],
    [
      'a workspace entered by a path',
      { 'packages/methods/src/up.ts': `import '../../../app/src/main.ts'\n` },
      /^rooms \| packages\/methods\/src\/up\.ts:1/,
    ],
    [
      'a method importing what its tests may',
      {
        'app/src/platform/linear-program/s.ts': '',
        'packages/methods/src/up.ts': `import '../../../app/src/platform/linear-program/s.ts'\n`,
      },
      /^rooms \| packages\/methods\/src\/up\.ts:1/,
    ],
    [
      'a test of a method importing more of the app than the solver',
      { 'packages/methods/src/up.test.ts': `import '../../../app/src/platform/config.ts'\n` },
      /^rooms \| packages\/methods\/src\/up\.test\.ts:1/,
    ],
    [
      'methods doing I/O',
      { 'packages/methods/src/io.ts': `import 'node:fs'\n` },
      /^pure methods \| .*node:fs/,
    ],
    [
      'methods importing a package',
      { 'packages/methods/src/x.ts': `import 'kysely'\n` },
      /^pure methods \| .*kysely/,
    ],
    [
      'the platform importing a feature',
      { 'app/src/platform/x.ts': `import type {} from '../features/people/public.ts'\n` },
      /^rooms \| app\/src\/platform\/x\.ts:1/,
    ],
    [
      'the pages importing a feature',
      { 'app/src/ui/x.tsx': `export const x = () => import('../features/people/public.ts')\n` },
      /^rooms \| app\/src\/ui\/x\.tsx:1/,
    ],
    [
      'the pages importing the database',
      { 'app/src/ui/x.ts': `import '../platform/config.ts'\n` },
      /^rooms \| app\/src\/ui/,
    ],
    [
      'a feature importing past a public.ts',
      { [`${F}/rounds/x.ts`]: `import '../people/find-person.ts'\n` },
      /^features \| .*only through its public\.ts/,
    ],
    [
      'a feature importing against the graph',
      { [`${F}/people/x.ts`]: `type R = import('../rounds/public.ts').R\nexport type X = R\n` },
      /^features \| .*people may import \[\], not rounds/,
    ],
    [
      'a test importing past a public.ts',
      { [`${F}/rounds/x.test.ts`]: `import '../people/find-person.ts'\n` },
      /^features \| /,
    ],
    [
      'a feature importing the composition',
      { [`${F}/people/x.ts`]: `import '../../main.ts'\n` },
      /^rooms \| /,
    ],
    [
      'a feature nobody listed',
      { [`${F}/surprises/x.ts`]: '' },
      /^features \| .*surprises is not in architecture/,
    ],
    ['a folder without a room', { 'app/src/extras/x.ts': '' }, /^rooms \| .*app\/src\/extras has no room/],
    [
      'an island importing the server',
      { 'app/islands/x.ts': `import '../src/platform/config.ts'\n` },
      /^rooms \| app\/islands/,
    ],
    ['an island importing Node', { 'app/islands/x.ts': `import 'node:fs'\n` }, /^rooms \| .*browser/],
    [
      'a circle of types',
      {
        'app/src/platform/a.ts': `import type { B } from './b.ts'\nexport type A = B\n`,
        'app/src/platform/b.ts': `export type B = 1\nexport type * from './c.ts'\n`,
        'app/src/platform/c.ts': `import type { A } from './a.ts'\nexport type C = A\n`,
      },
      /^cycles \| .*a\.ts → .*b\.ts → .*c\.ts → .*a\.ts/,
    ],
    [
      'a package nobody declared',
      { 'app/src/platform/x.ts': `import 'pg'\n` },
      /^declared dependencies \| .*pg is not in/,
    ],
    [
      'a development package in what ships',
      { 'app/src/platform/x.ts': `import 'vitest'\n` },
      /^declared dependencies \| .*vitest is not in the dependencies of app/,
    ],
    [
      'a file called utils',
      { 'app/src/platform/utils.ts': '' },
      /^names \| app\/src\/platform\/utils\.ts \| /,
    ],
    ['a folder called shared', { 'app/src/ui/shared/x.ts': '' }, /^names \| app\/src\/ui\/shared \| /],
    ['a name in camel case', { 'app/src/ui/bigButton.ts': '' }, /^names \| .*kebab/],
    ['a file too long', { 'app/src/ui/long.ts': '//\n'.repeat(401) }, /^length \| .*401 lines/],
    ['a test too long', { 'app/src/ui/long.test.ts': '//\n'.repeat(601) }, /^length \| .*601 lines/],
    [
      'a language without its file',
      { [`${F}/rounds/messages.en.json`]: '{}' },
      /^messages \| .*fr\.json \| is missing/,
    ],
    [
      'a sentence in one language',
      { 'app/src/ui/messages.fr.json': '{"hello": "{name}"}' },
      /^messages \| .*votes is missing/,
    ],
    [
      'an argument in one language',
      {
        'app/src/ui/messages.fr.json': sound['app/src/ui/messages.fr.json']?.replace('{name}', '{nom}') ?? '',
      },
      /^messages \| .*hello takes \{nom\} and its English \{name\}/,
    ],
    [
      'a sentence that is not ICU',
      {
        'app/src/ui/messages.en.json': sound['app/src/ui/messages.en.json']?.replace('{name}', '{name') ?? '',
      },
      /^messages \| .*hello: is not ICU/,
    ],
    [
      'a sentence that nobody reads at once',
      {
        'app/src/ui/messages.en.json': `{"hello": "Hello, {name}, ${'and so on '.repeat(8)}", "votes": "{n, plural, one {# vote} other {# votes}}"}`,
      },
      /^reading \| .*messages\.en\.json \| hello: 26 words, 20 at most/,
    ],
    [
      'French with the spaces of France',
      {
        'app/src/ui/messages.fr.json':
          '{"hello": "Bonjour {name} !", "votes": "{n, plural, one {# vote} other {# votes}}"}',
      },
      /^reading \| .*hello: write no space before/,
    ],
    [
      'French without the space before a colon',
      {
        'app/src/ui/messages.fr.json':
          '{"hello": "Bonjour: {name}", "votes": "{n, plural, one {# vote} other {# votes}}"}',
      },
      /^reading \| .*hello: write a space before :/,
    ],
    [
      "another feature's table written in SQL",
      {
        [`${F}/rounds/x.ts`]: 'export const x = (sql: any) => sql`\n  delete from person where id = ${1}`\n',
      },
      /^table writers \| .*x\.ts:1 \| rounds writes person, which belongs to people/,
    ],
    [
      "another feature's table written with the query builder",
      { [`${F}/rounds/x.ts`]: `export const x = (db: any) => db.updateTable('person as p')\n` },
      /^table writers \| .*rounds writes person/,
    ],
    [
      'a table nobody owns',
      { [`${F}/rounds/x.ts`]: `export const x = 'insert into novelty (id) values (1)'\n` },
      /^table writers \| .*novelty, which nobody owns/,
    ],
    [
      'a table without an owner',
      { 'app/src/schema.sql': schemaOf([...everyTable, 'novelty']) },
      /^table owners \| .*nobody owns novelty/,
    ],
    [
      'an owner without the table',
      { 'app/src/schema.sql': schemaOf(everyTable.filter((table) => table !== 'vote')) },
      /^table owners \| .*rounds owns vote, which is not in/,
    ],
    [
      'a decision that the list of decisions does not name',
      { 'docs/decisions/0001-a.md': '# A', 'docs/decisions/README.md': '' },
      /^decisions \| .*0001-a\.md is not in it/,
    ],
    [
      'two migrations with one number',
      { 'app/src/migrations/0001-a.sql': '', 'app/src/migrations/0001-b.sql': '' },
      /^numbers \| app\/src\/migrations\/0001-b\.sql .*has the number of .*0001-a\.sql/,
    ],
    [
      'a path of one machine',
      { 'docs/x.md': ['see /ro', 'ot/notes.txt'].join('') },
      /^words \| docs\/x\.md:1 \| a path/,
    ],
    [
      'the host of a registry',
      { 'docs/x.md': ['\nhttps://regis', 'try.npmjs.org/x'].join('') },
      /^words \| docs\/x\.md:2/,
    ],
    [
      'a word on how a text was made',
      { 'docs/x.md': ['Co-auth', 'ored-by: someone'].join('') },
      /^words \| /,
    ],
  ]
  test.each(planted)('%s', (_, files, expected) => {
    const violations = found(files)
    expect(violations).toHaveLength(1)
    expect(violations[0]).toMatch(expected)
  })

  const locked: [string, Record<string, unknown>, RegExp][] = [
    ['a licence that is not permissive', { license: 'AGPL-3.0' }, /kysely is under AGPL-3\.0/],
    ['no licence', {}, /kysely is under no licence/],
    ['an install script', { license: 'MIT', hasInstallScript: true }, /kysely has an install script/],
    [
      'a lockfile with a hole',
      { license: 'MIT', optionalDependencies: { gone: '1.0.0' } },
      /gone .*npm ci would fail/,
    ],
  ]
  test.each(locked)('%s', (_, entry, expected) => {
    const lockfile = JSON.stringify({ packages: { 'node_modules/kysely': { version: '1.0.0', ...entry } } })
    const violations = found({ 'package-lock.json': lockfile })
    expect(violations).toHaveLength(1)
    expect(violations[0]).toMatch(expected)
  })
})

test('a licence expression is permissive by any side of OR and every side of AND', () => {
  expect(isPermissive('(MIT OR GPL-3.0)', ['MIT'])).toBe(true)
  expect(isPermissive('MIT AND GPL-3.0', ['MIT'])).toBe(false)
  expect(isPermissive('MIT AND ISC', ['MIT', 'ISC'])).toBe(true)
})
