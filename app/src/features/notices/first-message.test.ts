import { expect, test } from 'vitest'
import { isToldOn, morningsUntil } from './first-message.ts'

const zone = 'America/Toronto'
const monday = new Date('2027-03-01T15:00:00Z')
const at = (text: string) => new Date(text)

test('a round that ends before seven of the next morning has no morning', () => {
  expect(morningsUntil(monday, at('2027-03-02T12:00:00Z'), zone)).toEqual([])
  expect(morningsUntil(monday, at('2027-03-02T12:00:01Z'), zone)).toEqual([at('2027-03-02T12:00:00Z')])
})

test('eight mornings are looked at, over a change of clocks', () => {
  const days = morningsUntil(at('2027-03-12T15:00:00Z'), null, zone)
  expect(days).toHaveLength(8)
  expect(days.slice(0, 2)).toEqual([at('2027-03-13T12:00:00Z'), at('2027-03-14T11:00:00Z')])
})

test('who has had this week’s message is told when the week is over, if that is in time', () => {
  const limit = { messagesPerWeek: 1, sentAt: [at('2027-02-25T12:00:00Z')] }
  const until = (end: string) => isToldOn(morningsUntil(monday, at(end), zone), limit, zone)
  expect(until('2027-03-04T12:00:00Z')).toBe(false)
  expect(until('2027-03-04T12:00:01Z')).toBe(true)
  expect(isToldOn(morningsUntil(monday, null, zone), { ...limit, messagesPerWeek: 0 }, zone)).toBe(false)
  expect(
    isToldOn(morningsUntil(monday, at('2027-03-02T13:00:00Z'), zone), { ...limit, messagesPerWeek: 2 }, zone),
  ).toBe(true)
})
