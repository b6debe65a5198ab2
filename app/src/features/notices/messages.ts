import type { Locale } from '../../platform/i18n/locale.ts'
import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }
import type { NoticeKind } from './notice-kinds.ts'

export const messages = defineMessages(en, fr)

/** What somebody is told, in one sentence. */
export const noticeWords = (locale: Locale, kind: NoticeKind): string => messages(locale)(`kind.${kind}`)
