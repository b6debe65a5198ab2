import { expect, test } from 'vitest'
import sourcesFile from './sources.json' with { type: 'json' }
import strategiesFile from './strategies.json' with { type: 'json' }

interface Localised {
  en: string
  fr: string
}

const { strategies, tags } = strategiesFile
const { sources, kinds } = sourcesFile
const words = (text: string): number => text.split(/\s+/u).filter((word) => /\p{L}|\p{N}/u.test(word)).length
const texts: [string, Localised][] = [
  ['strategies.about', strategiesFile.about],
  ['sources.about', sourcesFile.about],
  ...tags.map((tag): [string, Localised] => [`tag ${tag.code}`, tag.label]),
  ...kinds.map((kind): [string, Localised] => [`kind ${kind.code}`, kind.label]),
  ...strategies.flatMap((strategy): [string, Localised][] => [
    [`${strategy.id} name`, strategy.name],
    [`${strategy.id} summary`, strategy.summary],
  ]),
]

test('the register holds 39 strategies and 40 sources, each id once', () => {
  expect(strategies).toHaveLength(39)
  expect(sources).toHaveLength(40)
  expect(new Set(strategies.map(({ id }) => id)).size).toBe(39)
  expect(new Set(sources.map(({ id }) => id)).size).toBe(40)
})

test('every strategy cites at least one source, and every citation, tag and kind resolves', () => {
  const sourceIds = new Set(sources.map(({ id }) => id))
  const tagCodes = new Set(tags.map(({ code }) => code))
  const kindCodes = new Set(kinds.map(({ code }) => code))
  for (const strategy of strategies) {
    expect(strategy.sources.length, strategy.id).toBeGreaterThan(0)
    expect(new Set(strategy.sources).size, strategy.id).toBe(strategy.sources.length)
    expect(strategy.tags.length, strategy.id).toBeGreaterThan(0)
    for (const source of strategy.sources)
      expect(sourceIds, `${strategy.id} cites ${source}`).toContain(source)
    for (const tag of strategy.tags) expect(tagCodes, `${strategy.id} is tagged ${tag}`).toContain(tag)
  }
  for (const source of sources) expect(kindCodes, source.id).toContain(source.kind)
})

test.each(texts)('%s is written in both languages, and differently', (_name, text) => {
  expect(text.en.trim()).not.toBe('')
  expect(text.fr.trim()).not.toBe('')
  expect(text.fr).not.toBe(text.en)
})

test.each(strategies)('$id is summed up in at most 25 words', ({ summary }) => {
  expect(words(summary.en)).toBeLessThanOrEqual(25)
  expect(words(summary.fr)).toBeLessThanOrEqual(25)
})

test('French keeps a non-breaking space before a colon and inside guillemets', () => {
  for (const [name, text] of texts) expect(text.fr, name).not.toMatch(/ [:;?!»%]|« /u)
})
