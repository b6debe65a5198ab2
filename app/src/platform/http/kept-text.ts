import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Route } from './route.ts'

/**
 * What came with a form that was not taken. It stands on the page that says so and nowhere else: not in the
 * database, not in a log, not in an address.
 */
export type Kept = Readonly<{
  /** Where it was to go. */
  action: string
  /** The page with the form, where that has the same address. */
  page: string | null
  /** All of it, to be sent again as it was. */
  fields: readonly (readonly [name: string, value: string])[]
  /** What somebody may have written, to be read and copied. */
  texts: readonly string[]
  /** A file was chosen, which no page can choose again. */
  hadFile: boolean
}>

/** The largest file that is taken. */
export const maxFileBytes = 8 * 1024 * 1024
/** Far above what all fields of a form may hold together. */
export const maxTextBytes = 2 * 1024 * 1024

/** A file that was larger than can be taken, or that nobody signed in sent: stands in its field's place. */
export const fileTooLarge = Symbol('file too large')

const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** The text without what can't be stored: zero characters, halves of characters. */
export const cleaned = (text: string): string => text.replaceAll('\0', '').toWellFormed()

function holdsUnstorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !storable(value)
  if (value === null || typeof value !== 'object' || Buffer.isBuffer(value)) return false
  if (depth > 20) return true
  return Object.entries(value).some(([key, inner]) => !storable(key) || holdsUnstorable(inner, depth + 1))
}

const fieldsOf = (body: unknown): [string, unknown][] =>
  body !== null && typeof body === 'object' && !Array.isArray(body) ? Object.entries(body) : []

/** The fields that hold a character which PostgreSQL does not store. */
export const unstorableFields = (body: unknown): readonly string[] =>
  fieldsOf(body)
    .filter(([name, value]) => !storable(name) || holdsUnstorable(value, 1))
    .map(([name]) => cleaned(name))

/** The fields that held more than can be taken, and what to say there. A text that reaches the limit was cut at it. */
export const tooLargeFields = (body: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fieldsOf(body).flatMap(([name, value]) => {
      if (value === fileTooLarge) return [[name, 'typed.file-too-large']]
      const isCut = typeof value === 'string' && Buffer.byteLength(value) > maxTextBytes - 8
      return isCut ? [[name, 'typed.text-too-large']] : []
    }),
  )

const isId = (text: string): boolean => /^[\da-f-]{32,}$/i.test(text)

/** Whether a field takes whatever is written: a choice, a number or an id does not. */
function takesAnything(route: Route | undefined, name: string): boolean {
  const fields = route?.kind === 'form' || route?.kind === 'action' ? route.fields : undefined
  const field: unknown = fields instanceof z.ZodObject ? fields.shape[name] : undefined
  return !(field instanceof z.ZodType) || field.safeParse('words').success
}

/** What came with a request, if anything that a person typed or chose. */
export function keptOf(request: FastifyRequest): Kept | null {
  if (request.method !== 'POST') return null
  const { route } = request.routeOptions.config
  const all = fieldsOf(request.body).filter(([name]) => !name.startsWith('_') && storable(name))
  const fields = all.flatMap(([name, value]): [string, string][] =>
    [value].flat().flatMap((one) => (typeof one === 'string' ? [[name, cleaned(one)]] : [])),
  )
  const hadFile = all.some(
    ([, value]) => value === fileTooLarge || (Buffer.isBuffer(value) && value.length > 0),
  )
  if (!hadFile && fields.every(([, value]) => value.trim() === '')) return null
  const texts = fields.flatMap(([name, value]) =>
    /\p{L}/u.test(value) && !isId(value) && (/[^a-z-]/.test(value) || takesAnything(route, name))
      ? [value]
      : [],
  )
  return { action: request.url, page: route?.kind === 'form' ? request.url : null, fields, texts, hadFile }
}
