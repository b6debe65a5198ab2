import { expect, test } from 'vitest'
import { answerDueAt, escalationStep } from './escalation.ts'

const dueAt = new Date('2027-03-15T12:00:00Z')
test.each([
  ['2027-03-01T12:00:00Z', 'in-time'],
  ['2027-03-15T12:00:00Z', 'in-time'],
  ['2027-03-15T12:00:01Z', 'champion'],
  ['2027-03-22T12:00:00Z', 'champion'],
  ['2027-03-22T12:00:01Z', 'sponsor'],
  ['2028-03-22T12:00:01Z', 'sponsor'],
])('at %s: %s', (now, step) => expect(escalationStep({ dueAt, now: new Date(now) })).toBe(step))

test('an answer is due so many days after it was asked for', () =>
  expect(answerDueAt(new Date('2027-03-01T12:00:00Z'), 14)).toEqual(dueAt))
