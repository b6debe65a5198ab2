import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { aRound } from '../../test-round.ts'
import { listsDue, makeListDue } from './payments.ts'
import { paidThisYear } from './public.ts'

let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork()
})
afterAll(() => app.stop())

test('the payer gets who took part and for how many minutes, never an answer, and the lead gets nothing', async () => {
  const { round, invited, managerLead } = await aRound(app, network, { payCents: 1500 })
  await app.inNetwork(network, (db) =>
    db
      .updateTable('person')
      .set({ family_name: '=HYPERLINK("x")' })
      .where('id', '=', invited[0] ?? '')
      .execute(),
  )
  for (const person of invited.slice(0, 2)) {
    const browser = await app.browser(network, person)
    await browser.post(`/rounds/${round}/statements/1`, { answer: 'disagree', revision: '0' })
  }
  const lead = await app.browser(network, managerLead)
  const payer = await app.browser(network, await app.aPerson(network, { roles: ['network-administrator'] }))
  const makes = (by: typeof payer) => by.post(`/rounds/${round}/payments`)
  expect((await makes(payer)).status).toBe(409)
  await lead.post(`/rounds/${round}/close`)
  expect((await lead.get(`/rounds/${round}/payments.csv`)).status).toBe(403)
  await app.inNetwork(network, (db) =>
    db
      .insertInto('role_grant')
      .values({
        network_id: network.id,
        id: newId(),
        person_id: managerLead,
        role: 'network-administrator',
      })
      .execute(),
  )
  expect((await payer.get(`/rounds/${round}/payments.csv`)).status).toBe(409)
  expect(await app.inNetwork(network, (db) => db.selectFrom('payment').selectAll().execute())).toEqual([])
  expect((await makes(lead)).status).toBe(403)
  expect((await makes(payer)).location).toBe('/payments')
  expect((await makes(payer)).location).toBe('/payments')
  expect(await payer.json('/payments')).toMatchObject({ rounds: [{ made: { people: 2, cents: 3000 } }] })
  expect(await lead.json('/payments'), 'who leads it').toEqual({ rounds: [] })
  const both = await lead.get(`/rounds/${round}/payments.csv`)
  expect([both.status, both.body.includes(invited[0] ?? '')]).toEqual([403, false])
  const list = await payer.get(`/rounds/${round}/payments.csv`)
  expect(list.status).toBe(200)
  const lines = list.body.trim().split('\r\n')
  expect(lines).toHaveLength(3)
  expect(list.body).toContain(`"'=HYPERLINK(""x"")"`)
  expect(lines[0]).toContain('"Amount (CAD)"')
  expect(lines[1]).toMatch(/,15,"/)
  expect(list.body).not.toMatch(/agree|d’accord/)
  for (const person of invited.slice(2)) expect(list.body).not.toContain(person)
  const audit = await app.inNetwork(network, (db) =>
    db.selectFrom('audit_entry').select(['action', 'details']).where('subject_id', '=', round).execute(),
  )
  expect(audit.filter((entry) => entry.action.startsWith('recognition'))).toEqual([
    { action: 'recognition.make-payments', details: {} },
    { action: 'recognition.payments', details: {} },
  ])
})

test('people see what they were paid this year, also after the key is gone; a list that was not made is then gone for good', async () => {
  const first = await aRound(app, network, { payCents: 1500, people: 3 })
  const second = await aRound(app, network, { payCents: 2000, people: 3 })
  const payer = await app.browser(network, await app.aPerson(network, { roles: ['network-administrator'] }))
  for (const { round, invited, managerLead } of [first, second]) {
    const browser = await app.browser(network, invited[0])
    await browser.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
    await (await app.browser(network, managerLead)).post(`/rounds/${round}/close`)
  }
  await payer.post(`/rounds/${first.round}/payments`)
  for (const { round } of [first, second]) await app.app.services.keys.destroy(network.id, round)
  const again = await payer.get(`/rounds/${first.round}/payments.csv`)
  expect(again.body.trim().split('\r\n')).toHaveLength(2)
  expect((await payer.post(`/rounds/${second.round}/payments`)).status).toBe(410)
  const person = first.invited[0]
  if (!person) throw new Error('nobody')
  expect(await app.inContext(network, person, (context) => paidThisYear(context, person))).toEqual({
    cents: 1500,
    rounds: 1,
  })
})

test('a list that nobody made is asked for, and made by itself a week before its key is destroyed', async () => {
  const own = await app.aNetwork('payer')
  const payer = await app.browser(own, await app.aPerson(own, { roles: ['network-administrator'] }))
  const [answered, empty] = [
    await aRound(app, own, { payCents: 1550, people: 1 }),
    await aRound(app, own, { payCents: 1550, people: 1 }),
  ]
  const person = await app.browser(own, answered.invited[0])
  await person.post(`/rounds/${answered.round}/statements/1`, { answer: 'agree', revision: '0' })
  for (const { round, managerLead } of [answered, empty])
    await (await app.browser(own, managerLead)).post(`/rounds/${round}/close`)
  const duty = expect.objectContaining({ kind: 'payments', count: 1, href: '/payments' })
  expect(await payer.json('/')).toMatchObject({ home: { duties: expect.arrayContaining([duty]) } })
  const standings = async () =>
    (await payer.json<{ rounds: { standing: string }[] }>('/payments')).rounds.map((one) => one.standing)
  expect((await standings()).toSorted()).toEqual(['nobody', 'owed'])

  const dueWith = (days: number) =>
    app.inContext(own, null, async (context) => {
      const on = new Date(context.now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
      await context.db.updateTable('round').set({ key_destroy_on: on }).execute()
      return listsDue(context)
    })
  expect(await dueWith(8)).toEqual([])
  expect(await dueWith(7)).toEqual([answered.round])
  await app.inContext(own, null, (context) => makeListDue(context, answered.round))
  expect(await dueWith(7)).toEqual([])
  expect((await standings()).toSorted()).toEqual(['made', 'nobody'])
  const list = async () => (await payer.get(`/rounds/${answered.round}/payments.csv`)).body
  expect(await list()).toContain(',15.5,')
  await payer.get('/payments?language=fr')
  expect(await list()).toContain(';15,5;')
})

test('a key outlasts its day until it has said who is paid, unless it can’t say it any more', async () => {
  const own = await app.aNetwork()
  const paid = await aRound(app, own, { payCents: 1550, people: 1 })
  const lost = await aRound(app, own, { payCents: 1550, people: 1 })
  for (const { round, invited, managerLead } of [paid, lost]) {
    const person = await app.browser(own, invited[0])
    await person.post(`/rounds/${round}/statements/1`, { answer: 'agree', revision: '0' })
    await (await app.browser(own, managerLead)).post(`/rounds/${round}/close`)
  }
  await app.app.services.keys.destroy(own.id, lost.round)
  const yesterday = new Date(app.now().getTime() - 86_400_000).toISOString().slice(0, 10)
  await app.inNetwork(own, (db) => db.updateTable('round').set({ key_destroy_on: yesterday }).execute())
  const destroyed = async () => {
    await app.runQueue(own, 'sweep')
    const rows = await app.inNetwork(own, (db) =>
      db.selectFrom('round').select('id').where('key_destroyed_at', 'is not', null).execute(),
    )
    return rows.map(({ id }) => id).toSorted()
  }
  expect(await destroyed()).toEqual([lost.round])
  const list = await app.inNetwork(own, (db) => db.selectFrom('payment').select('person_id').execute())
  expect(list).toEqual([{ person_id: paid.invited[0] }])
  expect(await destroyed()).toEqual([paid.round, lost.round].toSorted())
})
