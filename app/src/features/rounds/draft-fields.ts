import { isDay } from '@rounds/methods'
import { z } from 'zod'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { momentOf } from './closing-time.ts'
import { levels } from './round.ts'

const text = z.string().trim().max(2000).default('')
const many = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => [value].flat())

const bilingual = (en: string, fr: string): Bilingual => ({ ...(en ? { en } : {}), ...(fr ? { fr } : {}) })

/** The statements of a form by their line (`statement_1_en`, `statement_1_fr`, …), without those left empty. */
export function statementsIn(values: Readonly<Record<string, unknown>>): ReadonlyMap<number, Bilingual> {
  const read = (key: string): string => {
    const value = values[key]
    return typeof value === 'string' ? value.trim().slice(0, 1000) : ''
  }
  const numbers = Object.keys(values).flatMap((key) => {
    const number = /^statement_(\d{1,3})_(?:en|fr)$/.exec(key)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
  return new Map(
    [...new Set(numbers)]
      .toSorted((a, b) => a - b)
      .map((number) => {
        const wording = bilingual(read(`statement_${number}_en`), read(`statement_${number}_fr`))
        return [number, wording] as const
      })
      .filter(([, wording]) => Object.keys(wording).length > 0),
  )
}

/** How many lines for statements a form came with. */
export const statementLines = (values: Readonly<Record<string, unknown>>): number =>
  Math.max(
    0,
    ...Object.keys(values).map((key) => Number(/^statement_(\d{1,3})_(?:en|fr)$/.exec(key)?.[1] ?? 0)),
  )

const Fields = z.looseObject({
  title_en: text,
  title_fr: text,
  question_en: text,
  question_fr: text,
  anonymity_level: z.enum(levels, 'error.level').default('C'),
  participants_may_add: z.literal('on').optional(),
  paid: z.enum(['yes', 'no'], 'error.paid').default('no'),
  pay_dollars: z.string().trim().default(''),
  payer_en: text,
  payer_fr: text,
  pay_on: z.string().trim().default(''),
  minutes: z.coerce
    .number('error.minutes')
    .int('error.minutes')
    .min(1, 'error.minutes')
    .max(60, 'error.minutes')
    .default(1),
  closes_at: z.string().trim().default(''),
  organisation: many,
  value: many,
  calling: many,
  revision: z.coerce.number().int().default(0),
  go: z.enum(['stay', 'open', 'preview']).default('stay'),
})

/**
 * What the builder's form holds, checked; messages are keys of this feature's words.
 *
 * `closes_at` is what the network's clocks will show; `draftOf` turns it into a moment.
 */
export const DraftFields = Fields.superRefine((fields, context) => {
  const wrong = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message })
  if (!fields.title_en && !fields.title_fr) wrong('title', 'error.title')
  if (fields.closes_at && momentOf(fields.closes_at, 'UTC') === null) wrong('closes_at', 'error.closes')
  if (fields.paid === 'yes') {
    if (centsOf(fields.pay_dollars) === null) wrong('pay_dollars', 'error.pay')
    if (!fields.payer_en && !fields.payer_fr) wrong('payer', 'error.payer')
    if (!isDay(fields.pay_on)) wrong('pay_on', 'error.pay-on')
  }
})

/** An amount as people write it (`15`, `15.50`, `15,50`), in cents; null when it is none or not more than zero. */
export function centsOf(written: string): number | null {
  const match = /^(\d{1,5})(?:[.,](\d{1,2}))?$/.exec(written.replaceAll(/[\s$\u00A0]/g, ''))
  if (!match) return null
  const cents = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return cents > 0 ? cents : null
}

/** What a draft holds, ready to be stored. */
export function draftOf(fields: z.output<typeof Fields>, timeZone: string) {
  const paid = fields.paid === 'yes'
  return {
    title: bilingual(fields.title_en, fields.title_fr),
    question: bilingual(fields.question_en, fields.question_fr),
    anonymity_level: fields.anonymity_level,
    participants_may_add: fields.participants_may_add === 'on',
    paid,
    pay_cents: paid ? centsOf(fields.pay_dollars) : null,
    payer: paid ? bilingual(fields.payer_en, fields.payer_fr) : null,
    pay_on: paid && isDay(fields.pay_on) ? fields.pay_on : null,
    minutes: fields.minutes,
    closes_at: fields.closes_at ? momentOf(fields.closes_at, timeZone) : null,
    audience: { organisations: fields.organisation, values: fields.value, callings: fields.calling },
    statements: [...statementsIn(fields).values()],
  }
}
export type Draft = ReturnType<typeof draftOf>

/** What a form holds so far: what is still wrong in it counts as not filled in. */
export function draftSoFar(values: Readonly<Record<string, unknown>>, timeZone: string): Draft {
  const first = Fields.safeParse(values)
  if (first.success) return draftOf(first.data, timeZone)
  const wrong = new Set(first.error.issues.map(({ path }) => path[0]))
  return draftOf(
    Fields.parse(Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name)))),
    timeZone,
  )
}
