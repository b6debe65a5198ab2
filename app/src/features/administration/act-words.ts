import type { Locale } from '../../platform/i18n/locale.ts'
import en from './messages.en.json' with { type: 'json' }
import { messages } from './messages.ts'

type Key = keyof typeof en & `act.${string}`
const isKey = (key: string): key is Key => Object.hasOwn(en, key)

/** Every act that the log has words for. */
export const acts = Object.keys(en).flatMap((key) => (key.startsWith('act.') ? [key.slice(4)] : []))

/** What somebody did, as a sentence without its subject; null for an act that another version wrote. */
export function actWords(locale: Locale, action: string): string | null {
  const key = `act.${action}`
  return isKey(key) ? messages(locale)(key) : null
}
