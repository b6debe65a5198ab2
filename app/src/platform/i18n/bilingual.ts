import { z } from 'zod'
import { type Language, type Locale, languageOf, otherLanguage } from './locale.ts'

/** What a person wrote in one or both languages (`zh` and `und` come only from imports). */
export type Bilingual = Readonly<{ [L in Language | 'zh' | 'und']?: string | undefined }>

export const BilingualSchema = z
  .object({ en: z.string(), fr: z.string(), zh: z.string(), und: z.string() })
  .partial()

/** A text and the language it is in, for the reader's locale: theirs if there is one, otherwise what there is. */
export function inLanguage(
  text: Bilingual | null | undefined,
  locale: Locale,
): { text: string; language: string } {
  if (!text) return { text: '', language: languageOf(locale) }
  const order = [languageOf(locale), otherLanguage(locale), 'zh', 'und'] as const
  for (const language of order) {
    const value = text[language]
    if (value !== undefined && value !== '') return { text: value, language }
  }
  return { text: '', language: languageOf(locale) }
}
