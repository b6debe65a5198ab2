import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const catalogues = globSync('*/messages.{en,fr}.json', { cwd: import.meta.dirname })
const refusals = catalogues.flatMap((file) =>
  Object.entries<string>(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')))
    .filter(([key]) => /^refus(?:ed|al)\./.test(key))
    .map(([key, words]) => [`${file} ${key}`, words] as const),
)

test('a refusal’s first line is one sentence, which is the title of its page', () => {
  expect(refusals.length).toBeGreaterThan(100)
  expect(refusals.filter(([, words]) => /[.?!]\p{Pe}? \S/u.test(words.split('\n')[0] ?? ''))).toEqual([])
  expect(refusals.filter(([, words]) => words.split('\n').length > 2)).toEqual([])
})
