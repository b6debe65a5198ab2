import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAudience, writeAudience } from './audience.ts'
import { localTime, momentOf } from './closing-time.ts'
import { centsOf, DraftFields, draftOf } from './draft-fields.ts'
import { durationMemory } from './duration-memory.ts'
import { durationClass, estimatedSeconds, medianSeconds, wordCount } from './expected-time.ts'
import { keyDestroyOn, openingProblems, openingWarnings, reminderAt, takesAnswers } from './round.ts'
import { type StoredAnswer, answers, decideVote } from './vote-rule.ts'
import { checkWording } from './wording-checks.ts'

const answer = fc.constantFrom(...answers)
const revision = fc.integer({ min: 0, max: 5 })

/** What is stored after a sending, as the command writes it. */
const apply = (
  current: StoredAnswer | null,
  sent: { answer: StoredAnswer['answer']; revision: number },
): { stored: StoredAnswer | null; kind: string } => {
  const verdict = decideVote(current, sent)
  return verdict.kind === 'insert' || verdict.kind === 'replace'
    ? { stored: { answer: sent.answer, revision: sent.revision + 1 }, kind: verdict.kind }
    : { stored: current, kind: verdict.kind }
}

test('a sending that was taken is acknowledged when it comes again, whatever came before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ answer, revision })),
      fc.record({ answer, revision }),
      (history, last) => {
        const before = history.reduce<StoredAnswer | null>((stored, sent) => apply(stored, sent).stored, null)
        const first = apply(before, last)
        if (first.kind === 'stale') return
        const second = apply(first.stored, last)
        expect(second.kind).toBe('acknowledge')
        expect(second.stored).toEqual(first.stored)
      },
    ),
  )
})

test('a stale sending changes nothing, and revisions only grow by one', () => {
  fc.assert(
    fc.property(
      fc.option(fc.record({ answer, revision: fc.integer({ min: 1, max: 5 }) })),
      answer,
      revision,
      (current, given, sent) => {
        const { stored, kind } = apply(current, { answer: given, revision: sent })
        if (kind === 'stale' || kind === 'acknowledge') expect(stored).toEqual(current)
        else expect(stored?.revision).toBe((current?.revision ?? 0) + 1)
      },
    ),
  )
})

test('of two devices that saw the same page, the second with another answer is told', () => {
  const shown: StoredAnswer = { answer: 'agree', revision: 3 }
  const first = apply(shown, { answer: 'disagree', revision: 3 })
  expect(decideVote(first.stored, { answer: 'pass', revision: 3 })).toEqual({
    kind: 'stale',
    current: { answer: 'disagree', revision: 4 },
  })
})

test('the median of classes is within ten seconds of the median of the times, and needs five people', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1700 }), { minLength: 5, maxLength: 60 }), (seconds) => {
      const counts = new Map<number, number>()
      for (const one of seconds) {
        const bucket = durationClass(one) ?? 0
        counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
      }
      const sorted = seconds.toSorted((a, b) => a - b)
      const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
      expect(Math.abs((medianSeconds(counts) ?? -1000) - lower)).toBeLessThanOrEqual(10)
    }),
  )
  expect(medianSeconds([[60, 4]])).toBeNull()
  expect(durationClass(-1)).toBeNull()
  expect(durationClass(5000)).toBeNull()
  expect(durationClass(Number.NaN)).toBeNull()
})

test('the memory of durations knows people only until they finish, and forgets on draining', () => {
  const memory = durationMemory()
  const at = (seconds: number) => new Date(seconds * 1000)
  for (let i = 0; i < 6; i++) {
    memory.started('r', `p${i}`, at(0))
    memory.started('r', `p${i}`, at(30))
    memory.finished('r', `p${i}`, at(95))
    memory.finished('r', `p${i}`, at(400))
  }
  expect([...memory.drain('r')]).toEqual([[90, 6]])
  expect(memory.median('r')).toBeNull()
})

test('the median so far moves with five people, and with none alone', () => {
  const memory = durationMemory()
  const medians = [95, 95, 95, 5, 5, 5, 5, 5, 5, 5].map((seconds, i) => {
    memory.started('r', `p${i}`, new Date(0))
    memory.finished('r', `p${i}`, new Date(seconds * 1000))
    return memory.median('r')
  })
  expect(medians).toEqual([null, null, null, null, 95, 95, 95, 95, 95, 5])
})

test('words are counted in both languages; the longer one counts', () => {
  expect(wordCount({ en: 'Don’t page me at night', fr: 'Ne m’appelez pas la nuit, svp' })).toBe(6)
  expect(wordCount({})).toBe(0)
  expect(estimatedSeconds(238, 0)).toBe(60)
})

test.each(['America/St_Johns', 'America/Toronto', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe'])(
  'a closing time in %s is the time its clocks show',
  (zone) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2031-01-01'), noInvalidDate: true }),
        (date) => {
          const local = date.toISOString().slice(0, 16)
          const moment = momentOf(local, zone)
          if (moment === null) throw new Error('no moment')
          const shown = localTime(moment, zone)
          if (shown !== local) expect(Date.parse(`${shown}Z`) - Date.parse(`${local}Z`)).toBeGreaterThan(0)
          expect(momentOf(shown, zone)?.getTime()).toBeLessThanOrEqual(moment.getTime())
        },
      ),
    )
  },
)

