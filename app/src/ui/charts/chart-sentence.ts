import type { ChartMessage } from '@rounds/methods'
import { formatsFor } from '../../platform/i18n/format.ts'
import type { Locale } from '../../platform/i18n/locale.ts'
import { chartMessages, numbersOfWidth } from './chart-messages.ts'

/** What is said of a run or control chart, as a reader's sentences. */
export function chartSentence(messages: readonly ChartMessage[], locale: Locale): string {
  const t = chartMessages(locale)
  const { date } = formatsFor(locale)
  return messages
    .map(({ key, parameters }) => {
      const { center, lower, upper, scale } = parameters
      const width = lower !== null && upper !== null && upper > lower ? upper - lower : Math.abs(center)
      const number = numbersOfWidth(width, locale, scale)
      return t(key, {
        ...parameters,
        date: date(parameters.date),
        since: date(parameters.since),
        value: number(parameters.value),
        center: number(center),
        lower: number(lower),
        upper: number(upper),
        target: number(parameters.target),
        limits: lower === null ? 'no' : 'yes',
      })
    })
    .join(' ')
}
