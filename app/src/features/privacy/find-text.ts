import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { countText } from '../../platform/privacy/purge-text.ts'
import { type FoundFile, fileAt, filesWith } from '../prototypes/public.ts'

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
  /** Versions of what people design around whose file holds it. */
  files: readonly FoundFile[]
  /** How many texts elsewhere hold it: titles, charters, reasons, messages, notices and all others. */
  elsewhere: number
}>

/** Tables whose texts are found as contributions. */
const asContributions = ['contribution', 'annotation', 'version_change']

/** Looks for a text, in whatever case, in everything that people wrote here; or takes one contribution by its id, or one version by its address. */
export async function findText(context: Context, search: string): Promise<Findings> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(search)
  const named = await fileAt(context, search)
  if (named.length > 0) return { contributions: [], files: named, elsewhere: 0 }
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
          or strpos(lower(coalesce(a.outcome_reason::text, '')), lower(${inJson})) > 0
          or exists (select 1 from version_change v where v.network_id = c.network_id and v.contribution_id = c.id
            and strpos(lower(v.what::text), lower(${inJson})) > 0)`
    }) order by c.id limit ${mostShown}`.execute(context.db)
  return {
    contributions: rows,
    files: isId ? [] : await filesWith(context, search),
    elsewhere: isId ? 0 : await countText(context.db, search, rows.length > 0 ? asContributions : []),
  }
}

/** Looks for a text on behalf of the privacy officer; that it was done is logged, what was looked for is not. */
export async function searchToPurge(context: Context, search: string): Promise<Findings | null> {
  if (search.length < shortestSearch) return null
  const found = await findText(context, search)
  await context.audit({
    action: 'privacy.search',
    subject: { type: 'network', id: context.network.id },
    details: { found: found.contributions.length + found.files.length + found.elsewhere },
  })
  return found
}
