import { type AddressInfo, createServer } from 'node:net'
import type { Readable } from 'node:stream'
import { callbackify } from 'node:util'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import type { Id, PersonId } from '../ids.ts'
import { forgetFailedMail } from './forget-mail.ts'
import { type Mailer, deliverMail, queueMail, resumeMail, smtpMailer } from './mail.ts'
import { retryMail } from './retry-mail.ts'

let app: TestApp
let network: TestNetwork
let person: PersonId
let server: SMTPServer
let mailer: Mailer
let refuse = false
const arrived: ParsedMail[] = []

const receive = callbackify(async (stream: Readable): Promise<void> => {
  const mail = await simpleParser(stream)
  if (refuse) throw Object.assign(new Error('try later, someone@example.org'), { responseCode: 451 })
  arrived.push(mail)
})

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => receive(stream, done),
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  mailer = smtpMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Rounds <rounds@example.org>' })
  app = await startTestApp()
  network = await app.aNetwork()
  person = await app.aPerson(network)
})
afterAll(async () => {
  mailer.close()
  await new Promise<void>((resolve) => server.close(resolve))
  await app.stop()
})

async function queued(subject: string, kind: 'code' | 'digest' = 'digest'): Promise<Id<'mail-message'>> {
  await app.inNetwork(network, (db) =>
    queueMail(db, app.app.services.jobs, network.id, {
      kind,
      person,
      address: 'zoe@example.org',
      subject,
      body: 'Première ligne\n.\nÀ bientôt – Zoé',
    }),
  )
  const row = await app.inNetwork(network, (db) =>
    db.selectFrom('mail_message').select('id').where('subject', '=', subject).executeTakeFirstOrThrow(),
  )
  return row.id as Id<'mail-message'>
}
const deliver = (id: Id<'mail-message'>, by: Mailer = mailer) =>
  deliverMail((work) => app.inContext(network, null, work), by, id)
const stored = (id: string) =>
  app.inNetwork(network, (db) =>
    db.selectFrom('mail_message').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )

test('a message arrives as it was written, in French, and once though its job runs twice', async () => {
  const id = await queued('Été : « vos réponses »')
  await deliver(id)
  await deliver(id)
  const mails = arrived.filter((mail) => mail.subject === 'Été : « vos réponses »')
  expect(mails).toHaveLength(1)
  expect(mails[0]?.text?.trim()).toBe('Première ligne\n.\nÀ bientôt – Zoé')
  expect(mails[0]?.from?.value).toMatchObject([{ address: 'rounds@example.org', name: 'Rounds' }])
  expect(mails[0]?.to).toMatchObject({ value: [{ address: 'zoe@example.org' }] })
  expect(mails[0]?.html).toBe(false)
  expect(await stored(id)).toMatchObject({ state: 'sent', attempts: 1, last_error: null, body: '' })
})

test('two workers with the same message send it once', async () => {
  const id = await queued('Only once')
  await Promise.all([deliver(id), deliver(id), deliver(id)])
  expect(arrived.filter((mail) => mail.subject === 'Only once')).toHaveLength(1)
})

test('a server that takes its time holds no row; a message whose process ended meanwhile is sent again, later', async () => {
  const id = await queued('Slow')
  const asked = Promise.withResolvers<void>()
  const never: Mailer = {
    configured: true,
    send: () => new Promise(() => asked.resolve()),
    close: () => undefined,
  }
  void deliver(id, never)
  await asked.promise
  const free = await app.inNetwork(network, (db) =>
    db.selectFrom('mail_message').select('id').where('id', '=', id).forUpdate().skipLocked().execute(),
  )
  expect(free).toHaveLength(1)
  const arrivals = () => arrived.filter((mail) => mail.subject === 'Slow').length
  const before = app.now()
  app.setNow(new Date(before.getTime() + 4 * 60_000))
  await deliver(id)
  expect(arrivals()).toBe(0)
  app.setNow(new Date(before.getTime() + 6 * 60_000))
  await deliver(id)
  app.setNow(before)
  expect(arrivals()).toBe(1)
  expect(await stored(id)).toMatchObject({ state: 'sent', attempts: 2 })
})

test('a line break in a subject adds no header', async () => {
  const id = await queued('Hello\r\nBcc: victim@example.org')
  await deliver(id)
  const mail = arrived.at(-1)
  expect(mail?.bcc).toBeUndefined()
  expect(mail?.headers.has('bcc')).toBe(false)
})

const jobsOf = async (id: string) =>
  (
    await app.app.services.database.pool.query<{ n: number }>(
      `select count(*)::int as n from jobs.job where name = 'send-mail' and data->>'subjectId' = $1`,
      [id],
    )
  ).rows[0]?.n

