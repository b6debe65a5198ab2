import { parse } from 'csv-parse/sync'
import { fold } from '../../platform/i18n/fold.ts'
import type { Language } from '../../platform/i18n/locale.ts'
import columns from './roster-columns.json' with { type: 'json' }

export type Calling = 'physician' | 'manager' | 'partner' | 'staff'

/** What a roster may say of a person's stratum: its code, and the words its column and its values may use. */
export type RosterStratum = Readonly<{
  code: string
  labels: readonly string[]
  values: readonly { code: string; labels: readonly string[] }[]
}>

export type RosterRow = Readonly<{
  line: number
  key: string
  givenName: string
  familyName: string
  email: string
  language: Language
  calling: Calling
  organisation: string
  organisationName: string
  job: string
  joinedOn: string
  /** Stratum code → value code, for the strata that the file has a column of. */
  values: Readonly<Record<string, string>>
}>

/** Why a line is not taken; `key` is there where it could be read. */
export type Rejection = Readonly<{
  line: number
  key: string | null
  reason:
    | 'malformed'
    | 'no-key'
    | 'key-reserved'
    | 'key-twice'
    | 'key-zeros'
    | 'key-rounded'
    | 'no-name'
    | 'email'
    | 'email-twice'
    | 'language'
    | 'calling'
    | 'no-organisation'
    | 'joined'
    | 'value'
    | 'too-long'
  column?: string
  value?: string
}>

/** Why no line of a file can be read. */
export type UnreadableRoster = Readonly<{
  kind: 'unreadable'
  reason: 'empty' | 'spreadsheet' | 'columns-missing'
  /** The columns that are missing. */
  columns: readonly string[]
  /** The titles that the file has. */
  titles: readonly string[]
}>
export type ReadRoster = Readonly<{
  kind: 'read'
  rows: readonly RosterRow[]
  rejected: readonly Rejection[]
  /** Codes of the strata that the file has a column of; it says nothing of the others. */
  strata: readonly string[]
}>

type Column = keyof typeof columns
const required: readonly Column[] = ['key', 'given_name', 'family_name', 'email', 'organisation']
/** Keys of people who were added here by hand: no file may use them. */
export const localKey = 'local:'

/** Words compared without case, accents, spaces and marks. */
const plain = (text: string): string => fold(text).replaceAll(' ', '')

/** Whether a file is a spreadsheet's own, of Excel or LibreOffice, old or new: a zip, or a compound file. */
const isWorkbook = (content: Uint8Array): boolean =>
  ['504b0304', 'd0cf11e0'].includes(Buffer.from(content.subarray(0, 4)).toString('hex'))

/** UTF-8, with or without its mark; UTF-16 by its mark; or else Windows-1252, which every other file of an office is. */
export function decodeRoster(content: Uint8Array): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return new TextDecoder('windows-1252').decode(content)
  }
}

/** A record, with the line of the file on which it begins. */
type Split = { cells: readonly string[]; line: number }

function split(text: string, delimiter: string): { lines: Split[]; malformed: number[] } {
  const rows = text.split('\n')
  const lines: Split[] = []
  const malformed: number[] = []
  let end = 0
  /** The first line after the last record that is not empty. */
  const begin = (): number => {
    let line = end + 1
    while (line < rows.length && rows[line - 1]?.trim() === '') line += 1
    return line
  }
  parse(text, {
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_record: (({ record, info }: { record: string[]; info: { lines: number } }) => {
      lines.push({ cells: record, line: begin() })
      end = info.lines
      return null
    }) as never,
    on_skip: (error) => {
      malformed.push(begin())
      const at: unknown = (error as { lines?: number } | undefined)?.lines
      if (typeof at === 'number') end = at
    },
  })
  return { lines, malformed }
}

/** The line by which a spreadsheet is told the delimiter. */
const isSeparatorLine = (cells: readonly string[]): boolean => /^sep=/i.test(cells[0] ?? '')

/** The delimiter is what separates the header: a decimal comma further down deceives nobody. */
function delimiterOf(header: string): string {
  const named = (delimiter: string) =>
    header.split(delimiter).filter((cell) => columnNamed(cell.replaceAll('"', '')) !== null).length
  return [';', '\t', ','].toSorted((a, b) => named(b) - named(a))[0] ?? ','
}

function columnNamed(title: string): Column | null {
  const wanted = plain(title)
  const found = (Object.entries(columns) as [Column, readonly string[]][]).find(
    ([name, words]) => plain(name) === wanted || words.some((word) => plain(word) === wanted),
  )
  return found?.[0] ?? null
}

const stratumNamed = (title: string, strata: readonly RosterStratum[]): RosterStratum | undefined =>
  strata.find((one) => [one.code, ...one.labels].some((word) => plain(word) === plain(title)))

type Layout = {
  at: ReadonlyMap<Column, number>
  strata: readonly RosterColumn[]
}
/** A column of a stratum; `codes` by every word its values may be written with. */
type RosterColumn = { stratum: RosterStratum; at: number; title: string; codes: ReadonlyMap<string, string> }

const codesOf = (stratum: RosterStratum): ReadonlyMap<string, string> =>
  new Map(
    stratum.values
      .toReversed()
      .flatMap((value) => [value.code, ...value.labels].map((word) => [plain(word), value.code] as const)),
  )

function layoutOf(header: readonly string[], strata: readonly RosterStratum[]): Layout {
  const at = new Map<Column, number>()
  const of: RosterColumn[] = []
  for (const [index, title] of header.entries()) {
    const column = columnNamed(title)
    const stratum = column === null ? stratumNamed(title, strata) : undefined
    if (column !== null && !at.has(column)) at.set(column, index)
    else if (stratum) of.push({ stratum, at: index, title, codes: codesOf(stratum) })
  }
  return { at, strata: of }
}

