import type { Locale } from '../../platform/i18n/locale.ts'
import { defineMessages, isTypedKey } from '../../platform/i18n/messages.ts'
import { personErrorWords } from '../people/public.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

/** The words of deciding and answering. */
export const decisionMessages = defineMessages(en, fr)
export type DecisionKey = keyof typeof en

/** The words for what is wrong with a field; of what has none of its own, that it could not be taken. */
export function errorWords(locale: Locale): (key: string) => string {
  const t = decisionMessages(locale)
  return (key) =>
    personErrorWords({ locale }, key) ??
    t(isTypedKey(key) ? key : `error.${key}` in en ? (`error.${key}` as DecisionKey) : 'error.other')
}
