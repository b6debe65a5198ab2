import { expect, test } from 'vitest'
import { formatsFor } from './format.ts'

test('the first of a month is written as people write it in each language', () => {
  expect(formatsFor('fr').date('2027-03-01')).toBe('1er mars 2027')
  expect(formatsFor('fr').date('2027-03-11')).toBe('11 mars 2027')
  expect(formatsFor('fr').dateTime(new Date('2027-03-01T13:00:00Z'))).toMatch(/^lundi 1er mars/)
  expect(formatsFor('en').date('2027-03-01')).toBe('March 1, 2027')
})

test('an hour of the afternoon has 24 hours behind it in both languages', () => {
  const moment = new Date('2027-03-03T21:30:00Z')
  expect(formatsFor('en', 'America/St_Johns').dateTime(moment)).toBe('Wednesday, March 3 at 18:00')
  expect(formatsFor('fr', 'America/St_Johns').dateTime(moment).replace(/\s/g, ' ')).toBe(
    'mercredi 3 mars à 18 h',
  )
})

test('a calendar day keeps its day in every zone, a moment is told in the network’s', () => {
  expect(formatsFor('en', 'Pacific/Kiritimati').date('2027-03-01')).toBe('March 1, 2027')
  expect(formatsFor('en', 'America/St_Johns').date(new Date('2027-03-01T01:00:00Z'))).toBe(
    'February 28, 2027',
  )
})

test('numbers, shares and money follow the language', () => {
  expect(formatsFor('fr').number(1250.5, 1).replace(/\s/g, ' ')).toBe('1 250,5')
  expect(formatsFor('fr').percent(0.46).replace(/\s/g, ' ')).toBe('46 %')
  expect(formatsFor('en').money(4500)).toBe('$45')
  expect(formatsFor('en').money(4550)).toBe('$45.50')
})
