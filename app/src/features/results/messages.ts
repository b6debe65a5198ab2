import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

export const resultMessages = defineMessages(en, fr)

/** A sentence without parameters in both languages. */
export const inBoth = (key: keyof typeof en): Bilingual => ({
  en: resultMessages('en')(key),
  fr: resultMessages('fr')(key),
})
