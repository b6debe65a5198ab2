import type { Context } from '../../platform/http/context.ts'
import { messages } from './messages.ts'
import type { Median, Rate } from './models.ts'

type Reader = Pick<Context, 'locale' | 'formats'>

/** A share in words, with its interval, or why there is none. */
export function rateWords(rate: Rate, { locale, formats }: Reader): string {
  const t = messages(locale)
  if (rate.kind !== 'shown') return t(`rate.${rate.kind}`)
  return t('rate.shown', {
    share: formats.percent(rate.rate.share),
    of: formats.number(rate.of),
    lower: formats.percent(rate.rate.lower),
    upper: formats.percent(rate.rate.upper),
  })
}

/** A median of days in words, with its interval where there is one, or why there is none. */
export function daysWords(days: Median, { locale, formats }: Reader): string {
  const t = messages(locale)
  if (days.kind !== 'shown') return t(`rate.${days.kind}`)
  const median = formats.number(days.median, 1)
  const of = formats.number(days.of)
  if (days.interval === null) return t('days.short', { median, of })
  return t('days.shown', {
    median,
    of,
    lower: formats.number(days.interval[0]),
    upper: formats.number(days.interval[1]),
  })
}
