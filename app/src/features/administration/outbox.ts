import type { Context } from '../../platform/http/context.ts'

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
    .selectFrom('mail_message')
    .select(['id', 'address', 'subject', 'state', 'not_before', 'sent_at', 'attempts', 'last_error'])
    .where('state', '=', filter.state)
    .where('listed', '=', true)
    .orderBy('not_before', 'desc')
    .orderBy('id')
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
  }))
}
