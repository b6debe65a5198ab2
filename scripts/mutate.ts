/**
 * `npm run mutate FOLDER [most] [seed]`: changes the sources of a folder of packages/methods one small thing at a time, in a copy, and
 * says how many of the changes its tests notice. Not part of the check: a change takes as long as the folder's tests.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { seededRandom } from '@rounds/methods'
import { mutantsIn } from './mutants.ts'

const [folder, most = '100', seed = '1'] = process.argv.slice(2)
if (folder === undefined) {
  console.error('mutate: expected a folder of packages/methods/src, for instance appropriateness')
  process.exit(2)
}
const root = path.dirname(import.meta.dirname)
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-mutants-'))
process.once('exit', () => fs.rmSync(copy, { recursive: true, force: true }))
for (const name of ['app', 'e2e', 'packages', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
  fs.cpSync(path.join(root, name), path.join(copy, name), {
    recursive: true,
    filter: (file) => !file.endsWith('node_modules'),
  })
fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
// Links of the workspaces lead to the sources that are not changed; tests import their own folder by path.
const within = path.join(copy, 'packages/methods/src', folder)

const sources = fs
  .globSync('**/*.ts', { cwd: within })
  .filter((file) => !file.endsWith('.test.ts'))
  .toSorted()
const all = sources.flatMap((file) => {
  const source = fs.readFileSync(path.join(within, file), 'utf8')
  return mutantsIn(file, source).map((mutant) => ({ file, source, ...mutant }))
})
const random = seededRandom(Number(seed))
const chosen = all
  .map((mutant) => ({ mutant, at: random() }))
  .toSorted((a, b) => a.at - b.at)
  .slice(0, Number(most))
  .map(({ mutant }) => mutant)

const testsPass = (withinMs: number): boolean =>
  spawnSync(
    process.execPath,
    [
      '--import',
      './app/jsx.mjs',
      path.join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--project',
      'unit',
      '--bail',
      '1',
      `packages/methods/src/${folder}/`,
    ],
    { cwd: copy, timeout: withinMs, stdio: 'ignore' },
  ).status === 0

const began = performance.now()
if (!testsPass(600_000)) {
  console.error(`mutate: the tests of ${folder} fail without any change`)
  process.exit(1)
}
// A change that makes a loop endless is noticed by its time.
const patience = Math.ceil(10_000 + 5 * (performance.now() - began))
let killed = 0
for (const { file, source, start, end, text } of chosen) {
  fs.writeFileSync(path.join(within, file), source.slice(0, start) + text + source.slice(end))
  if (testsPass(patience)) {
    const line = source.slice(0, start).split('\n').length
    console.log(`not noticed: ${file}:${line}: ${source.slice(start, end)} → ${text}`)
  } else killed += 1
  fs.writeFileSync(path.join(within, file), source)
}
console.log(
  `${folder}: ${killed} of ${chosen.length} changes noticed, ${((100 * killed) / chosen.length).toFixed(1)} %; ${all.length} in all, seed ${seed}`,
)
