import type { Bilingual } from '../../platform/i18n/bilingual.ts'

/** What may be wrong with the wording of a statement: advice, never a refusal. */
export const wordingWarnings = [
  'two-ideas',
  'negated',
  'long',
  'question',
  'loaded',
  'names-a-person',
  'one-language',
] as const
export type WordingWarning = (typeof wordingWarnings)[number]

type Pattern = Readonly<{ en: RegExp; fr: RegExp }>
const patterns: Readonly<Record<'two-ideas' | 'negated' | 'loaded' | 'names-a-person', Pattern>> = {
  'two-ideas': {
    en: /\b(and|as well as|but also)\b.*\b(should|must|is|are|would|needs?)\b|;/i,
    fr: /\b(et|ainsi que|mais aussi)\b.*\b(devrai(?:t|ent)|doi(?:t|vent)|est|sont|faut)\b|;/i,
  },
  negated: {
    en: /\b(not|never|no longer|don[’']t|doesn[’']t|shouldn[’']t|isn[’']t|aren[’']t|won[’']t|cannot|can[’']t|without)\b/i,
    fr: /\b(ne|n[’'])\s?.*\b(pas|jamais|plus|aucun|aucune)\b|\bsans\b/i,
  },
  loaded: {
    en: /\b(obviously|clearly|of course|everyone knows|surely|ridiculous|broken|disastrous)\b/i,
    fr: /\b(évidemment|clairement|bien sûr|tout le monde sait|sûrement|ridicule|désastreux|désastreuse)\b/i,
  },
  'names-a-person': {
    en: /\b(?:Dr|Mr|Mrs|Ms)\.?\s+\p{Lu}/u,
    fr: /\b(?:Dr|Dre|M|Mme|docteure?)\.?\s+\p{Lu}/u,
  },
}
/** Above this many words a statement takes two readings. */
const mostWords = 25

/** The warnings for one statement, in the order of `wordingWarnings`. */
export function checkWording(wording: Bilingual): readonly WordingWarning[] {
  const texts = (['en', 'fr'] as const).flatMap((language) => {
    const text = wording[language]?.trim()
    return text ? [{ language, text }] : []
  })
  const found = new Set<WordingWarning>()
  for (const { language, text } of texts) {
    for (const [name, pattern] of Object.entries(patterns))
      if (pattern[language].test(text)) found.add(name as keyof typeof patterns)
    if (text.split(/\s+/).length > mostWords) found.add('long')
    if (text.endsWith('?')) found.add('question')
  }
  if (texts.length === 1) found.add('one-language')
  return wordingWarnings.filter((warning) => found.has(warning))
}
