import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../auth/authorization.ts'
import { type Locale, languageFrom } from '../i18n/locale.ts'
import type { Incoming } from './incoming.ts'

/** Where this device keeps the language that was chosen on it. */
export const languageCookie = 'rounds-language'

/** The page's address without `?language=`, to come back to. */
export const withoutLanguage = (url: string): string => {
  const target = new URL(url, 'http://here')
  target.searchParams.delete('language')
  return `${target.pathname}${target.search}`
}

/** The reader's language: what was chosen on this device, else the person's own, else the browser's. */
export function localeOf(request: FastifyRequest, actor: Actor | null, pseudoLocale: boolean): Locale {
  const chosen = request.cookies[languageCookie]
  if (chosen === 'en' || chosen === 'fr') return chosen
  if (chosen === 'pseudo' && pseudoLocale) return 'pseudo'
  return actor?.language ?? languageFrom(request.headers['accept-language'])
}

/** Remembers the language on this device. */
export function setLanguage(incoming: Incoming, reply: FastifyReply, language: string): void {
  reply.setCookie(languageCookie, language, {
    path: '/',
    sameSite: 'lax',
    secure: incoming.services.config.baseUrl.startsWith('https:'),
    maxAge: 31_536_000,
  })
}
