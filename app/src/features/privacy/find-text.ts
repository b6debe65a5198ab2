import { sql } from 'kysely'
import { mailWith } from '../../platform/mail/forget-mail.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { reasonsWith } from '../decisions/public.ts'
import { noticesWith } from '../notices/public.ts'

/** The shortest text that is looked for: shorter ones stand in half of everything. */
export const shortestSearch = 4
/** How many contributions one page of findings shows. */
export const mostShown = 100

/** Where a text stands. */
export type Findings = Readonly<{
  contributions: readonly Readonly<{
    id: string
    kind: 'need' | 'statement' | 'comment' | 'proposal'
    text: string
    language: string
    wording: Bilingual
  }>[]
  notices: number
  mails: number
  reasons: number
}>

/** Looks for a text, in whatever case, in everything that people wrote here; or takes one contribution by its id. */
export async function findText(context: Context, search: string): Promise<Findings> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(search)
  const inJson = JSON.stringify(search).slice(1, -1)
  const { rows } = await sql<Findings['contributions'][number]>`
    select c.id, c.kind, c.text, c.language, c.wording from contribution c
    left join annotation a on a.network_id = c.network_id and a.contribution_id = c.id
    where c.purged_at is null and (${
      isId
        ? sql`c.id = ${search}`
        : sql`strpos(lower(c.text), lower(${search})) > 0 or strpos(lower(c.wording::text), lower(${inJson})) > 0
          or strpos(lower(coalesce(c.moderation_note::text, '')), lower(${inJson})) > 0
          or strpos(lower(coalesce(a.wording_before, '') || ' ' || coalesce(a.wording_after, '')), lower(${search})) > 0
          or exists (select 1 from version_change v where v.network_id = c.network_id and v.contribution_id = c.id
            and strpos(lower(v.what::text), lower(${inJson})) > 0)`
    }) order by c.id limit ${mostShown}`.execute(context.db)
  return {
    contributions: rows,
    notices: isId ? 0 : await noticesWith(context, search),
    mails: isId ? 0 : await mailWith(context.db, search),
    reasons: isId ? 0 : await reasonsWith(context, search),
  }
}

/** Looks for a text on behalf of the privacy officer; that it was done is logged, what was looked for is not. */
export async function searchToPurge(context: Context, search: string): Promise<Findings | null> {
  if (search.length < shortestSearch) return null
  const found = await findText(context, search)
  await context.audit({
    action: 'privacy.search',
    subject: { type: 'network', id: context.network.id },
    details: { found: found.contributions.length },
  })
  return found
}
