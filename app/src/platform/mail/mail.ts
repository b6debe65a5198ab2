import type { Transaction } from 'kysely'
import nodemailer from 'nodemailer'
import type { DB } from '../db/tables.gen.ts'
import { type Id, type NetworkId, type PersonId, newId } from '../ids.ts'
import type { JobQueue } from '../jobs/job-queue.ts'

/** A message to one person: text only, one link, no credential in it. */
export type Message = Readonly<{
  person: PersonId
  address: string
  subject: string
  body: string
  notBefore?: Date
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
      person_id: message.person,
      address: message.address,
      subject: message.subject,
      body: message.body,
      ...(message.notBefore ? { not_before: message.notBefore } : {}),
    })
    .execute()
  await jobs.enqueue(
    db,
    'send-mail',
    { networkId: network, subjectId: id },
    message.notBefore ? { at: message.notBefore } : {},
  )
}

export type Mailer = Readonly<{
  configured: boolean
  /** Hands one message over; rejects when the server does not take it. */
  send: (message: { to: string; subject: string; body: string; id: string }) => Promise<void>
  close: () => void
}>

/** A mailer over SMTP; with no address configured, messages stay in the outbox. */
export function smtpMailer(options: { smtpUrl: string | null; from: string }): Mailer {
  if (options.smtpUrl === null)
    return {
      configured: false,
      send: () => Promise.reject(new Error('no mail server')),
      close: () => undefined,
    }
  const transport = nodemailer.createTransport(options.smtpUrl, { from: options.from })
  return {
    configured: true,
    async send({ to, subject, body, id }) {
      await transport.sendMail({ to, subject, text: body, messageId: `<${id}@rounds>` })
    },
    close: () => transport.close(),
  }
}

/**
 * Sends one waiting message; sent ones are left alone, so a repeated job sends once.
 *
 * Without a mail server it stays waiting. A refusal is kept with the message and thrown, so that the queue tries again.
 */
export async function deliverMail(
  db: Transaction<DB>,
  mailer: Mailer,
  id: Id<'mail-message'>,
  now: Date,
): Promise<void> {
  if (!mailer.configured) return
  const message = await db
    .selectFrom('mail_message')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!message || message.state === 'sent') return
  try {
    await mailer.send({ to: message.address, subject: message.subject, body: message.body, id })
    await db
      .updateTable('mail_message')
      .set({ state: 'sent', sent_at: now, attempts: message.attempts + 1, last_error: null })
      .where('id', '=', id)
      .execute()
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\S+@\S+/g, '…') : 'unknown'
    await db
      .updateTable('mail_message')
      .set({
        attempts: message.attempts + 1,
        last_error: reason.slice(0, 300),
        state: message.attempts >= 8 ? 'failed' : 'waiting',
      })
      .where('id', '=', id)
      .execute()
  }
}
