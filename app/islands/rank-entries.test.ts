import { expect, test } from 'vitest'
import { rank, shownAtMost } from './rank-entries.ts'

const entries = ['Accueil', 'Résultats', 'Ce que vous avez dit', 'Les résultats de labo'].map(
  (words, index) => ({
    href: `/${index}`,
    words,
  }),
)
const found = (typed: string) => rank(entries, typed).map(({ words }) => words)

test('nothing typed shows the first entries in their order', () => {
  expect(found('')).toEqual(entries.map(({ words }) => words))
})

test('letters are found without their accents and case', () => {
  expect(found('resul')).toEqual(['Résultats', 'Les résultats de labo'])
})

test('every word typed has to be there, in any order', () => {
  expect(found('labo res')).toEqual(['Les résultats de labo'])
  expect(found('labo accueil')).toEqual([])
})

test('words that begin with what was typed come before words that contain it', () => {
  const list = [
    { href: '/1', words: 'Commodities' },
    { href: '/2', words: 'Edit the charter' },
  ]
  expect(rank(list, 'edit').map(({ href }) => href)).toEqual(['/2'])
  expect(rank(list, 'dit').map(({ href }) => href)).toEqual(['/1', '/2'])
})

test('a long list is cut', () => {
  const many = Array.from({ length: 300 }, (_, index) => ({ href: `/${index}`, words: `Need ${index}` }))
  expect(rank(many, 'need')).toHaveLength(shownAtMost)
})
