import { IntlMessageFormat } from 'intl-messageformat'
import { type Language, type Locale, languageOf, languageTag } from './locale.ts'
import platformEn from './messages.en.json' with { type: 'json' }
import platformFr from './messages.fr.json' with { type: 'json' }

export type Parameters = Readonly<Record<string, string | number | Date>>
export type Translate<Key extends string> = (key: Key, parameters?: Parameters) => string

/** What the platform itself says of a field: every feature's translator knows these keys. */
export type TypedKey = keyof typeof platformEn
export const isTypedKey = (key: string): key is TypedKey => key in platformEn

/** Each line alone, as a page may put the first of them somewhere else. */
const bracket = (text: string): string => `⟦${text.replaceAll('\n', '⟧\n⟦')}⟧`

/** French puts a space before these marks at which no line may break; catalogues are written with a plain one. */
const unbroken = (text: string): string =>
  text.replace(/ (?=[»%$](?!\w)|:(?!:))/g, '\u00A0').replace(/« /g, '«\u00A0')

/** A sentence that ends in “a.m.” has its full stop. */
const oneStop = (text: string): string => text.replace(/([ap]\.m\.)\./g, '$1')

/**
 * Binds a feature's sentences in both languages and returns a translator for a locale.
 *
 * Sentences are ICU messages; those of the platform about any field of any form come along. `pseudo` gives the English in brackets, so that a test finds any text that
 * does not come from here. A key that is missing in French does not compile.
 */
export function defineMessages<const M extends Record<string, string>>(
  en: M,
  fr: { readonly [K in keyof M]: string },
): (locale: Locale) => Translate<(keyof M & string) | TypedKey> {
  const catalogues: Record<Language, Record<string, string>> = {
    en: { ...platformEn, ...en },
    fr: { ...platformFr, ...fr },
  }
  const formats = new Map<string, IntlMessageFormat>()
  return (locale) => (key, parameters) => {
    const cacheKey = `${languageOf(locale)} ${key}`
    let format = formats.get(cacheKey)
    if (!format) {
      const source = catalogues[languageOf(locale)][key]
      if (source === undefined) throw new TypeError(`no message named ${key}`)
      const written = languageOf(locale) === 'fr' ? unbroken(source) : source
      format = new IntlMessageFormat(written, languageTag(locale), undefined, { ignoreTag: true })
      formats.set(cacheKey, format)
    }
    const text = oneStop(String(format.format(parameters as Record<string, string | number | Date>)))
    return locale === 'pseudo' ? bracket(text) : text
  }
}
