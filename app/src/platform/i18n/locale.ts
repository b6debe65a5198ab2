/** The languages of the pages. `pseudo` is a bracketed English that shows untranslated text. */
export const locales = ['en', 'fr', 'pseudo'] as const
export type Locale = (typeof locales)[number]
export type Language = 'en' | 'fr'

/** The tag given to `Intl` and to `<html lang>`. */
export const languageTag = (locale: Locale): 'en-CA' | 'fr-CA' => (locale === 'fr' ? 'fr-CA' : 'en-CA')

/** The language of a locale. */
export const languageOf = (locale: Locale): Language => (locale === 'fr' ? 'fr' : 'en')

/** The language to offer in the toggle. */
export const otherLanguage = (locale: Locale): Language => (locale === 'fr' ? 'en' : 'fr')

/** The best of the languages in an Accept-Language header, English where none fits. */
export function languageFrom(header: string | undefined): Language {
  for (const part of (header ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim().toLowerCase() ?? ''
    if (tag.startsWith('fr')) return 'fr'
    if (tag.startsWith('en')) return 'en'
  }
  return 'en'
}
