import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { purgeText } from '../../platform/privacy/purge-text.ts'
import { purgeContribution } from '../contributions/public.ts'
import { purgeUploads } from '../people/public.ts'
import { purgeAnnotation, purgeFiles, purgeFromTexts } from '../prototypes/public.ts'
import { shortestSearch } from './find-text.ts'
import { permissions } from './permissions.ts'

/** What goes: contributions and files as a whole, and a text wherever else it stands. */
export type ToPurge = Readonly<{
  contributions: readonly string[]
  files: readonly string[]
  search: string
  alsoElsewhere: boolean
}>

/** The texts of contributions that are copied nowhere by chance: whole ones of some length. */
const copied = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts.map((text) => text.trim()))].filter((text) => text.length >= 12)

/**
 * Removes what slipped in, everywhere, in one act: the contributions and files chosen, copies of those words, and the
 * text that was looked for in every text of the network, titles, charters, drafts, messages and notices among them.
 *
 * The audit log says that it was done and how much went, never what. Backups made before hold it until they expire.
 */
export async function purge(context: Context, input: ToPurge): Promise<void> {
  context.authorize(permissions['privacy.purge'])
  const search = input.search.trim()
  const elsewhere = input.alsoElsewhere && search.length >= shortestSearch
  if (input.contributions.length + input.files.length === 0 && !elsewhere)
    throw new FormRefused({ contribution: 'nothingChosen' })
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
  const words = copied(
    rows.flatMap((row) => [row.text, ...Object.values(row.wording)].filter((text) => text !== undefined)),
  )
  for (const row of rows) {
    await purgeContribution(context, row.id as ContributionId)
    await purgeAnnotation(context, row.id as ContributionId)
  }
  let files = await purgeFiles(context, input.files)
  let texts = 0
  for (const text of elsewhere ? [...words, search] : words) {
    texts += await purgeText(context.db, text)
    files += (await purgeFromTexts(context, text)) + (await purgeUploads(context, text))
  }
  await context.audit({
    action: 'privacy.purge',
    subject: { type: 'network', id: context.network.id },
    details: { contributions: rows.length, files, texts },
  })
}
