import { expect, test } from 'vitest'
import { untranslated } from './untranslated.ts'

test('texts in brackets are translated, others are found', () => {
  expect(untranslated('<p>⟦Home⟧ 3</p><p>Loose <b>⟦x⟧</b> end</p>')).toEqual(['Loose', 'end'])
})

test('what people wrote is left out, with everything in it', () => {
  expect(untranslated('<p><span data-content lang="fr">Oui <b>non</b></span> after</p>')).toEqual(['after'])
})

test('spoken attributes count', () => {
  expect(untranslated('<nav aria-label="Main"><input placeholder="⟦x⟧" title="Why"></nav>')).toEqual([
    'aria-label="Main"',
    'title="Why"',
  ])
})

test('scripts, styles, entities and void elements are read right', () => {
  expect(untranslated('<script>var a</script><br>&nbsp;&#8201;<svg><path d="M0"/></svg>⟦a⟧')).toEqual([])
})

test('a message inside a message, and a date, are no loose text', () => {
  expect(untranslated('<p>⟦Closes ⟦soon⟧ now⟧ · Monday, March 1, 2027 at 9:00 a.m.</p>')).toEqual([])
})

test('a title and a text area may repeat what people wrote and say nothing else by themselves', () => {
  const page = (title: string, typed: string) =>
    `<title>${title} – ⟦Rounds⟧</title><h1 data-content>Night results</h1><textarea>${typed}</textarea>`
  expect(untranslated(page('Night results', 'Mine'), (text) => text === 'Mine')).toEqual([])
  expect(untranslated(page('Results', 'Write here'))).toEqual(['Results – ⟦Rounds⟧', 'Write here'])
})
