import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

/** The words for what happens to a contribution, the same wherever it is shown. */
export const contributionMessages = defineMessages(en, fr)
