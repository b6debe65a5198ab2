import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utcInstant } from './utc-instant.ts'

describe('utcInstant', () => {
  it.each([
    ['2026-01-31T09:15:00Z', '2026-01-31T09:15:00.000000000Z'],
    ['2026-01-31T09:15:00.5-04:00', '2026-01-31T13:15:00.500000000Z'],
    ['2026-01-31T23:15:07+05:30', '2026-01-31T17:45:07.000000000Z'],
    ['2026-03-01T00:10:00+00:30', '2026-02-28T23:40:00.000000000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000000000Z'],
    ['2016-12-31T18:59:60.25-05:00', '2017-01-01T00:00:00.250000000Z'],
    ['2026-01-31T09:15:00.123456789987Z', '2026-01-31T09:15:00.123456789Z'],
    ['2024-02-29T00:00:00-00:00', '2024-02-29T00:00:00.000000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000000000Z'],
  ])('writes %s in UTC', (text, utc) => {
    expect(utcInstant(text)).toBe(utc)
  })

  it.each([
    '2023-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '9999-12-31T23:59:60Z',
    '2026-01-31T09:15:00',
    '2026-01-31',
    '2026-01-31T24:00:00Z',
    '2026-01-31T09:15:61Z',
    '2026-01-31T09:15:00.Z',
    '2026-01-31t09:15:00z',
    '2x26-01-31T09:15:00Z',
    '20:6-01-31T09:15:00Z',
    '2026-01-31T09:1/:00Z',
    '2026-01-31T09:15:00+15:00',
    ' 2026-01-31T09:15:00Z',
    '2026-01-31T09:15:00Z\n',
    '',
  ])('refuses %j', (text) => {
    expect(utcInstant(text)).toBeNull()
  })

  it('agrees with Date, and sorts as time does', () => {
    const moment = fc.record({
      time: fc.integer({ min: Date.parse('0001-01-02'), max: Date.parse('9999-12-30') }),
      minutes: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    })
    const written = ({ time, minutes }: { time: number; minutes: number }) => {
      const local = new Date(time + minutes * 60_000).toISOString().slice(0, 23)
      const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
      const zone = `${minutes < 0 ? '-' : '+'}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
      return utcInstant(local + zone)!
    }
    fc.assert(
      fc.property(moment, moment, (a, b) => {
        expect(Date.parse(written(a))).toBe(a.time)
        expect(written(a) < written(b)).toBe(a.time < b.time)
      }),
    )
  })
})
