import type { Transaction } from 'kysely'
import nodemailer from 'nodemailer'
import { isThisMachine } from '../config.ts'
import type { DB } from '../db/tables.gen.ts'
import { type Id, type NetworkId, type PersonId, newId } from '../ids.ts'
import type { JobQueue } from '../jobs/job-queue.ts'

/** A message to one person: text only, one link, no credential in it. */
export type Message = Readonly<{
  kind: 'code' | 'digest'
  person: PersonId
  address: string
  subject: string
  body: string
  notBefore?: Date
  /** False where to whom it goes tells something: the outbox then does not list it. */
  listed?: boolean
}>

/** Puts a message in the outbox and enqueues its sending, in the caller’s transaction. */
export async function queueMail(
  db: Transaction<DB>,
  jobs: JobQueue,
  network: NetworkId,
  message: Message,
): Promise<void> {
  const id = newId<'mail-message'>()
  await db
    .insertInto('mail_message')
    .values({
      network_id: network,
      id,
      kind: message.kind,
      person_id: message.person,
      address: message.address,
      subject: message.subject,
      body: message.body,
      listed: message.listed ?? true,
      ...(message.notBefore ? { not_before: message.notBefore } : {}),
    })
    .execute()
  await jobs.enqueue(
    db,
    'send-mail',
    { networkId: network, subjectId: id },
    { first: message.kind === 'code', ...(message.notBefore ? { at: message.notBefore } : {}) },
  )
}

export type Mailer = Readonly<{
  configured: boolean
  /** Hands one message over; rejects when the server does not take it. */
  send: (message: { to: string; subject: string; body: string; id: string }) => Promise<void>
  close: () => void
}>

/**
 * A mailer over SMTP; with no address configured, messages stay in the outbox. A password leaves this machine encrypted or not
 * at all.
 */
export function smtpMailer(options: { smtpUrl: string | null; from: string }): Mailer {
  if (options.smtpUrl === null)
    return {
      configured: false,
      send: () => Promise.reject(new Error('no mail server')),
      close: () => undefined,
    }
  const transport = nodemailer.createTransport(
    {
      url: options.smtpUrl,
      requireTLS: new URL(options.smtpUrl).password !== '' && !isThisMachine(options.smtpUrl),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    },
    { from: options.from },
  )
  return {
    configured: true,
    async send({ to, subject, body, id }) {
      await transport.sendMail({ to, subject, text: body, messageId: `<${id}@rounds>` })
    },
    close: () => transport.close(),
  }
}

/** Minutes until the next try, by how many there were: from two minutes to eight hours. */
const pause = (attempts: number): number => Math.min(2 ** attempts, 480)

const attemptsAllowed = 12

/** As long as the mail server itself is away its tries count as no more than these, the pause after which is an hour. */
const attemptsWhileAway = 6

/** How late a message is taken to be stuck; a code that was mailed holds no longer. */
const lateMs = 600_000

/** Where a message is delivered from: a context, or what of it is needed. */
export type Delivery = Readonly<{
  db: Transaction<DB>
  network: { id: NetworkId }
  now: Date
  services: { jobs: JobQueue }
}>

/** No try is further away than this: it was put off while the clock was ahead. */
const furthestMs = 86_400_000

/** After so long without an end a handing over is taken to be lost with its process: longer than any takes. */
const lostMs = 300_000

type Taken = Readonly<{
  id: string
  kind: Message['kind']
  address: string
  subject: string
  body: string
  attempts: number
  listed: boolean
  lapses: Date | null
}>

/**
 * Sends one waiting message; sent ones are left alone, so a repeated job sends once.
 *
 * While the mail server is waited for no transaction is open: it is taken in one and settled in another. One that was
 * taken by a process that ended is sent again, with the same Message-ID: nobody can know whether it had arrived.
 * What one said that was sent is let go of, and what was given up where it may hold a code, or a reminder that tells who
 * has not answered; any other is kept for two weeks, to be tried again by hand.
 * Without a mail server it stays waiting, and so it does while none answers, however long. What the server says against
 * a message is kept with it, which is tried again later and after twelve tries is given up; a code, once it no longer holds.
 */
