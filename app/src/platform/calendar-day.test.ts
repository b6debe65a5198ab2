import { expect, test } from 'vitest'
import { addDays, calendarDay, daysBetween, hourOfDay } from './calendar-day.ts'

test('the day is the day of the place', () => {
  const moment = new Date('2027-03-02T02:15:00Z')
  expect(calendarDay(moment, 'America/St_Johns')).toBe('2027-03-01')
  expect(calendarDay(moment, 'UTC')).toBe('2027-03-02')
  expect(hourOfDay(moment, 'America/St_Johns')).toBe(22)
  expect(hourOfDay(new Date('2027-03-02T00:15:00Z'), 'UTC')).toBe(0)
})

test('days are counted across months, leap days and changes of clock', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01')
  expect(addDays('2027-03-13', 2)).toBe('2027-03-15')
  expect(daysBetween('2027-03-01', '2027-03-15')).toBe(14)
  expect(daysBetween('2027-03-15', '2027-03-01')).toBe(-14)
})
