import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWholeName, namesThatFit } from './name-fits.ts'

test.each([
  ['pow', 'Ada Power', true],
  ['ada pow', 'Ada Power', true],
  ['Power, Ada', 'Ada Power', true],
  ['lea dore', 'Léa Doré', true],
  ['LÉA', 'Lea Dore', true],
  ['obrien', 'Sean O’Brien', true],
  ["O'Brien", 'Sean O’Brien', true],
  ['brien', 'Sean O’Brien', true],
  ['tremblay', 'Marie Roy-Tremblay', true],
  ['ower', 'Ada Power', false],
  ['ada li', 'Ada Power', false],
  ['', 'Ada Power', false],
  [' - ', 'Ada Power', false],
  ['%', 'Ada Power', false],
])('%j and %s: %s', (typed, name, fits) => expect(namesThatFit(typed)(name)).toBe(fits))

test('a name fits itself, and its words in any order', () => {
  const word = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ'’-]*[A-Za-z][A-Za-zÀ-ÖØ-öø-ÿ'’-]*$/)
  fc.assert(
    fc.property(word, word, (given, family) => {
      expect(namesThatFit(`${given} ${family}`)(`${given} ${family}`)).toBe(true)
      expect(namesThatFit(`${family} ${given}`)(`${given} ${family}`)).toBe(true)
    }),
  )
})

test('the whole name is told from the beginning of a longer one', () => {
  expect(isWholeName('ada power', 'Ada Power')).toBe(true)
  expect(isWholeName('Ada Power', 'Ada Power-Smith')).toBe(false)
})
