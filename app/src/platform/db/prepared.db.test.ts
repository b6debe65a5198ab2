import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NetworkId, newId } from '../ids.ts'
import { type Database, connect } from './database.ts'
import { preparedForEach } from './prepared.ts'
import { type TestDatabase, createTestDatabase } from './test-server.ts'

let made: TestDatabase
let database: Database
const network: NetworkId = newId()

beforeAll(async () => {
  made = await createTestDatabase()
  database = connect(made.appUrl, 2)
})
afterAll(async () => {
  await database.close()
  await made.drop()
})

const inverse = preparedForEach<{ word: string; inverse: number; asking: number }>(
  'inverse',
  { word: 'text', value: 'float8', at: 'timestamptz' },
  (asked) =>
    `select n, word, 1 / value as inverse, count(*) over () as asking from ${asked} where word <> 'nothing'`,
)
const ask = (word: string, value: number) => [word, value, new Date()]

test('who asks in the same turn is answered by one statement, each with their own row or none', async () => {
  const words = ['a "quoted", {braced} \\ word', '', 'NULL', 'nothing', 'é']
  const rows = await database.tenant(network, (db) =>
    Promise.all(words.map((word, index) => inverse(db, ask(word, index + 1)))),
  )
  expect(rows.map((row) => row?.word ?? null)).toEqual(
    words.map((word) => (word === 'nothing' ? null : word)),
  )
  expect(rows.map((row) => row?.inverse)).toEqual([1, 1 / 2, 1 / 3, undefined, 1 / 5])
  expect(rows[0]?.asking).toBe(4)
})

test('who asks alone, on another connection, or later in the same transaction asks nobody else’s statement', async () => {
  const [first, other] = await Promise.all([
    database.tenant(network, async (db) => [
      await inverse(db, ask('first', 1)),
      await inverse(db, ask('second', 2)),
      await inverse(db, ask('nothing', 3)),
    ]),
    database.tenant(network, (db) => inverse(db, ask('other', 4))),
  ])
  expect(first.map((row) => row && [row.word, row.inverse, row.asking])).toEqual([
    ['first', 1, 1],
    ['second', 1 / 2, 1],
    null,
  ])
  expect(other).toMatchObject({ word: 'other', asking: 1 })
})

test('where the statement fails, all who asked it are told', async () => {
  const ended = await database
    .tenant(network, async (db) => {
      const all = await Promise.allSettled([inverse(db, ask('well', 1)), inverse(db, ask('badly', 0))])
      throw new AggregateError(all.map((one) => one.status === 'rejected' && one.reason))
    })
    .catch((error: unknown) => error)
  expect((ended as AggregateError).errors.map(String)).toEqual([
    'error: division by zero',
    'error: division by zero',
  ])
})
