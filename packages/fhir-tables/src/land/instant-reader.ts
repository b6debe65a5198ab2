const written =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/

/**
 * Makes a function that writes a FHIR instant as text that sorts in time: UTC with nine digits of a second,
 * `2026-01-31T09:15:00.000000000Z`. It remembers hours, of which resources share many.
 *
 * @returns a function that gives null for a text that is not an instant: no such day, no time zone, a year outside
 * 0001–9999. A leap second is the second after it; digits beyond the ninth are cut.
 */
export function instantReader(): (text: string) => string | null {
  const hours = new Map<string, string | null>()
  return (text) => {
    if (!written.test(text)) return null
    const zone = text.endsWith('Z') ? 'Z' : text.slice(-6)
    const fraction = text.slice(20, -zone.length).slice(0, 9).padEnd(9, '0')
    if (text.startsWith('60', 17)) return shown(utc(`${text.slice(0, 17)}59${zone}`, 1000), 19, '', fraction)
    if (zone !== 'Z' && !zone.endsWith('00')) return shown(utc(text.slice(0, 19) + zone), 19, '', fraction)
    const hour = text.slice(0, 13)
    let start = hours.get(hour + zone)
    if (start === undefined) {
      start = utc(`${hour}:00:00${zone}`)
      if (hours.size > 50_000) hours.clear()
      hours.set(hour + zone, start)
    }
    return shown(start, 13, text.slice(13, 19), fraction)
  }
}

function shown(utcText: string | null, length: number, rest: string, fraction: string): string | null {
  return utcText === null ? null : `${utcText.slice(0, length)}${rest}.${fraction}Z`
}

/** A moment in UTC, or so many milliseconds after it; null where there is no such day or year. */
function utc(text: string, later = 0): string | null {
  const day = text.slice(0, 10)
  if (day.startsWith('0000') || !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return null
  const moment = new Date(Date.parse(text) + later).toISOString()
  return moment.length === 24 && !moment.startsWith('0000') ? moment : null
}
