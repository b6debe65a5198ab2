import { z } from 'zod'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { MessageKey } from './messages.ts'

/** One line that has to be there. */
export const shortText = (missing: MessageKey) => z.string(missing).trim().min(1, missing).max(200, 'tooLong')

const oneLanguage = z.string().trim().max(200, 'tooLong').optional()

/** The fields of a form with a name in two languages, of which one is enough. */
export const bilingualFields = <S extends z.ZodRawShape>(missing: MessageKey, shape: S) =>
  z
    .object({ ...shape, name_en: oneLanguage, name_fr: oneLanguage })
    .refine((values) => Object.keys(bilingualOf(values as Names)).length > 0, {
      path: ['name'],
      message: missing,
    })

type Names = { name_en?: string | undefined; name_fr?: string | undefined }

/** The name that a form's two fields hold; a language left empty is not there. */
export const bilingualOf = (values: Names): Bilingual => ({
  ...(values.name_en ? { en: values.name_en } : {}),
  ...(values.name_fr ? { fr: values.name_fr } : {}),
})
