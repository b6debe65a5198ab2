import { createHash } from 'node:crypto'

/** What looks like a patient's data in a text, and where: UTF-16 offsets, end exclusive. */
export type PatientDataFinding = Readonly<{
  kind: 'health-card' | 'phone' | 'date-of-birth' | 'record-number'
  start: number
  end: number
}>

type Pattern = Readonly<{
  kind: PatientDataFinding['kind']
  pattern: RegExp
  /** Says no to a match that the pattern alone can't tell apart. */
  unless?: (match: string, before: string, after: string) => boolean
}>

const digitsOf = (text: string): string => text.replace(/\D/g, '')

/** An amount, not an identifier: "100 000 000 dollars", "$123 456 789". */
const isAmount = (match: string, before: string, after: string): boolean =>
  /\$\s?$/.test(before) ||
  /^\s?(?:\$|%|dollars?|patients?|people|personnes|habitants?|residents?|visits?|visites?|km\b)/iu.test(
    after,
  ) ||
  /^[1-9]\d{0,2}(?:[ \u00a0]000)+$/.test(match)

/** A four-letter, eight-digit number whose digits hold a birth date, as Québec prints it (month + 50 for women). */
const isRamq = (match: string): boolean => {
  const digits = digitsOf(match)
  const month = Number(digits.slice(2, 4)) % 50
  const day = Number(digits.slice(4, 6))
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

const gap = '[ \\u00a0.-]?'
const month =
  '(?:jan(?:uary|vier|v)?|feb(?:ruary)?|f[ée]v(?:rier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|juin|july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|d[ée]c(?:ember|embre)?)\\.?'
const year = '(?:19|20)\\d{2}'
const oldYear = '(?:19\\d{2}|200\\d)'
const dateWith = (y: string): string =>
  `(?:${y}[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\\d|3[01])|(?:0?[1-9]|[12]\\d|3[01])[-/. ](?:0?[1-9]|[12]\\d|3[01])[-/. ]${y}|(?:0?[1-9]|[12]\\d|3[01])(?:er|st|nd|rd|th)?[ \\u00a0]${month}[ \\u00a0,]{1,2}${y}|${month}[ \\u00a0](?:0?[1-9]|[12]\\d|3[01])(?:st|nd|rd|th)?,?[ \\u00a0]${y})`
const born =
  '(?:born(?:\\s+on)?|d\\.?\\s?o\\.?\\s?b\\.?|date of birth|birth ?date|birthday|n[ée]{1,2}(?:\\(e\\)|\\(ée\\))?\\s+le|ddn|d\\.d\\.n\\.?|date de naissance|naissance)'
const cardWord =
  "(?:mcp|phn|phin|hcn|ohip|ramq|nam|health (?:card|number|care number|insurance number)|medicare (?:number|card)?|carte (?:d[’']assurance[ -]?maladie|soleil|sant[ée])|num[ée]ro d[’']assurance[ -]?maladie|assurance[ -]?maladie)"
const recordWord =
  '(?:mrn|m\\.r\\.n\\.?|medical record(?: number| no\\.?| #)?|chart(?: number| no\\.?| #)|patient (?:id|number|no\\.?|#)|encounter (?:id|number|#)|accession(?: number| no\\.?| #)?|num[ée]ro de dossier|n[o°º]\\.? de dossier|dossier (?:n[o°º]\\.?|num[ée]ro|#)|dossier m[ée]dical(?: n[o°º]\\.?)?)'
const joiner = '(?:\\s*(?:is|was|est|of|de|number|num[ée]ro|no\\.?|n[o°º]|[:#=])){0,3}\\s*'

const patterns: readonly Pattern[] = [
  {
    kind: 'record-number',
    pattern: new RegExp(`\\b${recordWord}${joiner}[A-Z]{0,3}-?\\d[\\d-]{3,11}\\b`, 'giu'),
  },
  {
    kind: 'health-card',
    pattern: new RegExp(
      `\\b${cardWord}${joiner}[A-Z]{0,4}[ -]?\\d(?:${gap}\\d){6,11}(?:${gap}[A-Z]{1,2}\\b)?`,
      'giu',
    ),
  },
  {
    kind: 'health-card',
    pattern: new RegExp(`\\b[A-Z]{4}${gap}\\d{4}${gap}\\d{4}\\b`, 'giu'),
    unless: (m) => !isRamq(m),
  },
  {
    kind: 'health-card',
    pattern: new RegExp(`\\b\\d{3}(${gap})\\d{3}\\1\\d{3}\\1\\d{3}\\b`, 'gu'),
    unless: isAmount,
  },
  {
    kind: 'health-card',
    pattern: new RegExp(`\\b\\d{4}(${gap})\\d{3}\\1\\d{3}(?:${gap}[A-Z]{2})?\\b`, 'gu'),
  },
  { kind: 'health-card', pattern: new RegExp(`\\b\\d{3}(${gap})\\d{3}\\1\\d{3}\\b`, 'gu'), unless: isAmount },
  { kind: 'health-card', pattern: /\b\d{5}[ -]\d{4}\b/gu },
  { kind: 'health-card', pattern: /\b[NDMT]\d{7}\b/gu },
  {
    kind: 'phone',
    pattern:
      /(?<![\d/])(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[ \u00a0.-])[2-9]\d{2}[ \u00a0.-]\d{4}\b/gu,
  },
  { kind: 'date-of-birth', pattern: new RegExp(`\\b${born}${joiner}${dateWith(year)}`, 'giu') },
  { kind: 'date-of-birth', pattern: new RegExp(`(?<![\\d/-])${dateWith(oldYear)}(?![\\d/-])`, 'giu') },
]

/** No pattern takes fewer characters, nor does one take a text without digits: most fields of most forms. */
const fewest = 7

/**
 * Looks for what could identify a patient: health-card numbers of every province and territory, telephone
 * numbers, dates of birth, record numbers.
 *
 * Patterns only, no check digits: a mistyped number still names somebody. A date without a word such as "born"
 * counts when its year is before 2010. Names are not looked for; eight digits alone (Prince Edward Island's form) only after a
 * word such as "health card". A finding is a question to the writer, never a verdict.
 *
 * @returns findings by position; where two overlap, the longer
 */
export function findPatientData(text: string): readonly PatientDataFinding[] {
  if (text.length < fewest || !/\d/.test(text)) return []
  const found: PatientDataFinding[] = []
  for (const { kind, pattern, unless } of patterns)
    for (const match of text.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      if (unless?.(match[0], text.slice(Math.max(0, start - 4), start), text.slice(end, end + 14))) continue
      found.push({ kind, start, end })
    }
  const longestFirst = found.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)
  const kept: PatientDataFinding[] = []
  for (const one of longestFirst)
    if (!kept.some((other) => one.start < other.end && other.start < one.end)) kept.push(one)
  return kept.toSorted((a, b) => a.start - b.start)
}

/** The text with every finding replaced by an ellipsis. */
export function withoutPatientData(text: string): string {
  let result = ''
  let from = 0
  for (const { start, end } of findPatientData(text)) {
    result += `${text.slice(from, start)}…`
    from = end
  }
  return result + text.slice(from)
}

/** What stands for the findings in these texts: any other finding gives another value. */
export function findingsMark(texts: readonly string[]): string {
  const found = texts.flatMap((text) => findPatientData(text).map(({ start, end }) => text.slice(start, end)))
  return createHash('sha256').update(JSON.stringify(found)).digest('hex').slice(0, 16)
}
