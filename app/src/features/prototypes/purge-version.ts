import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { writtenPattern } from '../../platform/privacy/purge-text.ts'

/** A version's file, for those who remove what should not be in it. */
export type FoundFile = Readonly<{ id: string; title: Bilingual; number: number; mediaType: string }>

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')

/**
 * A text as it can stand in the bytes of a PDF's or a picture's own notes, written out as `encode(…, 'escape')` does:
 * as UTF-8, as Latin 1, or with two bytes a letter.
 */
function inBytes(text: string): string {
  const letter = (one: string): string => {
    if (/\s/.test(one)) return '(\\s|\\\\[0-7]{3})+'
    const written = (bytes: Buffer) =>
      [...bytes]
        .map((byte) =>
          byte < 128 ? escaped(String.fromCharCode(byte)) : `\\\\${byte.toString(8).padStart(3, '0')}`,
        )
        .join('')
    const ways = new Set([written(Buffer.from(one)), written(Buffer.from(one, 'latin1'))])
    return `(${[...ways].join('|')})(\\\\000)*`
  }
  return Array.from(text.trim().replace(/\s+/g, ' '), letter).join('')
}

const inMarkdown = (text: string) =>
  sql<boolean>`convert_from(v.content, 'UTF8') ~* ${escaped(text.trim()).replace(/\s+/g, '\\s+')}`

/** The files in which a text stands: in a text, or readable in the bytes of a PDF or a picture. Compressed parts are not looked into. */
export async function filesWith(context: Context, text: string): Promise<readonly FoundFile[]> {
  return filesWhere(
    context,
    sql`case when v.media_type = 'text/markdown' then ${inMarkdown(text)}
      else encode(v.content, 'escape') ~* ${inBytes(text)} end`,
  )
}

/** The file of a version, by its address (`/objects/ID/versions/NUMBER`, alone or at the end of a longer one). */
export async function fileAt(context: Context, address: string): Promise<readonly FoundFile[]> {
  const match = /\/objects\/([0-9a-f-]{36})\/versions\/(\d{1,6})\/?$/i.exec(address.trim())
  if (!match) return []
  return filesWhere(context, sql`v.object_id::text = lower(${match[1]}) and v.number = ${Number(match[2])}`)
}

async function filesWhere(
  context: Context,
  condition: ReturnType<typeof sql>,
): Promise<readonly FoundFile[]> {
  const { rows } = await sql<FoundFile>`
    select v.id, o.title, v.number, v.media_type as "mediaType" from object_version v
    join boundary_object o on o.network_id = v.network_id and o.id = v.object_id
    where v.purged_at is null and (${condition}) order by v.object_id, v.number limit 50`.execute(context.db)
  return rows
}

/** Removes the files of versions as a whole, with their words for those who can't see; that they were there stays. @returns how many */
export async function purgeFiles(context: Context, versions: readonly string[]): Promise<number> {
  if (versions.length === 0) return 0
  const { numUpdatedRows } = await context.db
    .updateTable('object_version')
    .set({
      media_type: 'text/markdown',
      content: Buffer.alloc(0),
      width: null,
      height: null,
      text_alternative: {},
      purged_at: context.now,
    })
    .where('id', 'in', versions)
    .where('purged_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Takes a text out of all texts that people design around. @returns out of how many */
export async function purgeFromTexts(context: Context, text: string): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select v.id from object_version v where v.purged_at is null
      and case when v.media_type = 'text/markdown' then ${inMarkdown(text)} else false end
    order by v.id for update`.execute(context.db)
  for (const { id } of rows) {
    const { content } = await context.db
      .selectFrom('object_version')
      .select('content')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await context.db
      .updateTable('object_version')
      .set({ content: Buffer.from(content.toString().replace(writtenPattern(text), '…')) })
      .where('id', '=', id)
      .execute()
  }
  return rows.length
}
