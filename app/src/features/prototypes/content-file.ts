import type { Context } from '../../platform/http/context.ts'
import type { FileReply } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { languageTag } from '../../platform/i18n/locale.ts'
import { type Version, seeVersion } from './load-version.ts'
import { sectionsOf } from './markdown.ts'
import { type ObjectId, isPicture } from './object.ts'

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const style =
  'body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.5 system-ui,sans-serif}' +
  'table{border-collapse:collapse}td,th{border:1px solid #7a868f;padding:.25rem .5rem;text-align:start}'

function asDocument(version: Version, context: Context): string {
  const language = version.language === 'und' ? languageTag(context.locale) : version.language
  const body = sectionsOf(version.text ?? '', 0)
    .map(({ html }) => html)
    .join('')
  const title = escapeHtml(inLanguage(version.object.title, context.locale).text)
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body>${body}</body></html>`
}

/**
 * A version's content by itself, always sandboxed: a picture as it is, a text as a page without anything that runs,
 * a document as a download (no browser opens a PDF in a sandbox, and none of ours opens one outside).
 */
export async function contentFile(
  context: Context,
  at: { object: ObjectId; number: number },
): Promise<FileReply> {
  const { version } = await seeVersion(context, at)
  if (version.text !== null)
    return {
      kind: 'file',
      content: asDocument(version, context),
      type: 'text/html; charset=utf-8',
      sandboxed: true,
    }
  const { content } = await context.db
    .selectFrom('object_version')
    .select('content')
    .where('id', '=', version.id)
    .executeTakeFirstOrThrow()
  return {
    kind: 'file',
    content,
    type: version.mediaType,
    sandboxed: true,
    ...(isPicture(version.mediaType) ? {} : { filename: `version-${version.number}.pdf` }),
  }
}
