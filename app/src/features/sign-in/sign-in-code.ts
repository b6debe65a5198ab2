import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Id } from '../../platform/ids.ts'

/** How long a code can be used, how often it can be tried, and how many one person is sent. */
export const codeRules = { minutes: 10, attempts: 5, perHour: 6, perDay: 20 } as const

const digest = (...parts: readonly string[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest()
}

/**
 * A new request for a code. The token stays in the browser that asked, the code goes by mail; with one of them
 * nobody signs in, and the database holds neither.
 */
export function makeCode(): { token: string; code: string } {
  return { token: randomBytes(16).toString('base64url'), code: String(randomInt(1_000_000)).padStart(6, '0') }
}

/** The id under which a request is kept, from its token. */
export function requestIdOf(token: string): Id<'sign-in-code'> {
  const hex = digest('request', token).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}` as Id<'sign-in-code'>
}

/** What is kept of a code: useless without the token, and once its person has another address than it was mailed to. */
export const codeHashOf = (token: string, code: string, email: string): Buffer =>
  digest('code', token, code, email)

/** Digits as they were typed or pasted, without spaces and dashes. */
export const typedCode = (text: string): string => text.replace(/[\s\u{ad}\u{2010}-\u{2015}-]/gu, '')

/** Whether what was typed is the code. */
export const sameCode = (kept: Buffer, token: string, typed: string, email: string): boolean =>
  timingSafeEqual(kept, codeHashOf(token, typed, email))
