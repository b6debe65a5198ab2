import type { Context } from '../../platform/http/context.ts'
import type { Id } from '../../platform/ids.ts'
import { canGoAgain, retryMail } from '../../platform/mail/retry-mail.ts'
import { may } from './permissions.ts'

export const mailStates = ['waiting', 'sent', 'failed'] as const
export type MailState = (typeof mailStates)[number]

/** How many messages or entries stand on one page. */
export const pageSize = 50

/** How many messages wait, went out, and could not; those of the time of a reminder are not counted. */
export async function countMails(context: Context): Promise<Record<MailState, number>> {
  const rows = await context.db
    .selectFrom('mail_message')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .where('listed', '=', true)
    .groupBy('state')
    .execute()
  const of = (state: MailState) => rows.find((row) => row.state === state)?.count ?? 0
  return { waiting: of('waiting'), sent: of('sent'), failed: of('failed') }
}

/**
 * One page of the outbox, newest first: to whom and about what, never what it says.
 *
 * What went out is counted and not listed, and what was written together with a reminder is neither: who is on such a
 * list, or is missing from it, would tell who has not taken part.
 */
export async function listMails(context: Context, filter: { state: MailState; page: number }) {
  if (filter.state === 'sent') return []
  const rows = await context.db
    .selectFrom('mail_message as m')
    .innerJoin('person as p', 'p.id', 'm.person_id')
    .select(['m.id', 'm.address', 'm.subject', 'm.not_before', 'm.sent_at', 'm.attempts', 'm.last_error'])
    .select(canGoAgain(context.now).as('mayGoAgain'))
    .where('m.state', '=', filter.state)
    .where('m.listed', '=', true)
    .orderBy('m.not_before', 'desc')
    .orderBy('m.id')
    .limit(pageSize)
    .offset((filter.page - 1) * pageSize)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    subject: row.subject,
    notBefore: row.not_before,
    sentAt: row.sent_at,
    attempts: row.attempts,
    lastError: row.last_error,
    mayGoAgain: row.mayGoAgain,
  }))
}

/** Lets one message that was given up, or all that can be, be tried again. */
export async function sendAgain(context: Context, only: Id<'mail-message'> | null): Promise<void> {
  context.authorize(may['administration.outbox'])
  const messages = await retryMail(context, only)
  if (messages === 0) return
  await context.audit({
    action: 'administration.send-again',
    subject: { type: 'network', id: context.network.id },
    details: { messages },
  })
}
