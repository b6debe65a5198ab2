import { purgeMail } from '../../platform/mail/forget-mail.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { purgeContribution } from '../contributions/public.ts'
import { purgeReasons } from '../decisions/public.ts'
import { purgeNotices } from '../notices/public.ts'
import { purgeAnnotation } from '../prototypes/public.ts'
import { permissions } from './permissions.ts'
import { shortestSearch } from './find-text.ts'

/** What goes: contributions as a whole, and a text wherever else it stands. */
export type ToPurge = Readonly<{
  contributions: readonly string[]
  search: string
  alsoElsewhere: boolean
}>

/** The texts of contributions that are copied nowhere by chance: whole ones of some length. */
const copied = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts.map((text) => text.trim()))].filter((text) => text.length >= 12)

/**
 * Removes what slipped in, everywhere, in one act: the contributions chosen, copies of them in messages and
 * notices, and the text that was looked for in messages, notices, the outbox and reasons.
 *
 * The audit log says that it was done and how much went, never what. Backups made before hold it until they expire.
 */
export async function purge(context: Context, input: ToPurge): Promise<void> {
  context.authorize(permissions['privacy.purge'])
  const search = input.search.trim()
  const elsewhere = input.alsoElsewhere && search.length >= shortestSearch
  if (input.contributions.length === 0 && !elsewhere) throw new FormRefused({ contribution: 'nothingChosen' })
  const rows =
    input.contributions.length === 0
      ? []
      : await context.db
          .selectFrom('contribution')
          .select(['id', 'text', 'wording'])
          .where('id', 'in', input.contributions)
          .where('purged_at', 'is', null)
          .forUpdate()
          .execute()
  const texts = copied(
    rows.flatMap((row) => [row.text, ...Object.values(row.wording)].filter((text) => text !== undefined)),
  )
  let mails = 0
  let notices = 0
  let reasons = 0
  for (const text of elsewhere ? [...texts, search] : texts) {
    mails += await purgeMail(context.db, text)
    notices += await purgeNotices(context, text)
    reasons += await purgeReasons(context, text)
  }
  for (const row of rows) {
    await purgeContribution(context, row.id as ContributionId)
    await purgeAnnotation(context, row.id as ContributionId)
  }
  await context.audit({
    action: 'privacy.purge',
    subject: { type: 'network', id: context.network.id },
    details: { contributions: rows.length, mails, notices, reasons },
  })
}
