import type { Locale } from '../../platform/i18n/locale.ts'
import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

/** The words of everybody's own pages. */
export const homeMessages = defineMessages(en, fr)

/** What somebody is told, in words that fit on a card; of a kind that is not known, that there is news. */
export function replyWords(locale: Locale, kind: string): string {
  const key = `reply.${kind}`
  return homeMessages(locale)(key in en ? (key as keyof typeof en) : 'reply.other')
}
