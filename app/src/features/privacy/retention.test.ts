import { expect, test } from 'vitest'
import { daysBefore, monthsBefore } from './retention.ts'

test('months are counted back by the calendar', () => {
  expect(monthsBefore(new Date('2027-03-31T10:00:00Z'), 1).toISOString()).toBe('2027-02-28T10:00:00.000Z')
  expect(monthsBefore(new Date('2028-03-31T10:00:00Z'), 1).toISOString()).toBe('2028-02-29T10:00:00.000Z')
  expect(monthsBefore(new Date('2027-01-15T10:00:00Z'), 24).toISOString()).toBe('2025-01-15T10:00:00.000Z')
  expect(daysBefore(new Date('2027-03-01T10:00:00Z'), 90).toISOString()).toBe('2026-12-01T10:00:00.000Z')
})
