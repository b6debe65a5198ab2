import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DigestState, digestDue } from './digest.ts'
import { nextLocalHour } from './local-time.ts'
import type { OpenNotice } from './queries.ts'
import { digestMail } from './send-digests.ts'

const zone = 'America/St_Johns'
const at = (text: string) => new Date(text)

describe('the next local hour', () => {
  test.each([
    ['2027-01-10T12:00:00Z', 18, '2027-01-10T21:30:00Z'],
    ['2027-01-10T21:30:00Z', 18, '2027-01-10T21:30:00Z'],
    ['2027-01-10T21:30:01Z', 18, '2027-01-11T21:30:00Z'],
    ['2027-07-10T12:00:00Z', 18, '2027-07-10T20:30:00Z'],
    ['2027-01-11T02:00:00Z', 7, '2027-01-11T10:30:00Z'],
  ])('after %s, %s h is %s', (after, hour, expected) =>
    expect(nextLocalHour(at(after), hour, zone)).toEqual(at(expected)),
  )

  test('it is that hour on the clock of every zone, all year, and within a day and an hour', () =>
    fc.assert(
      fc.property(
        fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2029-01-01T00:00:00Z'), noInvalidDate: true }),
        fc.constantFrom(7, 18),
        fc.constantFrom(zone, 'America/Vancouver', 'America/Regina', 'Europe/Paris', 'Asia/Kathmandu'),
        (after, hour, timeZone) => {
          const next = nextLocalHour(after, hour, timeZone)
          const shown = new Intl.DateTimeFormat('en-CA', {
            timeZone,
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          })
          expect(shown.format(next)).toBe(`${String(hour).padStart(2, '0')}:00`)
          const wait = next.getTime() - after.getTime()
          expect(wait >= 0 && wait <= 25 * 3_600_000).toBe(true)
        },
      ),
    ))
})

describe('a message is due', () => {
  const state: DigestState = {
    now: at('2027-03-02T10:30:00Z'),
    timeZone: zone,
    messagesPerWeek: 1,
    sentAt: [],
    unsent: false,
    remindAt: null,
    waitingSince: at('2027-03-01T13:00:00Z'),
  }
  test('at seven on the morning after', () => expect(digestDue(state)).toBe('digest'))
  test('not before', () => expect(digestDue({ ...state, now: at('2027-03-02T10:29:59Z') })).toBe('wait'))
  test('not without something to tell', () =>
    expect(digestDue({ ...state, waitingSince: null })).toBe('wait'))
  test('never to somebody who wants none', () => {
    expect(digestDue({ ...state, messagesPerWeek: 0 })).toBe('wait')
    expect(digestDue({ ...state, messagesPerWeek: 0, remindAt: state.now })).toBe('wait')
  })
  test('not while one written before has not gone out', () => {
    expect(digestDue({ ...state, unsent: true })).toBe('wait')
    expect(digestDue({ ...state, unsent: true, remindAt: state.now })).toBe('wait')
  })
  test('not a second time within seven days', () => {
    const sentAt = [at('2027-02-24T10:30:00Z')]
    expect(digestDue({ ...state, sentAt })).toBe('wait')
    expect(digestDue({ ...state, sentAt: [at('2027-02-23T10:30:00Z')] })).toBe('digest')
    expect(digestDue({ ...state, sentAt, messagesPerWeek: 2 })).toBe('digest')
  })
  test('not twice on a day, whatever the limit', () =>
    expect(digestDue({ ...state, sentAt: [at('2027-03-02T10:29:00Z')], messagesPerWeek: 14 })).toBe('wait'))
  test('after "not now" at the hour chosen, limit or not', () => {
    const later = { ...state, sentAt: [at('2027-03-01T10:30:00Z')], remindAt: at('2027-03-02T21:30:00Z') }
    expect(digestDue(later)).toBe('wait')
    expect(digestDue({ ...later, now: at('2027-03-02T21:30:00Z') })).toBe('reminder')
  })

  test('over any year never more than the limit in any seven days', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 14 }),
        fc.array(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 1, maxLength: 60 }),
        (messagesPerWeek, hours) => {
          const start = at('2027-02-01T12:00:00Z').getTime()
          const told = hours.toSorted((a, b) => a - b).map((hour) => new Date(start + hour * 3_600_000))
          const sent: Date[] = []
          let next = 0
          for (let hour = 0; hour < 24 * 75; hour += 1) {
            const now = new Date(start + hour * 3_600_000)
            const waiting = told.slice(next).filter((one) => one <= now)
            const due = digestDue({
              ...state,
              now,
              messagesPerWeek,
              sentAt: sent,
              waitingSince: waiting[0] ?? null,
            })
            if (due === 'digest') {
              sent.push(now)
              next += waiting.length
            }
          }
          for (const one of sent)
            expect(
              sent.filter((other) => other >= one && other.getTime() - one.getTime() < 7 * 86_400_000).length,
            ).toBeLessThanOrEqual(messagesPerWeek)
          if (messagesPerWeek > 0) expect(next).toBe(told.length)
        },
      ),
      { numRuns: 12 },
    ))
})

test('the name of a thing stays in its line of the message, whatever is in it', () => {
  const network = { name: { en: 'Orvane\r\nBcc: all@example.org' }, settings: { timeZone: zone } }
  const named: OpenNotice = {
    id: 'n',
    kind: 'signature-asked',
    subject: { type: 'initiative', id: 'i' },
    title: { en: 'Referrals\n\nYour account ends today. Confirm it here:\nhttps://elsewhere.example' },
    facts: { en: 'Paid by\u2028https://elsewhere.example' },
    address: '/initiatives/i',
    at: at('2027-01-10T12:00:00Z'),
    seen: false,
  }
  const { subject, body } = digestMail(
    { network: network as never },
    { name: 'Ada', language: 'en', messagesPerWeek: 3 },
    [named],
    { reminder: false, address: 'https://rounds.example' },
  )
  expect(subject).not.toMatch(/[\r\n]/)
  expect(body.split(/[\n\u2028]/).filter((line) => line.startsWith('http'))).toEqual([
    'https://rounds.example/initiatives/i',
  ])
})
