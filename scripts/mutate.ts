/**
 * `npm run mutate PATH [most] [seed] [test…]`: changes the sources of a folder, or one source, one small thing at a time, in a
 * copy, and says how many of the changes are noticed by the tests in the folder and by the others that are named. Not part
 * of the check: a change takes as long as these tests.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { seededRandom } from '@rounds/methods'
import { mutantsIn } from './mutants.ts'

const root = path.dirname(import.meta.dirname)
const [given = '', most = '100', seed = '1', ...others] = process.argv.slice(2)
const isFile = given.endsWith('.ts')
const folder = isFile ? path.dirname(given) : given
if (!/^(app|packages)\//.test(given) || !fs.existsSync(path.join(root, given))) {
  console.error('mutate: expected a folder or source, for instance packages/methods/src/appropriateness')
  process.exit(2)
}
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-mutants-'))
process.once('exit', () => fs.rmSync(copy, { recursive: true, force: true }))
for (const name of ['app', 'e2e', 'packages', 'package.json', 'tsconfig.json', 'vitest.config.ts'])
  fs.cpSync(path.join(root, name), path.join(copy, name), {
    recursive: true,
    filter: (file) => !file.endsWith('node_modules'),
  })
fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
// Links of the workspaces lead to the sources that are not changed; tests import their own folder by path.
const within = path.join(copy, folder)

const sources = fs
  .globSync(isFile ? path.basename(given) : '**/*.ts', { cwd: within })
  .filter((file) => !/(^|\/)test-|\.test\.ts$/.test(file))
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

const tests = [
  ...fs.globSync('**/*.test.{ts,tsx}', { cwd: within }).map((file) => path.join(folder, file)),
  ...others,
]
const testsPass = (files: readonly string[], withinMs: number): boolean =>
  spawnSync(
    process.execPath,
    [
      ['--import', './app/jsx.mjs', path.join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
      [
        '--project',
        'unit',
        ...(files.some((file) => file.includes('.db.')) ? ['--project', 'database'] : []),
      ],
      ['--bail', '1', ...files],
    ].flat(),
    { cwd: copy, timeout: withinMs, stdio: 'ignore' },
  ).status === 0

if (tests.length === 0) {
  console.error(`mutate: ${folder} has no tests; name those that ought to notice, behind the seed`)
  process.exit(2)
}
const began = performance.now()
if (!testsPass(tests, 600_000)) {
  console.error(`mutate: the tests of ${folder} fail without any change`)
  process.exit(1)
}
// A change that makes a loop endless is noticed by its time.
const patience = Math.ceil(10_000 + 5 * (performance.now() - began))
let killed = 0
for (const { file, source, start, end, text } of chosen) {
  fs.writeFileSync(path.join(within, file), source.slice(0, start) + text + source.slice(end))
  const beside = path.join(folder, file.replace(/\.ts$/, '.test.ts'))
  const first = tests.includes(beside) ? [beside] : tests
  if (testsPass(first, patience) && (first === tests || testsPass(tests, patience))) {
    const line = source.slice(0, start).split('\n').length
    console.log(`not noticed: ${file}:${line}: ${source.slice(start, end)} → ${text}`)
  } else killed += 1
  fs.writeFileSync(path.join(within, file), source)
}
console.log(
  `${given}: ${killed} of ${chosen.length} changes noticed, ${((100 * killed) / chosen.length).toFixed(1)} %; ${all.length} in all, seed ${seed}`,
)
