import { expect, test } from 'vitest'
import { type KnownPerson, planRoster } from './plan-roster.ts'
import type { RosterRow } from './read-roster.ts'

const row = (key: string, more: Partial<RosterRow> = {}): RosterRow => ({
  line: 2,
  key,
  givenName: 'Ada',
  familyName: `P${key}`,
  email: `${key}@example.org`,
  language: 'en',
  calling: 'physician',
  organisation: 'HSC',
  organisationName: '',
  job: '',
  joinedOn: '2020-01-01',
  values: { zone: 'east' },
  ...more,
})
const known = (key: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  id: `id-${key}`,
  key,
  givenName: 'Ada',
  familyName: `P${key}`,
  email: `${key}@example.org`,
  language: 'en',
  calling: 'physician',
  left: false,
  administrator: false,
  membership: { organisation: 'HSC', job: '', values: { zone: 'east' } },
  ...more,
})
const plan = (
  rows: readonly RosterRow[],
  people: readonly KnownPerson[],
  rejected: Parameters<typeof planRoster>[0]['rejected'] = [],
) => planRoster({ rows, rejected, strata: ['zone'] }, people, new Set(['HSC']))

test('the same roster again changes nothing', () => {
  expect(plan([row('1')], [known('1')])).toMatchObject({ added: [], changed: [], left: [], unchanged: 1 })
})

test('who is new is added, who is gone has left, who moved changes membership', () => {
  const result = plan(
    [row('1', { organisation: 'WMH', organisationName: 'Western' }), row('3')],
    [known('1'), known('2')],
  )
  expect(result.added.map((one) => one.key)).toEqual(['3'])
  expect(result.left.map((one) => one.key)).toEqual(['2'])
  expect(result.changed.map((one) => one.what)).toEqual([['membership']])
  expect(result.newOrganisations).toEqual([{ code: 'WMH', name: 'Western' }])
})

test('a stratum that the file has no column of stays as it was', () => {
  const person = known('1', {
    membership: { organisation: 'HSC', job: '', values: { zone: 'east', site: 'a' } },
  })
  expect(plan([row('1')], [person]).unchanged).toBe(1)
  expect(plan([row('1', { values: {} })], [person]).changed[0]?.values).toEqual({ site: 'a' })
})

test('a rejected line ends nobody, and one that could be anybody’s ends nobody at all', () => {
  const rejected = (key: string | null) => [{ line: 2, key, reason: 'email' as const }]
  expect(plan([], [known('1'), known('2')], rejected('1')).left.map((one) => one.key)).toEqual(['2'])
  expect(plan([], [known('1'), known('2')], rejected(null))).toMatchObject({ left: [], held: 2 })
})

test('administrators and people added here by hand are not ended by a file', () => {
  const result = plan([], [known('1', { administrator: true }), known('local:1')])
  expect(result.left).toEqual([])
  expect(result.kept.map((one) => one.key)).toEqual(['1'])
})

test('someone added by hand is recognised by their address; someone else’s address is not taken over', () => {
  const result = plan(
    [row('1', { email: 'local@example.org' })],
    [known('local:1', { email: 'local@example.org' })],
  )
  expect(result.changed.map((one) => one.what)).toEqual([['key', 'name']])
  expect(plan([row('1', { email: '2@example.org' })], [known('2')]).rejected).toMatchObject([
    { reason: 'email-twice' },
  ])
})

test('who keeps their address because their own line is rejected is not robbed of it by another line', () => {
  const chain = [row('1', { email: '2@example.org' }), row('2', { email: '3@example.org' })]
  const result = plan(chain, [known('1'), known('2'), known('3')])
  expect(result.rejected.map((one) => one.key)).toEqual(['1', '2'])
  expect(result.changed).toEqual([])
  expect(result.left.map((one) => one.key)).toEqual(['3'])
})

test('two people may exchange addresses', () => {
  const swapped = [row('1', { email: '2@example.org' }), row('2', { email: '1@example.org' })]
  expect(plan(swapped, [known('1'), known('2')]).changed.map((one) => one.what)).toEqual([
    ['email'],
    ['email'],
  ])
})

test('keys whose zeros a spreadsheet took away are said to be that, add nobody and end nobody', () => {
  const people = [known('00123'), known('00456', { email: 'moved@example.org' }), known('00789'), known('A1')]
  const result = plan(
    [row('123', { email: '00123@example.org' }), row('456'), row('1000'), row('A1')],
    people,
  )
  expect(result.rejected).toMatchObject([
    { key: '00123', reason: 'key-zeros', value: '123 → 00123' },
    { key: '00456', reason: 'key-zeros', value: '456 → 00456' },
  ])
  expect(result.added.map(({ key }) => key)).toEqual(['1000'])
  expect(result.left.map(({ key }) => key)).toEqual(['00789'])
  expect(plan([row('123'), row('00123')], [known('00123')]).rejected, 'two people').toEqual([])
})

test('a key that is here without its zeros takes them, of the same e-mail alone', () => {
  const people = [known('123', { email: 'a@example.org' }), known('456')]
  const result = plan([row('00123', { email: 'a@example.org' }), row('456'), row('0789')], people)
  expect(result.changed).toMatchObject([{ person: { id: 'id-123' }, what: ['key', 'name'] }])
  expect([result.added.map(({ key }) => key), result.left]).toEqual([['0789'], []])
})

test.each([
  [['1', '23', '456'], [], true],
  [['123', '456'], [], false],
  [['012', '3456'], [], false],
  [['A1', '456'], [], false],
  [['1', '23'], ['5'], false],
])('numbers %j beside %j: perhaps zeros are lost: %j', (keys, here, perhaps) => {
  const result = plan(
    keys.map((key) => row(key)),
    here.map((key) => known(key)),
  )
  expect(result.perhapsWithoutZeros).toBe(perhaps)
})
