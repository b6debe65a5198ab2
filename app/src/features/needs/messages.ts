import type { Locale } from '../../platform/i18n/locale.ts'
import { defineMessages, isTypedKey } from '../../platform/i18n/messages.ts'
import { personErrorWords } from '../people/public.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

export const messages = defineMessages(en, fr)

/** What is wrong with a field, in words; a message that is not ours says only that it can't be taken. */
export const errorWords =
  (locale: Locale) =>
  (key: string): string =>
    personErrorWords({ locale }, key) ??
    messages(locale)(isTypedKey(key) ? key : key in en ? (key as keyof typeof en) : 'error.other')
