import { type Locale, languageTag } from './locale.ts'

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>()
function cached<F extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => F): F {
  let format = cache.get(key) as F | undefined
  if (!format) cache.set(key, (format = make()))
  return format
}

const toDate = (value: Date | string): Date =>
  typeof value === 'string' ? new Date(`${value.slice(0, 10)}T12:00:00Z`) : value

/**
 * Dates and numbers as a Canadian reads them in each language; times in the network's zone.
 *
 * Dates without a time (`YYYY-MM-DD`) are calendar days and keep their day in every zone.
 */
export function formatsFor(locale: Locale, timeZone = 'America/St_Johns') {
  const tag = languageTag(locale)
  const dates = (key: string, options: Intl.DateTimeFormatOptions) =>
    cached(`${tag} ${timeZone} ${key}`, () => new Intl.DateTimeFormat(tag, options))
  const zoneOf = (value: Date | string): string => (typeof value === 'string' ? 'UTC' : timeZone)
  // Intl writes “1 mars”; in French the first of a month is “1er mars”.
  const firstOfMonth = (text: string): string =>
    locale === 'fr' ? text.replace(/(^|\s)1(?=\s\p{L})/u, '$11er') : text
  // “16 h 30” is one word to a reader; a full hour is “16 h”.
  const oneHour = (text: string): string =>
    text.replace(/(\d)\sh\s(\d\d)/, (_, hour: string, minute: string) =>
      minute === '00' ? `${hour}\u00A0h` : `${hour}\u00A0h\u00A0${minute}`,
    )
  return {
    date: (value: Date | string): string =>
      firstOfMonth(
        dates(`d${zoneOf(value)}`, {
          day: 'numeric',
          month: 'long',
          year: 'numeric',
          timeZone: zoneOf(value),
        }).format(toDate(value)),
      ),
    shortDate: (value: Date | string): string =>
      firstOfMonth(
        dates(`s${zoneOf(value)}`, { day: 'numeric', month: 'short', timeZone: zoneOf(value) }).format(
          toDate(value),
        ),
      ),
    dateTime: (value: Date): string =>
      oneHour(
        firstOfMonth(
          dates('dt', {
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            hour: 'numeric',
            minute: '2-digit',
            // As hospitals write the hour, and as our own sentences do.
            hourCycle: 'h23',
            timeZone,
          }).format(value),
        ),
      ),
    time: (value: Date): string =>
      dates('t', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(value),
    number: (value: number, digits = 0): string =>
      cached(`${tag} n${digits}`, () => new Intl.NumberFormat(tag, { maximumFractionDigits: digits })).format(
        value,
      ),
    percent: (value: number, digits = 0): string =>
      cached(
        `${tag} p${digits}`,
        () => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: digits }),
      ).format(value),
    money: (cents: number): string =>
      cached(
        `${tag} m`,
        () =>
          new Intl.NumberFormat(tag, {
            style: 'currency',
            currency: 'CAD',
            trailingZeroDisplay: 'stripIfInteger',
          }),
      ).format(cents / 100),
  }
}

export type Formats = ReturnType<typeof formatsFor>
