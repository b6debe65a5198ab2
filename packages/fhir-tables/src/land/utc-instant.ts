import { Buffer } from 'node:buffer'

/** Bytes of an instant as `writeUtc` writes it: `2026-01-31T09:15:00.000000000Z`. */
export const utcLength = 30

/** Where the nine digits after the point begin and end. */
const fraction = 20
const fractionEnd = 29

/**
 * Writes a FHIR instant as text that sorts in time: UTC with nine digits of a second.
 *
 * A leap second is the second after it; digits beyond the ninth are cut.
 *
 * @returns false, the target being of no use, if the bytes from `start` to `end` are no instant: no such day, no time
 * zone, a year outside 0001–9999
 */
export function writeUtc(bytes: Buffer, start: number, end: number, target: Buffer): boolean {
  const isShort = end - start < 20
  if (isShort || bytes[start + 4] !== 0x2d || bytes[start + 7] !== 0x2d || bytes[start + 10] !== 0x54)
    return false
  if (bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return false
  const ofCentury = two(bytes, start + 2)
  const year = 100 * two(bytes, start) + ofCentury
  const month = two(bytes, start + 5)
  const day = two(bytes, start + 8)
  const hour = two(bytes, start + 11)
  const minute = two(bytes, start + 14)
  const second = two(bytes, start + 17)
  if (ofCentury < 0 || year < 1) return false
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false
  let at = start + 19
  let digit = fraction
  if (bytes[at] === 0x2e) {
    at++
    const first = at
    for (let byte = bytes[at]!; byte >= 0x30 && byte <= 0x39 && at < end; byte = bytes[++at]!) {
      if (digit < fractionEnd) target[digit++] = byte
    }
    if (at === first) return false
  }
  while (digit < fractionEnd) target[digit++] = 0x30
  target[fraction - 1] = 0x2e
  target[fractionEnd] = 0x5a
  const offset = offsetOf(bytes, at, end)
  if (offset === null) return false
  for (let place = 0; place < fraction - 1; place++) target[place] = bytes[start + place]!
  const minutes = hour * 60 + minute - offset
  if (second === 60 || minutes < 0 || minutes >= 1440)
    return writeSeconds((dayNumber(year, month, day) * 24 * 60 + minutes) * 60 + second, target)
  if (offset !== 0) {
    writeTwo(target, 11, Math.floor(minutes / 60))
    writeTwo(target, 14, minutes % 60)
  }
  return true
}

/** The same of a text, as text; null where it is no instant. */
export function utcInstant(text: string): string | null {
  const bytes = Buffer.from(text)
  const target = Buffer.alloc(utcLength)
  return writeUtc(bytes, 0, bytes.length, target) ? target.toString('latin1') : null
}

/** The number in two digits; −1 where others stand there. */
function two(bytes: Buffer, start: number): number {
  const tens = bytes[start]! - 0x30
  const ones = bytes[start + 1]! - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -1
}

/** Minutes that a zone is ahead of UTC, if it stands from `at` to `end`. */
function offsetOf(bytes: Buffer, at: number, end: number): number | null {
  if (bytes[at] === 0x5a) return at === end - 1 ? 0 : null
  if (at !== end - 6 || bytes[at + 3] !== 0x3a || (bytes[at] !== 0x2b && bytes[at] !== 0x2d)) return null
  const hours = two(bytes, at + 1)
  const minutes = two(bytes, at + 4)
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return null
  return (bytes[at] === 0x2d ? -1 : 1) * (hours * 60 + minutes)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1 March of the year 0, from which a leap day ends its year. */
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400)
  return shifted * 365 + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
}

/** Writes the numbers of a moment over those that stand in the target. */
function writeSeconds(seconds: number, target: Buffer): boolean {
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  const era = Math.floor(days / 146_097)
  const ofEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * ofYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  if (year < 1 || year > 9999) return false
  writeTwo(target, 0, Math.floor(year / 100))
  writeTwo(target, 2, year % 100)
  writeTwo(target, 5, month)
  writeTwo(target, 8, ofYear - Math.floor((153 * shifted + 2) / 5) + 1)
  writeTwo(target, 11, Math.floor(rest / 3600))
  writeTwo(target, 14, Math.floor(rest / 60) % 60)
  writeTwo(target, 17, rest % 60)
  return true
}

function writeTwo(target: Buffer, start: number, value: number): void {
  const tens = Math.floor(value / 10)
  target[start] = 0x30 + tens
  target[start + 1] = 0x30 + value - 10 * tens
}
