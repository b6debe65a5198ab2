import type { ChartMessage } from '@rounds/methods'
import { formatsFor } from '../../platform/i18n/format.ts'
import type { Locale } from '../../platform/i18n/locale.ts'
import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

/** The sentences of charts, in both languages. */
export const chartMessages = defineMessages(en, fr)

/** What a method says of a chart, as a reader's sentences. */
export function chartSentence(messages: readonly ChartMessage[], locale: Locale): string {
  const t = chartMessages(locale)
  const { date } = formatsFor(locale)
  return messages
    .map(({ key, parameters }) => {
      const number = numbersOf(parameters, locale)
      return t(key, {
        ...parameters,
        date: date(parameters.date),
        since: date(parameters.since),
        value: number(parameters.value),
        center: number(parameters.center),
        lower: number(parameters.lower),
        upper: number(parameters.upper),
        target: number(parameters.target),
        limits: parameters.lower === null ? 'no' : 'yes',
      })
    })
    .join(' ')
}

/** Values with as many decimals as tell them apart: three digits of the width of the limits. */
function numbersOf(
  { center, lower, upper, scale }: ChartMessage['parameters'],
  locale: Locale,
): (value: number | null) => string {
  const width = lower !== null && upper !== null && upper > lower ? upper - lower : Math.abs(center)
  const decimals = width > 0 ? 2 - Math.floor(Math.log10(width)) : 0
  const { number, percent } = formatsFor(locale)
  const digits = Math.min(20, Math.max(0, scale === 'share' ? decimals - 2 : decimals))
  return (value) => (value === null ? '' : scale === 'share' ? percent(value, digits) : number(value, digits))
}