test('what the mail server refuses is tried again later, and then goes out', async () => {
  const id = await queued('Refused')
  refuse = true
  await deliver(id)
  refuse = false
  const row = await stored(id)
  expect(row).toMatchObject({ state: 'waiting', attempts: 1, sent_at: null })
  expect(row.not_before.getTime()).toBeGreaterThan(app.now().getTime())
  expect(row.last_error).not.toContain('@')
  expect(await jobsOf(id)).toBe(2)
  await deliver(id)
  expect(await stored(id)).toMatchObject({ state: 'sent', attempts: 2, last_error: null })
})

test('a message that is refused again and again is given up', async () => {
  const id = await queued('Hopeless')
  refuse = true
  for (let tries = 0; tries < 15; tries += 1) await deliver(id)
  refuse = false
  expect(await stored(id)).toMatchObject({ state: 'failed', attempts: 12 })

  const email = 'new.zoe@example.org'
  await app.inNetwork(network, (db) =>
    db.updateTable('person').set({ email }).where('id', '=', person).execute(),
  )
  const again = () => app.inContext(network, null, (context) => retryMail(context, null))
  const jobs = (await jobsOf(id)) ?? 0
  expect([await again(), await again()], 'what waits already is left alone').toEqual([1, 0])
  expect(await jobsOf(id)).toBe(jobs + 1)
  await deliver(id)
  expect(arrived.at(-1)).toMatchObject({ subject: 'Hopeless', to: { value: [{ address: email }] } })
  expect([await stored(id), await again()]).toMatchObject([{ state: 'sent', body: '' }, 0])
})

test('what was given up is tried again for two weeks, unless who it is for has left, wants none, or it told who has not answered', async () => {
  const id = await queued('Given up')
  const hopeless = async (more: { listed?: boolean } = {}) => {
    await app.inNetwork(network, (db) =>
      db
        .updateTable('mail_message')
        .set({ state: 'waiting', attempts: 11, ...more })
        .where('id', '=', id)
        .execute(),
    )
    refuse = true
    await deliver(id)
    refuse = false
  }
  const again = () => app.inContext(network, null, (context) => retryMail(context, id))
  const is = (more: { left_on?: string | null; messages_per_week?: number }) =>
    app.inNetwork(network, (db) => db.updateTable('person').set(more).where('id', '=', person).execute())
  await hopeless()
  await is({ left_on: '2020-01-01' })
  expect(await again()).toBe(0)
  await is({ left_on: null, messages_per_week: 0 })
  expect(await again()).toBe(0)
  await is({ messages_per_week: 5 })
  expect(await again()).toBe(1)
  await hopeless()
  await app.inNetwork(network, (db) => forgetFailedMail(db, new Date(app.now().getTime() + 86_400_000)))
  expect([await stored(id), await again()]).toMatchObject([{ state: 'failed', body: '' }, 0])
  await app.inNetwork(network, (db) =>
    db.updateTable('mail_message').set({ body: 'You have not answered' }).where('id', '=', id).execute(),
  )
  await hopeless({ listed: false })
  expect([await stored(id), await again()]).toMatchObject([{ state: 'failed', body: '' }, 0])
})

test('a mail server that is away for days loses no message, and is not taken for one that refuses it', async () => {
  const away = smtpMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'x@example.org' })
  const id = await queued('After the weekend')
  for (let tries = 0; tries < 15; tries += 1) await deliver(id, away)
  away.close()
  const row = await stored(id)
  expect(row).toMatchObject({ state: 'waiting', attempts: 6 })
  expect(row.body).not.toBe('')
  expect(row.not_before.getTime() - app.now().getTime()).toBeLessThanOrEqual(64 * 60_000)
  refuse = true
  await deliver(id)
  refuse = false
  expect(await stored(id)).toMatchObject({ state: 'waiting', attempts: 7 })
  await deliver(id)
  expect(await stored(id)).toMatchObject({ state: 'sent' })
})

test('a mail server that takes the whole message and then breaks off is not sent it for ever', async () => {
  const breaking = createServer((socket) => {
    socket.on('error', () => undefined).write('220 mail.example.org\r\n')
    socket.on('data', (sent) => {
      if (sent.toString().endsWith('\r\n.\r\n')) socket.destroy()
      else socket.write(sent.toString().startsWith('DATA') ? '354 go on\r\n' : '250 mail.example.org\r\n')
    })
  })
  await new Promise<void>((resolve) => breaking.listen(0, '127.0.0.1', resolve))
  const { port } = breaking.address() as AddressInfo
  const by = smtpMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'x@example.org' })
  const id = await queued('Perhaps arrived')
  for (let tries = 0; tries < 15; tries += 1) await deliver(id, by)
  by.close()
  await new Promise((resolve) => breaking.close(resolve))
  expect(await stored(id)).toMatchObject({ state: 'failed', attempts: 12 })
})