/** A calendar day as files write it: `2024-02-29` or `2024/2/29`; null when it is no day. */
function dayOf(text: string): string | null {
  const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (!parts) return null
  const day = `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`
  const date = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : day
}

const languages: Readonly<Record<string, Language>> = {
  '': 'en',
  en: 'en',
  english: 'en',
  anglais: 'en',
  fr: 'fr',
  french: 'fr',
  francais: 'fr',
  français: 'fr',
}
const callings: Readonly<Record<string, Calling>> = {
  '': 'physician',
  physician: 'physician',
  medecin: 'physician',
  médecin: 'physician',
  manager: 'manager',
  gestionnaire: 'manager',
  partner: 'partner',
  partenaire: 'partner',
  staff: 'staff',
  personnel: 'staff',
}

/**
 * Reads a roster: comma, semicolon or tab; UTF-8 or Windows-1252; titles in English or French.
 *
 * Columns: key, given name, family name, e-mail, organisation (its code) are needed; language (en), calling
 * (physician), organisation name, job, joined (today) are not; then one column for each roster stratum, holding
 * codes or labels. One bad line is one rejection; the others are read.
 *
 * @param today what `joined` is where the file does not say, `YYYY-MM-DD`
 */
export function readRoster(
  content: Uint8Array,
  strata: readonly RosterStratum[],
  today: string,
): ReadRoster | UnreadableRoster {
  const unreadable = (
    reason: UnreadableRoster['reason'],
    rest: { columns: readonly string[]; titles: readonly string[] } = { columns: [], titles: [] },
  ): UnreadableRoster => ({ kind: 'unreadable', reason, ...rest })
  if (isWorkbook(content)) return unreadable('spreadsheet')
  const text = decodeRoster(content).replaceAll('\0', '\u{fffd}').replaceAll(/\r\n?/g, '\n')
  const header = /^(?:\s*\n|sep=.\n)*(.*)/i.exec(text)?.[1] ?? ''
  const { lines, malformed } = split(text, delimiterOf(header))
  const [first, ...rest] = lines.filter(({ cells }) => !isSeparatorLine(cells))
  if (!first || rest.length + malformed.length === 0) return unreadable('empty')
  const layout = layoutOf(first.cells, strata)
  const missing = required.filter((column) => !layout.at.has(column))
  if (missing.length > 0) return unreadable('columns-missing', { columns: missing, titles: first.cells })
  const rejected: Rejection[] = malformed.map((line) => ({ line, key: null, reason: 'malformed' }))
  const rows: RosterRow[] = []
  const seen = { keys: new Set<string>(), emails: new Set<string>() }
  for (const { cells, line } of rest) {
    const row = readLine(cells, line, layout, today)
    const twice = 'reason' in row ? null : seenTwice(row, seen)
    if ('reason' in row) rejected.push(row)
    else if (twice) rejected.push(twice)
    else rows.push(row)
  }
  return {
    kind: 'read',
    rows,
    rejected: rejected.toSorted((a, b) => a.line - b.line),
    strata: layout.strata.map(({ stratum }) => stratum.code),
  }
}

function seenTwice(row: RosterRow, seen: { keys: Set<string>; emails: Set<string> }): Rejection | null {
  const { line, key, email } = row
  if (seen.keys.has(key)) return { line, key, reason: 'key-twice', value: key }
  if (seen.emails.has(email)) return { line, key, reason: 'email-twice' }
  seen.keys.add(key)
  seen.emails.add(email)
  return null
}

function readLine(
  cells: readonly string[],
  line: number,
  layout: Layout,
  today: string,
): RosterRow | Rejection {
  const cell = (column: Column): string => cells[layout.at.get(column) ?? -1] ?? ''
  const key = cell('key')
  const refused = (
    reason: Rejection['reason'],
    more: { column?: string; value?: string } = {},
  ): Rejection => ({
    line,
    key: key === '' ? null : key,
    reason,
    ...more,
  })
  if (key === '') return refused('no-key')
  if (key.startsWith(localKey)) return refused('key-reserved', { value: key })
  if (/^\d([.,]\d+)?E\+\d+$/i.test(key)) return { line, key: null, reason: 'key-rounded', value: key }
  if (cells.some((value) => value.length > 300)) return refused('too-long')
  if (cells.some((value) => value.includes('\u{fffd}'))) return refused('malformed')
  if (cell('given_name') === '' || cell('family_name') === '') return refused('no-name')
  const email = cell('email').toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return refused('email', { value: cell('email') })
  const language = languages[cell('language').toLowerCase()]
  if (!language) return refused('language', { value: cell('language') })
  const calling = callings[cell('calling').toLowerCase()]
  if (!calling) return refused('calling', { value: cell('calling') })
  if (cell('organisation') === '') return refused('no-organisation')
  const joinedOn = cell('joined') === '' ? today : dayOf(cell('joined'))
  if (joinedOn === null) return refused('joined', { value: cell('joined') })
  const values: Record<string, string> = {}
  for (const { stratum, at, title, codes } of layout.strata) {
    const wanted = cells[at] ?? ''
    if (wanted === '') continue
    const value = codes.get(plain(wanted))
    if (value === undefined) return refused('value', { column: title, value: wanted })
    values[stratum.code] = value
  }
  return {
    line,
    key,
    givenName: cell('given_name'),
    familyName: cell('family_name'),
    email,
    language,
    calling,
    organisation: cell('organisation'),
    organisationName: cell('organisation_name'),
    job: cell('job'),
    joinedOn,
    values,
  }
}
