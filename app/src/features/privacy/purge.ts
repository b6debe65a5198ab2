import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { findPatientData } from '../../platform/privacy/patient-data.ts'
import { purgeText } from '../../platform/privacy/purge-text.ts'
import { lockNeeds, purgeContribution } from '../contributions/public.ts'
import { passOnPlace } from '../decisions/public.ts'
import { purgeUploads } from '../people/public.ts'
import { purgeAnnotation, purgeFiles, purgeFromTexts } from '../prototypes/public.ts'
import { removeStatement } from '../rounds/public.ts'
import { shortestSearch } from './find-text.ts'
import { permissions } from './permissions.ts'

/** What goes: contributions and files as a whole, and a text wherever else it stands. */
export type ToPurge = Readonly<{
  contributions: readonly string[]
  files: readonly string[]
  search: string
  alsoElsewhere: boolean
  /** In how many other places the officer was told that copies stand, or that these stay. */
  copies: number | 'stay'
}>

/** The shortest text that stands nowhere else by chance. */
const unmistakable = 60

/**
 * What is taken for a copy of these texts wherever it stands: a whole text that is long, or that holds patient data,
 * and that data by itself. Shorter words may be anybody's.
 */
function copiesOf(texts: readonly string[]): readonly string[] {
  const copies = texts.flatMap((written) => {
    const text = written.trim()
    const found = findPatientData(text).map(({ start, end }) => text.slice(start, end))
    return text.length >= unmistakable || found.length > 0 ? [text, ...found] : []
  })
  return [...new Set(copies)].toSorted((a, b) => b.length - a.length)
}

type Gone = Readonly<{ texts: number; files: number }>

async function purgeEverywhere(context: Context, words: readonly string[]): Promise<Gone> {
  let texts = 0
  let files = 0
  for (const text of words) {
    texts += await purgeText(context.db, text)
    files += (await purgeFromTexts(context, text)) + (await purgeUploads(context, text))
  }
  return { texts, files }
}

/**
 * Removes what slipped in, in one act: the contributions and files chosen, copies of those words that can be nothing
 * else, and, where that is chosen, the text that was looked for in every text of the network, titles, charters, drafts,
 * messages and notices among them.
 *
 * Who joined something that goes has said it too and loses nothing: one of them stands for it from now on.
 *
 * Copies go only once the officer was told how many there are; nothing at all is removed before.
 *
 * The audit log says that it was done and how much went, never what. Backups made before hold it until they expire.
 */
export async function purge(context: Context, input: ToPurge): Promise<void> {
  context.authorize(permissions['privacy.purge'])
  const search = input.search.trim()
  const elsewhere = input.alsoElsewhere && search.length >= shortestSearch
  if (input.contributions.length + input.files.length === 0 && !elsewhere)
    throw new FormRefused({ contribution: 'nothingChosen' })
  if (input.contributions.length > 0) await lockNeeds(context)
  const rows =
    input.contributions.length === 0
      ? []
      : await context.db
          .selectFrom('contribution')
          .select(['id', 'text', 'wording'])
          .where('id', 'in', input.contributions)
          .where('purged_at', 'is', null)
          .orderBy('id')
          .forUpdate()
          .execute()
  const words = rows
    .flatMap((row) => [row.text, ...Object.values(row.wording)])
    .filter((text) => text !== undefined)
  for (const id of rows.map((row) => row.id as ContributionId)) {
    await purgeAnnotation(context, id, await passOnPlace(context, id))
    await removeStatement(context, id)
  }
  for (const row of rows) await purgeContribution(context, row.id as ContributionId)
  const files = await purgeFiles(context, input.files)
  const copies = await purgeEverywhere(context, input.copies === 'stay' ? [] : copiesOf(words))
  const places = copies.texts + copies.files
  if (input.copies !== 'stay' && places > input.copies)
    throw new FormRefused(
      { copies: 'copiesElsewhere' },
      { copies: [{ value: String(places), label: '', about: '' }] },
    )
  const others = await purgeEverywhere(context, elsewhere ? [search] : [])
  await context.audit({
    action: 'privacy.purge',
    subject: { type: 'network', id: context.network.id },
    details: {
      contributions: rows.length,
      files: files + copies.files + others.files,
      texts: copies.texts + others.texts,
    },
  })
}
