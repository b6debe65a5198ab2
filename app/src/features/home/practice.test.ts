import { expect, test } from 'vitest'
import { inOrder, practiceOf } from './practice.ts'

const now = new Date('2027-03-01T12:00:00Z')
const inHours = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000)
const waiting = [
  { name: 'reply', kind: 'reply', closesAt: null, seconds: 20 },
  { name: 'long, on Thursday', kind: 'round', closesAt: inHours(72), seconds: 180 },
  { name: 'short, next week', kind: 'round', closesAt: inHours(160), seconds: 60 },
  { name: 'today', kind: 'round', closesAt: inHours(5), seconds: 240 },
] as const

test('in a clinic, rounds come by closing time, then replies', () => {
  expect(inOrder(waiting, 'clinic', now).map((one) => one.name)).toEqual([
    'today',
    'long, on Thursday',
    'short, next week',
    'reply',
  ])
})

test('in a hospital, what closes today comes first, then what is shortest', () => {
  expect(inOrder(waiting, 'hospital', now).map((one) => one.name)).toEqual([
    'today',
    'short, next week',
    'long, on Thursday',
    'reply',
  ])
})

test('every practice of the usual categories is one', () => {
  expect(['community', 'hospital', 'both', 'locum'].map(practiceOf)).toEqual([
    'clinic',
    'hospital',
    'both',
    'locum',
  ])
})

test('a practice nobody foresaw is no practice', () => {
  expect([null, 'community-clinic', 'ship'].map(practiceOf)).toEqual(['unknown', 'clinic', 'unknown'])
})
