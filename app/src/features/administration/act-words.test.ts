import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actWords, acts } from './act-words.ts'

const code = new URL('../../', import.meta.url)
const written = globSync(['features/**/*.ts', 'cli/**/*.ts'], { cwd: code })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) => readFileSync(new URL(file, code), 'utf8').match(/(?:\baction:|\baudit\().*/g) ?? [])
  .flatMap((line) => line.match(/(?<=')[a-z-]+(?:\.[a-z-]+)+(?=')/g) ?? [])

test('every act that is written into the log has words, and no other', () => {
  expect(acts.toSorted()).toEqual([...new Set([...written, 'role.grant', 'role.end'])].toSorted())
})

test('an act of another version has no words', () => {
  expect(actWords('en', 'rounds.fold')).toBe(null)
  expect(actWords('fr', 'rounds.open')).toBe('A ouvert un tour')
})
