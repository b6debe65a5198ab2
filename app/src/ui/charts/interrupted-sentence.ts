import type { InterruptedMessage } from '@rounds/methods'
import { formatsFor } from '../../platform/i18n/format.ts'
import type { Locale } from '../../platform/i18n/locale.ts'
import { chartMessages, numbersOfWidth } from './chart-messages.ts'

/** What is said of an interrupted series, as a reader's sentences. */
export function interruptedSentence(messages: readonly InterruptedMessage[], locale: Locale): string {
  const t = chartMessages(locale)
  const { date } = formatsFor(locale)
  return messages
    .map(({ key, parameters }) => {
      const { change, last, estimate, lower, upper, points } = parameters
      const number = numbersOfWidth(upper - lower, locale)
      return t(key, {
        change: date(change),
        last: date(last),
        estimate: number(estimate),
        lower: number(lower),
        upper: number(upper),
        points,
      })
    })
    .join(' ')
}