test('hours that a change of clocks skips or repeats', () => {
  expect(momentOf('2027-03-14T02:30', 'America/St_Johns')?.toISOString()).toBe('2027-03-14T06:00:00.000Z')
  expect(momentOf('2027-11-07T01:30', 'America/St_Johns')?.toISOString()).toBe('2027-11-07T04:00:00.000Z')
  expect(momentOf('2027-02-30', 'UTC')).toBeNull()
  expect(momentOf('nonsense', 'UTC')).toBeNull()
})

test('what opening needs', () => {
  const now = new Date('2027-03-01T12:00:00Z')
  const round = {
    state: 'draft',
    kind: 'statements',
    title: { en: 'A' },
    closes_at: new Date('2027-03-08T12:00:00Z'),
    version_id: null,
  } as const
  const facts = { statements: 5, invited: 12, gateOpen: true, now, closesAfterEnd: false }
  expect(openingProblems(round, facts)).toEqual([])
  expect(openingProblems({ ...round, state: 'open' }, facts)).toEqual(['not-draft'])
  expect(
    openingProblems(
      { ...round, title: {}, closes_at: null },
      { ...facts, statements: 0, invited: 0, gateOpen: false },
    ),
  ).toEqual(['no-title', 'no-statements', 'no-closing-time', 'nobody-invited', 'gate-closed'])
  expect(openingProblems({ ...round, kind: 'prototype' }, { ...facts, statements: 0 })).toEqual([
    'no-version',
  ])
  expect(openingProblems({ ...round, closes_at: now }, facts)).toEqual(['closes-too-soon'])
  expect(openingWarnings({ invited: 9, seconds: 181, words: 351 })).toEqual([
    'few-invited',
    'takes-long',
    'many-words',
  ])
  expect(openingWarnings({ invited: 10, seconds: 180, words: 350 })).toEqual([])
  expect(takesAnswers({ state: 'open', closes_at: now }, now)).toBe(false)
  expect(takesAnswers({ state: 'open', closes_at: round.closes_at }, now)).toBe(true)
  expect(takesAnswers({ state: 'closed', closes_at: round.closes_at }, now)).toBe(false)
  expect(keyDestroyOn(now)).toBe('2027-03-31')
  expect(reminderAt(now, round.closes_at).toISOString()).toBe('2027-03-06T12:00:00.000Z')
  expect(reminderAt(now, new Date('2027-03-02T12:00:00Z')).toISOString()).toBe('2027-03-02T00:00:00.000Z')
})

test.each([
  ['15', 1500],
  ['15.5', 1550],
  ['15,50 $', 1550],
  ['$1 250.00', 125_000],
  ['0', null],
  ['-3', null],
  ['1e3', null],
  ['15.505', null],
])('an amount written %s', (written, cents) => expect(centsOf(written)).toBe(cents))

test('an audience is read back as it was written, without what does not belong', () => {
  const audience = {
    organisations: [crypto.randomUUID()],
    values: [crypto.randomUUID()],
    callings: ['physician'],
  }
  expect(readAudience(writeAudience(audience))).toEqual(audience)
  expect(readAudience(['organisation:x', 'calling:king', "value:' or true", 'nothing'])).toEqual({
    organisations: [],
    values: [],
    callings: [],
  })
})

test('the builder’s fields hold only what they should', () => {
  const parsed = DraftFields.parse({
    title_en: 'A',
    statement_2_fr: ' Oui ',
    statement_10_en: 'Last',
    value: 'x',
  })
  expect(draftOf(parsed, 'UTC')).toMatchObject({
    statements: [{ fr: 'Oui' }, { en: 'Last' }],
    paid: false,
    participants_may_add: false,
  })
})

test.each([
  ['2027-04-01', false],
  ['0000-01-01', true],
  ['2027-02-29', true],
])('pay on %s is refused: %s', (day, refused) => {
  const paid = { title_en: 'A', paid: 'yes', pay_dollars: '15', payer_en: 'The network', pay_on: day }
  const wrong = DraftFields.safeParse(paid).error?.issues.map(({ message }) => message)
  expect(wrong).toEqual(refused ? ['error.pay-on'] : undefined)
})

test.each([
  [{ en: 'The form should be shorter and the desk should answer', fr: 'Oui' }, ['two-ideas']],
  [{ en: 'The form should not be longer', fr: 'Le formulaire devrait rester court' }, ['negated']],
  [{ en: 'Shorten the form', fr: 'Il ne faut plus de formulaire' }, ['negated']],
  [{ en: 'Should the form be shorter?' }, ['question', 'one-language']],
  [{ en: 'Obviously the form is too long', fr: 'Le formulaire est trop long' }, ['loaded']],
  [{ en: 'Dr. Power answers late', fr: 'La réponse arrive tard' }, ['names-a-person']],
  [{ en: 'Bed and breakfast', fr: 'Gîte et couvert' }, []],
  [{ en: 'The form is too long', fr: 'Le formulaire est trop long' }, []],
])('wording %j', (wording, warnings) => expect(checkWording(wording)).toEqual(warnings))