export async function deliverMail(
  inTransaction: <T>(work: (delivery: Delivery) => Promise<T>) => Promise<T | undefined>,
  mailer: Mailer,
  id: Id<'mail-message'>,
): Promise<void> {
  if (!mailer.configured) return
  const message = await inTransaction((delivery) => take(delivery, id))
  if (!message) return
  const refusal = await mailer
    .send({ to: message.address, subject: message.subject, body: message.body, id })
    .then(() => null, refusalOf)
  await inTransaction((delivery) => settle(delivery, message, refusal))
}

type Refusal = Readonly<{ words: string; away: boolean }>

/**
 * Why a message was not taken, and whether the server was away before it could have been: one whose connection broke
 * later may have arrived, and would arrive every hour if that were not counted.
 */
function refusalOf(error: unknown): Refusal {
  const { code = '', message = 'unknown', syscall, timeoutType = '' } = (error ?? {}) as SendError
  const away =
    syscall === 'connect' ||
    ['EDNS', 'ETLS', 'EAUTH'].includes(code) ||
    ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT'].includes(timeoutType)
  return { words: message, away }
}

type SendError = { code?: string; message?: string; syscall?: string; timeoutType?: string }

async function take({ db, network, now, services }: Delivery, id: Id<'mail-message'>): Promise<Taken | null> {
  const message = await db
    .selectFrom('mail_message')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!message || message.state !== 'waiting') return null
  const free = message.taken_at === null ? now : new Date(message.taken_at.getTime() + lostMs)
  if (free > now) {
    const job = { networkId: network.id, subjectId: id }
    await services.jobs.enqueue(db, 'send-mail', job, { at: free, first: message.kind === 'code' })
    return null
  }
  const lapses = message.kind === 'code' ? new Date(message.not_before.getTime() + lateMs) : null
  const update = db.updateTable('mail_message').where('id', '=', id)
  if (lapses !== null && now > lapses) {
    await update.set({ state: 'failed', body: '' }).execute()
    return null
  }
  const attempts = message.attempts + 1
  await update.set({ taken_at: now, attempts }).execute()
  const { kind, address, subject, body, listed } = message
  return { id, kind, address, subject, body, attempts, listed, lapses }
}

async function settle(
  { db, network, now, services }: Delivery,
  { id, kind, listed, attempts: taken, lapses }: Taken,
  refusal: Refusal | null,
): Promise<void> {
  const update = db.updateTable('mail_message').where('id', '=', id).where('attempts', '=', taken)
  if (refusal === null) {
    await update.set({ state: 'sent', sent_at: now, taken_at: null, last_error: null, body: '' }).execute()
    return
  }
  const attempts = refusal.away ? Math.min(taken, attemptsWhileAway) : taken
  const at = new Date(now.getTime() + pause(attempts) * 60_000)
  const again = attempts < attemptsAllowed && (lapses === null || at < lapses)
  await update
    .set({
      taken_at: null,
      attempts,
      last_error: refusal.words.replace(/\S+@\S+/g, '…').slice(0, 300),
      // A code's time goes on from when it was asked for.
      ...(again ? (lapses === null ? { not_before: at } : {}) : { state: 'failed' as const }),
      ...(again || (listed && kind === 'digest') ? {} : { body: '' }),
    })
    .execute()
  if (again)
    await services.jobs.enqueue(
      db,
      'send-mail',
      { networkId: network.id, subjectId: id },
      { at, first: kind === 'code' },
    )
}

/**
 * Enqueues messages that have waited ten minutes longer than they should: their job ran while there was no mail
 * server, or was lost. So it does with those that would wait for years, of a clock that was ahead. Codes that are late
 * are given up instead.
 */
export async function resumeMail({ db, network, now, services }: Delivery, mailer: Mailer): Promise<void> {
  if (!mailer.configured) return
  const late = new Date(now.getTime() - lateMs)
  const further = new Date(now.getTime() + furthestMs)
  await db
    .updateTable('mail_message')
    .set({ state: 'failed', body: '' })
    .where('state', '=', 'waiting')
    .where('kind', '=', 'code')
    .where('not_before', '<', late)
    .execute()
  const overdue = await db
    .selectFrom('mail_message')
    .select('id')
    .where('state', '=', 'waiting')
    .where((eb) => eb.or([eb('not_before', '<', late), eb('not_before', '>', further)]))
    .orderBy('not_before')
    .limit(200)
    .execute()
  for (const { id } of overdue) {
    await services.jobs.enqueue(db, 'send-mail', { networkId: network.id, subjectId: id })
    await db.updateTable('mail_message').set({ not_before: now }).where('id', '=', id).execute()
  }
}
