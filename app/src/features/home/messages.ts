import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

/** The words of everybody's own pages. */
export const homeMessages = defineMessages(en, fr)
