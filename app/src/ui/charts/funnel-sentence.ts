import type { FunnelMessage } from '@rounds/methods'
import type { Locale } from '../../platform/i18n/locale.ts'
import { chartMessages, numbersOfWidth } from './chart-messages.ts'

/** What is said of a funnel, as a reader's sentences. */
export function funnelSentence(messages: readonly FunnelMessage[], locale: Locale): string {
  const t = chartMessages(locale)
  return messages
    .map(({ key, parameters }) => {
      const { phi, ...counts } = parameters
      return t(key, { ...counts, phi: numbersOfWidth(phi ?? 0, locale)(phi) })
    })
    .join(' ')
}
