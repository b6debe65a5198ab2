import { z } from 'zod'
import { type Bilingual } from '../../platform/i18n/bilingual.ts'

const longest = 4000

/** A text of a form, trimmed; empty where nothing was typed. */
export const text = z.string().trim().max(longest, 'tooLong').optional().default('')

/** A calendar day of a form; null where none was chosen. Messages are keys. */
export const day = z
  .union([z.literal(''), z.iso.date('dayWrong')], 'dayWrong')
  .optional()
  .transform((value) => (value === undefined || value === '' ? null : value))

/** A box that was ticked. */
export const ticked = z.string().optional().transform(Boolean)

/** One or several values of the same name; none where nothing was chosen. */
export const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()))

/** Two fields of a form as one text in two languages, without the empty one. */
export const bilingual = (en: string, fr: string): Bilingual => ({
  ...(en === '' ? {} : { en }),
  ...(fr === '' ? {} : { fr }),
})

/** The fields `name_en` and `name_fr`. */
export const bilingualFields = <const N extends string>(name: N) =>
  ({ [`${name}_en`]: text, [`${name}_fr`]: text }) as { [K in `${N}_en` | `${N}_fr`]: typeof text }
