import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused, type Offer } from '../../platform/http/route.ts'
import { type Id, newId } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { writtenPattern } from '../../platform/privacy/purge-text.ts'
import { applyRosterPlan } from './apply-roster.ts'
import { planRosterImport } from './import-roster.ts'
import { may } from './permissions.ts'
import { endsMost } from './plan-roster.ts'

export type UploadId = Id<'roster-upload'>

/** How long a file is kept between its dry run and its import. */
const keptHours = 24

const unreadableWords = {
  empty: 'roster.empty',
  spreadsheet: 'roster.spreadsheet',
  'columns-missing': 'roster.columnsMissing',
} as const
/** How many of a file's titles are said back. */
const mostTitles = 30
const named = (words: readonly string[]): readonly Offer[] =>
  words.map((word) => ({ value: word, label: word.slice(0, 60), about: '' }))

/** Keeps a roster file for its dry run; a file that can't be read at all is refused and not kept. */
export async function keepRosterFile(context: Context, content: Uint8Array): Promise<UploadId> {
  context.authorize(may['people.change'])
  const planned = await planRosterImport(context, content)
  if (planned.kind === 'unreadable')
    throw new FormRefused(
      { file: unreadableWords[planned.reason] },
      { missing: named(planned.columns), titles: named(planned.titles.slice(0, mostTitles)) },
    )
  const id = newId<'roster-upload'>()
  await context.db
    .insertInto('roster_upload')
    .values({
      network_id: context.network.id,
      id,
      uploaded_by: actorOf(context).personId,
      content: Buffer.from(content),
      expires_at: new Date(context.now.getTime() + keptHours * 3_600_000),
    })
    .execute()
  return id
}

/** What the kept file would change now. @throws {NotFound} when it is gone, or somebody else's */
export async function plannedUpload(context: Context, id: UploadId) {
  context.authorize(may['people.change'])
  const upload = await context.db
    .selectFrom('roster_upload')
    .select('content')
    .where('id', '=', id)
    .where('uploaded_by', '=', actorOf(context).personId)
    .where('expires_at', '>', context.now)
    .executeTakeFirst()
  if (!upload) throw new NotFound()
  const planned = await planRosterImport(context, upload.content)
  if (planned.kind === 'unreadable') throw new NotFound()
  return planned
}

/**
 * Imports the kept file and removes it.
 *
 * @param input.digest of the plan that was shown: what has changed since is shown again first
 * @param input.whole that it is the whole roster was said; asked where it ends most of those who are here
 */
export async function importUpload(
  context: Context,
  input: { id: UploadId; digest: string; whole: boolean },
): Promise<void> {
  context.authorize(may['people.change'])
  await context.db.selectFrom('network').select('network_id').forUpdate().execute()
  const { plan, digest } = await plannedUpload(context, input.id)
  if (digest !== input.digest) throw new FormRefused({ digest: 'roster.changedSince' })
  if (endsMost(plan) && !input.whole) throw new FormRefused({ whole: 'roster.whole.needed' })
  await applyRosterPlan(context, plan)
  await context.db.deleteFrom('roster_upload').where('id', '=', input.id).execute()
}

/** Removes files whose import nobody finished. */
export const sweepUploads: JobHandler = {
  queue: 'sweep',
  async run({ db, now }) {
    await db.deleteFrom('roster_upload').where('expires_at', '<=', now).execute()
  },
}

/** Removes roster files in which a text stands; they can be sent again without it. @returns how many */
export async function purgeUploads(context: Context, text: string): Promise<number> {
  const uploads = await context.db.selectFrom('roster_upload').select(['id', 'content']).execute()
  const pattern = writtenPattern(text)
  const found = uploads.filter(({ content }) =>
    [content.toString(), content.toString('latin1')].some((written) => written.search(pattern) >= 0),
  )
  for (const { id } of found) await context.db.deleteFrom('roster_upload').where('id', '=', id).execute()
  return found.length
}
