import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { newId } from '../../platform/ids.ts'
import { loadObject, relationsTo } from './load-version.ts'
import { type ObjectId, needsTextAlternative } from './object.ts'
import { permissions } from './permissions.ts'
import { readUpload } from './read-upload.ts'

/**
 * Adds the next version of a thing from a file's bytes.
 *
 * @returns its number
 * @throws {FormRefused} the file is not one of the kinds that are taken, or its words are missing
 */
export async function addVersion(
  context: Context,
  input: {
    object: ObjectId
    /** Which field the bytes came from, for the words of a refusal. */
    field: 'file' | 'text'
    bytes: Buffer
    language: 'en' | 'fr' | 'und'
    textAlternative: Bilingual
  },
): Promise<number> {
  const object = await loadObject(context, input.object)
  context.authorize(
    permissions['prototypes.prepare'],
    await relationsTo(context, { initiative: object.initiativeId, object: object.id }),
  )
  const upload = readUpload(input.bytes)
  if (upload.kind === 'refused') throw new FormRefused({ [input.field]: `upload.${upload.reason}` })
  if (needsTextAlternative(upload.mediaType)) {
    const missing = (['en', 'fr'] as const).filter((language) => !input.textAlternative[language]?.trim())
    if (missing.length > 0)
      throw new FormRefused(
        Object.fromEntries(missing.map((language) => [`alternative_${language}`, 'error.alternative'])),
      )
  }
  await context.db
    .selectFrom('boundary_object')
    .select('id')
    .where('id', '=', object.id)
    .forUpdate()
    .execute()
  const latest = await context.db
    .selectFrom('object_version')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('object_id', '=', object.id)
    .executeTakeFirst()
  const number = (latest?.number ?? 0) + 1
  const id = newId<'version'>()
  await context.db
    .insertInto('object_version')
    .values({
      network_id: context.network.id,
      id,
      object_id: object.id,
      number,
      media_type: upload.mediaType,
      content: upload.content,
      width: upload.width,
      height: upload.height,
      language: input.language,
      text_alternative: needsTextAlternative(upload.mediaType) ? input.textAlternative : {},
      created_by: actorOf(context).personId,
      created_at: context.now,
    })
    .execute()
  await context.audit({
    action: 'prototypes.add-version',
    subject: { type: 'version', id },
    details: { number, bytes: upload.content.length },
  })
  return number
}