test('messages that waited for a mail server go out once there is one', async () => {
  const id = await queued('Waited')
  const resume = (by: Mailer) => app.inContext(network, null, (context) => resumeMail(context, by))
  await app.inNetwork(network, (db) =>
    db
      .updateTable('mail_message')
      .set({ not_before: new Date('2027-02-01T00:00:00Z') })
      .where('id', '=', id)
      .execute(),
  )
  await resume(smtpMailer({ smtpUrl: null, from: 'x@example.org' }))
  expect(await jobsOf(id)).toBe(1)
  await resume(mailer)
  await resume(mailer)
  expect(await jobsOf(id)).toBe(2)
})

test('a message whose next try was put off while the clock was years ahead goes out once it is right', async () => {
  const id = await queued('Put off')
  const put = (not_before: Date) =>
    app.inNetwork(network, (db) =>
      db.updateTable('mail_message').set({ not_before }).where('id', '=', id).execute(),
    )
  const resume = () => app.inContext(network, null, (context) => resumeMail(context, mailer))
  await put(new Date(app.now().getTime() + 8 * 3_600_000))
  await resume()
  expect(await jobsOf(id), 'put off as usual').toBe(1)
  await put(new Date('2099-01-01T00:00:00Z'))
  await resume()
  await resume()
  expect(await jobsOf(id)).toBe(2)
})

async function aCode(subject: string, minutesAgo: number): Promise<Id<'mail-message'>> {
  const id = await queued(subject, 'code')
  const not_before = new Date(app.now().getTime() - minutesAgo * 60_000)
  await app.inNetwork(network, (db) =>
    db.updateTable('mail_message').set({ not_before }).where('id', '=', id).execute(),
  )
  return id
}

test('a code that waited until it no longer holds is given up, not sent', async () => {
  const late = await aCode('Late', 11)
  await deliver(late)
  expect(await stored(late)).toMatchObject({ state: 'failed', attempts: 0, body: '' })
  const stuck = await aCode('Stuck', 11)
  const due = await aCode('Due', 9)
  await app.inContext(network, null, (context) => resumeMail(context, mailer))
  expect(await stored(stuck)).toMatchObject({ state: 'failed', body: '' })
  expect(await jobsOf(stuck)).toBe(1)
  refuse = true
  await deliver(due)
  refuse = false
  expect(await stored(due)).toMatchObject({ state: 'failed', attempts: 1, body: '' })
  const soon = await aCode('Soon', 1)
  await deliver(soon)
  expect(arrived.map((mail) => mail.subject)).toContain('Soon')
  expect(arrived.map((mail) => mail.subject)).not.toContain('Late')
})

test('a password is not given to another machine that cannot encrypt', async () => {
  const told: string[] = []
  const plain = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username = '' }, _session, done) => {
      told.push(username)
      done(null, { user: username })
    },
  })
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.2', resolve))
  const { port } = plain.server.address() as AddressInfo
  const open = smtpMailer({ smtpUrl: `smtp://rounds:secret@127.0.0.2:${port}`, from: 'x@example.org' })
  const id = await queued('Behind a password')
  await deliver(id, open)
  open.close()
  await new Promise<void>((resolve) => plain.close(resolve))
  expect(told).toEqual([])
  expect(await stored(id)).toMatchObject({ state: 'waiting', attempts: 1 })
})

test('without a mail server messages wait', async () => {
  const id = await queued('Nowhere to go')
  await deliver(id, smtpMailer({ smtpUrl: null, from: 'x@example.org' }))
  expect(await stored(id)).toMatchObject({ state: 'waiting', attempts: 0 })
})

test('a message whose transaction is undone was never there, nor its job', async () => {
  const count = async () =>
    (
      await app.app.services.database.pool.query<{ n: number }>(
        `select count(*)::int as n from jobs.job where name = 'send-mail'`,
      )
    ).rows[0]?.n
  const before = await count()
  await expect(
    app.inNetwork(network, async (db) => {
      await queueMail(db, app.app.services.jobs, network.id, {
        kind: 'digest',
        person,
        address: 'a@b.org',
        subject: 'Undone',
        body: '',
      })
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  expect(await count()).toBe(before)
})
