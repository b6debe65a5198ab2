import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aRound } from '../../test-round.ts'
import type { Context } from '../http/context.ts'
import { apart } from '../jobs/apart.ts'
import { verifyAudit } from './audit-log.ts'

let app: TestApp
let network: TestNetwork
let owner: pg.Client

beforeAll(async () => {
  app = await startTestApp()
  owner = new pg.Client({ connectionString: app.ownerUrl })
  await owner.connect()
})
beforeEach(async () => {
  network = await app.aNetwork()
})
afterAll(async () => {
  await owner.end()
  await app.stop()
})

const append = (number: number) =>
  app.inContext(network, null, (context) =>
    context.audit({
      action: 'test.act',
      subject: { type: 'thing', id: `${number}` },
      details: { z: 1, a: 'two', number },
    }),
  )
const verdict = () => app.inNetwork(network, verifyAudit)
async function asOwner(sql: string): Promise<void> {
  await owner.query('begin')
  await owner.query(`select set_config('rounds.network_id', $1, true)`, [network.id])
  await owner.query(sql)
  await owner.query('commit')
}

test('acts at the same moment make one chain', async () => {
  await Promise.all(Array.from({ length: 20 }, (_, number) => append(number)))
  expect(await verdict()).toMatchObject({ kind: 'intact', entries: 20 })
})

test.each([
  ['the actor', `actor_id = '00000000-0000-0000-0000-000000000001'`],
  ['the time', `at = at + interval '1 millisecond'`],
  ['the action', `action = 'test.acu'`],
  ['the type of its subject', `subject_type = 'thinh'`],
  ['its subject', `subject_id = '9'`],
  ['a detail', `details = jsonb_set(details, '{a}', '"twp"')`],
  ['its hash', `hash = set_byte(hash, 31, get_byte(hash, 31) # 1)`],
  ['the hash before', `previous_hash = set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 128)`],
])('one byte changed in %s is found, by the database’s owner too', async (_what, change) => {
  for (const number of [1, 2, 3, 4]) await append(number)
  await asOwner(`update audit_entry set ${change} where seq = 2`)
  expect(await verdict()).toMatchObject({ kind: 'broken', seq: 2 })
})

test('an entry that is gone is found, in the middle and at the end', async () => {
  for (const number of [1, 2, 3, 4]) await append(number)
  await asOwner('delete from audit_entry where seq = 4')
  expect(await verdict()).toMatchObject({ kind: 'broken', seq: 4 })
  await asOwner('delete from audit_entry where seq = 2')
  expect(await verdict()).toMatchObject({ kind: 'broken', seq: 2 })
})

test.each(['update audit_entry set seq = seq', 'delete from audit_entry', 'truncate audit_entry'])(
  'the application may not %s',
  async (sql) => {
    await append(1)
    await expect(
      app.inNetwork(network, (db) =>
        db.executeQuery({ sql, parameters: [], query: {} as never, queryId: {} as never }),
      ),
    ).rejects.toThrow(/permission denied/)
  },
)

test.each(['B', 'C'] as const)('no act of a participant at level %s is in it', async (level) => {
  const { round, invited, managerLead } = await aRound(app, network, { level })
  const person = invited[0]
  if (!person) throw new Error('nobody was invited')
  const browser = await app.browser(network, person)
  await browser.get(`/rounds/${round}`)
  await browser.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
  await browser.post(`/rounds/${round}/add`, { text: 'Something that only I would say' })
  await browser.get(`/rounds/${round}/who-can-see`)
  await browser.post('/say', { text: 'A need of mine' })
  await browser.get('/said')
  const entries = await app.inNetwork(network, (db) => db.selectFrom('audit_entry').selectAll().execute())
  expect(entries.filter((entry) => entry.actor_id === person)).toEqual([])
  expect(JSON.stringify(entries)).not.toContain(person)
  await (await app.browser(network, managerLead)).post(`/rounds/${round}/close`)
  const after = await app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select('actor_id').execute(),
  )
  expect(after.some((entry) => entry.actor_id === managerLead)).toBe(true)
})

test('who writes to the log and then waits for a row does not meet whoever holds it and writes to the log', async () => {
  const audit = (context: Context) =>
    context.audit({ action: 'test.act', subject: { type: 'thing', id: '1' } })
  const change = ({ db }: Context, name: string) =>
    db
      .updateTable('network')
      .set({ name: { en: name } })
      .execute()
  const written = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  await Promise.all([
    app.inContext(network, null, async (context) => {
      await audit(context)
      written.resolve()
      await held.promise
      await change(context, 'first')
    }),
    app.inContext(network, null, async (context) => {
      await written.promise
      await change(context, 'second')
      held.resolve()
      await audit(context)
    }),
  ])
  expect(await verdict()).toMatchObject({ entries: 2 })
})

test('an entry of a part that is undone is not kept, nor one of a transaction that fails', async () => {
  const entry = (id: string) => ({ action: 'test.act', subject: { type: 'thing', id } })
  const failing = (id: string) => (context: Context) =>
    context.audit(entry(id)).then(() => Promise.reject(new Error('undone')))
  await expect(app.inContext(network, null, failing('whole'))).rejects.toThrow('undone')
  await app.inContext(network, null, async (context) => {
    await context.audit(entry('before'))
    await apart(context, () => failing('part')(context))
    await context.audit(entry('after'))
  })
  const kept = await app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select('subject_id').orderBy('seq').execute(),
  )
  expect(kept.map((one) => one.subject_id)).toEqual(['before', 'after'])
})
