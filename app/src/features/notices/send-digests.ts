import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import { addressOf } from '../../platform/http/networks.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import type { PersonId } from '../../platform/ids.ts'
import { apart } from '../../platform/jobs/apart.ts'
import { queueMail } from '../../platform/mail/mail.ts'
import { clearReminder } from '../people/public.ts'
import { digestDue } from './digest.ts'
import { messages } from './messages.ts'
import { type OpenNotice, noticeFrom, toldOnce } from './queries.ts'
import { dropReminders, dropStaleReminders, isStale } from './stale-notices.ts'

type Reader = Readonly<{
  id: PersonId
  email: string
  name: string
  language: 'en' | 'fr'
  messagesPerWeek: number
  remindAt: Date | null
  waitingSince: Date | null
  sentAt: readonly Date[]
  unsent: boolean
}>

/** People for whom something waits, or who asked to be reminded; their rows are locked, so that two workers never write to one person. */
async function readers(context: Context): Promise<readonly Reader[]> {
  const { rows } = await sql<{
    id: PersonId
    email: string
    given_name: string
    family_name: string
    language: 'en' | 'fr'
    messages_per_week: number
    remind_at: Date | null
    waiting_since: Date | null
    sent_at: Date[] | null
    unsent: boolean
  }>`
    select p.id, p.email, p.given_name, p.family_name, p.language, p.messages_per_week, p.remind_at,
      (select min(n.deliver_after) from notice n where n.network_id = p.network_id and n.person_id = p.id
        and n.mailed_at is null and n.seen_at is null and n.deliver_after <= ${context.now} and not ${isStale}) as waiting_since,
      (select array_agg(m.not_before) from mail_message m where m.network_id = p.network_id and m.person_id = p.id
        and m.kind = 'digest' and m.state <> 'failed' and m.not_before > ${context.now}::timestamptz - interval '7 days') as sent_at,
      exists (select from mail_message m where m.network_id = p.network_id and m.person_id = p.id
        and m.kind = 'digest' and m.state = 'waiting') as unsent
    from person p
    where p.messages_per_week > 0 and (p.left_on is null or p.left_on > ${context.now}::date)
      and (p.remind_at <= ${context.now}
        or p.remind_at is null and exists (select 1 from notice n where n.network_id = p.network_id and n.person_id = p.id
          and n.mailed_at is null and n.seen_at is null and n.deliver_after <= ${context.now} and not ${isStale}))
    order by p.id
    for update of p skip locked`.execute(context.db)
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: `${row.given_name} ${row.family_name}`,
    language: row.language,
    messagesPerWeek: row.messages_per_week,
    remindAt: row.remind_at,
    waitingSince: row.waiting_since,
    sentAt: row.sent_at ?? [],
    unsent: row.unsent,
  }))
}

/** What somebody named, within its line: with lines of its own it could pass for the rest of the message. */
const inItsLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

/** The words of one person's message: what there is, one line each, and one link without any token. */
export function digestMail(
  context: Pick<Context, 'network'>,
  reader: Pick<Reader, 'name' | 'language' | 'messagesPerWeek'>,
  notices: readonly OpenNotice[],
  options: { reminder: boolean; address: string },
): { subject: string; body: string } {
  const t = messages(reader.language)
  const count = notices.length
  const lines = notices.map((notice) => {
    const sentence = t(`kind.${notice.kind}`)
    const title = inItsLine(inLanguage(notice.title, reader.language).text)
    const facts = inItsLine(inLanguage(notice.facts, reader.language).text)
    return `- ${title ? t('mail.line', { sentence, title }) : sentence}${facts ? `\n  ${facts}` : ''}`
  })
  const [only] = notices
  const path = count === 1 && only ? only.address : '/'
  return {
    subject: t('mail.subject', {
      count,
      network: inItsLine(inLanguage(context.network.name, reader.language).text),
    }),
    body: [
      t('mail.hello', { name: reader.name }),
      '',
      ...(options.reminder ? [t('mail.reminder'), ''] : []),
      ...lines,
      '',
      t('mail.link', { count }),
      `${options.address}${path}`,
      '',
      t('mail.limit', { count: reader.messagesPerWeek }),
      '',
    ].join('\n'),
  }
}

/**
 * Writes to everyone who is due a message: all that waits for them, in one. Running it again sends nothing twice.
 * One whose message fails keeps nobody else from theirs.
 *
 * Where a reminder is among what goes out, nobody's message of this time is listed in the outbox: neither those who
 * are on the list nor those who are missing from it may tell who has not taken part.
 *
 * @returns how many messages were put in the outbox
 */
export async function sendDigests(context: Context): Promise<number> {
  await dropStaleReminders(context)
  if (context.services.config.mail.smtpUrl === null) await dropReminders(context)
  const due = await dueMessages(context)
  const listed = !due.some(({ rows }) => rows.some(({ kind }) => kind === 'round-reminder'))
  const address = await addressOf(context)
  let sent = 0
  for (const { reader, rows, notices, asked } of due)
    await apart(context, async () => {
      if (asked) await clearReminder(context, reader.id)
      if (notices.length === 0) return
      await queueMail(context.db, context.services.jobs, context.network.id, {
        kind: 'digest',
        person: reader.id,
        address: reader.email,
        ...digestMail(context, reader, notices, { reminder: asked, address }),
        notBefore: context.now,
        listed,
      })
      const ids = rows.map((row) => row.id)
      await context.db
        .updateTable('notice')
        .set({ mailed_at: context.now })
        .where('id', 'in', ids)
        .where('mailed_at', 'is', null)
        .execute()
      await context.db
        .deleteFrom('notice')
        .where('id', 'in', ids)
        .where('kind', '=', 'round-reminder')
        .execute()
      sent += 1
    })
  return sent
}

/** Everyone who is due a message, with what it tells; `asked`: the person asked for it at this hour. */
async function dueMessages(context: Context) {
  const due = []
  for (const reader of await readers(context)) {
    const when = digestDue({ now: context.now, timeZone: context.network.settings.timeZone, ...reader })
    if (when === 'wait') continue
    let query = context.db
      .selectFrom('notice as n')
      .selectAll()
      .where((eb) => eb.not(isStale))
      .where('person_id', '=', reader.id)
      .where('seen_at', 'is', null)
      .where('deliver_after', '<=', context.now)
    if (when === 'digest') query = query.where('mailed_at', 'is', null)
    const rows = await query.orderBy('created_at').orderBy('id').limit(40).execute()
    const notices = toldOnce(withoutInvitations(rows.map(noticeFrom).filter((notice) => notice !== null)))
    due.push({ reader, rows, notices, asked: when === 'reminder' })
  }
  return due
}

/** One line a round: an invitation and its reminder say the same thing. */
function withoutInvitations(notices: readonly OpenNotice[]): readonly OpenNotice[] {
  const reminded = new Set(
    notices.filter((one) => one.kind === 'round-reminder').map((one) => one.subject.id),
  )
  return notices.filter((one) => one.kind !== 'round-opened' || !reminded.has(one.subject.id))
}
