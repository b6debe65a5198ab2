/** How long the raw words of what was said are kept after its round has closed, where a network says nothing else. In months. */
export const usualMonths = 24
/** Messages that were sent, in days. */
export const mailDays = 90
/** What messages say that the mail server refused, in days: until then they can be tried again. */
export const failedMailDays = 14
/** What a person was told, in days. */
export const noticeDays = 365

/** The moment so many calendar months before another; the last day of a shorter month. */
export function monthsBefore(moment: Date, months: number): Date {
  const day = moment.getUTCDate()
  const before = new Date(moment)
  before.setUTCDate(1)
  before.setUTCMonth(before.getUTCMonth() - months)
  const lastDay = new Date(Date.UTC(before.getUTCFullYear(), before.getUTCMonth() + 1, 0)).getUTCDate()
  before.setUTCDate(Math.min(day, lastDay))
  return before
}

export const daysBefore = (moment: Date, days: number): Date => new Date(moment.getTime() - days * 86_400_000)
