import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

/** The words about what is kept, why, and how it goes. */
export const privacyMessages = defineMessages(en, fr)
export type PrivacyKey = keyof typeof en
