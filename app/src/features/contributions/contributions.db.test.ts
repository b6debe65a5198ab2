import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId, PersonId } from '../../platform/ids.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import {
  addContribution,
  approveWording,
  markRead,
  mergeContributions,
  moderateContribution,
  proposeWording,
  purgeContribution,
  resubmitContribution,
  setContributionStates,
  withMerged,
} from './public.ts'

let app: TestApp
let network: TestNetwork
let author: PersonId
let reader: PersonId

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
  author = await app.aPerson(network)
  reader = await app.aPerson(network, { roles: ['lead'] })
})
afterAll(() => app.stop())

const as = <T>(person: PersonId, work: (context: Context) => Promise<T>) =>
  app.inContext(network, person, work)
const add = (text: string) =>
  as(author, (context) =>
    addContribution(context, { kind: 'need', text, language: 'en', author: { person: author } }),
  )
const row = (id: ContributionId) =>
  app.inNetwork(network, (db) =>
    db.selectFrom('contribution').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )

test('received, read by the first reader, decided, done', async () => {
  const id = await add('Results come at night')
  expect(await row(id)).toMatchObject({ state: 'received', received_at: app.now(), read_by: null })
  await as(reader, (context) => markRead(context, [id]))
  await as(author, (context) => markRead(context, [id]))
  expect(await row(id)).toMatchObject({ state: 'read', read_by: reader })
  await as(reader, (context) => setContributionStates(context, [id], 'decided'))
  expect(await row(id)).toMatchObject({ state: 'decided', read_by: reader })
})

test('merged contributions follow their target, chains are flat, authors stay, circles are refused', async () => {
  const [a, b, c] = [await add('A'), await add('B'), await add('C')]
  await as(reader, async (context) => {
    expect(await mergeContributions(context, c, b)).toBe(b)
    expect(await mergeContributions(context, b, a)).toBe(a)
    expect(await mergeContributions(context, a, c)).toBeNull()
    expect(await mergeContributions(context, a, a)).toBeNull()
    expect(new Set(await withMerged(context, [a]))).toEqual(new Set([a, b, c]))
  })
  for (const id of [b, c]) expect(await row(id)).toMatchObject({ merged_into_id: a, author_id: author })
})

test('what joins something that was read has still to be read itself', async () => {
  const [a, b] = [await add('A'), await add('B')]
  await as(reader, async (context) => {
    await markRead(context, [a])
    await mergeContributions(context, b, a)
  })
  expect(await row(b)).toMatchObject({ state: 'received', merged_into_id: a })
})

test('what joins something already decided has still to be answered itself', async () => {
  const [a, b] = [await add('A'), await add('B')]
  await as(reader, async (context) => {
    await setContributionStates(context, [a], 'decided')
    await mergeContributions(context, b, a)
  })
  expect(await row(b)).toMatchObject({ state: 'received', merged_into_id: a })
})

test('what is done stays so when an answer to it is given again and goes out', async () => {
  const id = await add('A')
  for (const state of ['decided', 'done', 'decided'] as const)
    await as(reader, (context) => setContributionStates(context, [id], state))
  expect(await row(id)).toMatchObject({ state: 'done' })
})

test('a returned contribution is said again from the beginning; one that was not returned is left alone', async () => {
  const id = await add('Dr Smith is slow')
  await as(author, (context) => resubmitContribution(context, id, 'changed behind'))
  expect(await row(id)).toMatchObject({ text: 'Dr Smith is slow' })
  await as(reader, (context) =>
    moderateContribution(context, id, {
      kind: 'returned',
      reason: 'names-a-person',
      note: { en: 'No names' },
    }),
  )
  await as(author, (context) => resubmitContribution(context, id, 'Consults are slow'))
  expect(await row(id)).toMatchObject({
    text: 'Consults are slow',
    moderation: 'waiting',
    moderation_reason: null,
    moderation_note: null,
  })
})

test('purging removes every word and leaves the stub: author, state, that it was', async () => {
  const id = await add('MRN 0045512 waited')
  await as(reader, async (context) => {
    await markRead(context, [id])
    await proposeWording(context, id, { en: 'MRN 0045512' })
    await approveWording(context, id, { en: 'MRN 0045512' })
    await moderateContribution(context, id, { kind: 'returned', reason: 'unclear', note: { en: '0045512?' } })
    await purgeContribution(context, id)
    await proposeWording(context, id, { en: 'again' })
    await approveWording(context, id, { en: 'again' })
  })
  const stub = await row(id)
  expect(JSON.stringify(stub)).not.toContain('0045512')
  expect(stub).toMatchObject({
    text: '',
    wording: {},
    author_id: author,
    state: 'read',
    purged_at: app.now(),
  })
  const audit = await app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select(['action', 'details']).where('subject_id', '=', id).execute(),
  )
  expect(audit).toEqual([{ action: 'contributions.purge', details: {} }])
})

test('the same form sent twice adds one', async () => {
  const first = await add('Once')
  await as(author, (context) =>
    addContribution(context, {
      kind: 'need',
      id: first,
      text: 'Twice',
      language: 'en',
      author: { person: author },
    }),
  )
  expect(await row(first)).toMatchObject({ text: 'Once' })
})
