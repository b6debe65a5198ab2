import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionCookieName, sessionDays } from '../auth/session.ts'
import { type Incoming, wantsJson } from './incoming.ts'
import type { FileReply, Next } from './route.ts'

/** Where a browser keeps, for ten minutes, what one page hands to the next. */
export const handoverCookieName = (baseUrl: string): string =>
  baseUrl.startsWith('https:') ? '__Host-rounds-handover' : 'rounds-handover'

const cookieOptions = (baseUrl: string) => ({
  path: '/',
  httpOnly: true,
  secure: baseUrl.startsWith('https:'),
  sameSite: 'lax' as const,
})

/** Takes from the browser what belonged to a session that it still names and that has ended: itself, and what was kept with it. */
export function forgetEndedSession(request: FastifyRequest, reply: FastifyReply, baseUrl: string): void {
  const session = sessionCookieName(baseUrl)
  if (!request.cookies[session]) return
  for (const name of [session, handoverCookieName(baseUrl)]) reply.clearCookie(name, cookieOptions(baseUrl))
}

/** A page, for whoever asked alone. */
export const sendPage = (reply: FastifyReply, code: number, body: string): FastifyReply =>
  reply.code(code).type('text/html; charset=utf-8').header('cache-control', 'private, no-store').send(body)

/** A file, as what it is and nothing else. */
export function sendFile(reply: FastifyReply, answer: FileReply): FastifyReply {
  reply
    .header('content-type', answer.type)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
  if (answer.filename)
    reply.header('content-disposition', `attachment; filename="${answer.filename.replace(/[^\w.-]/g, '_')}"`)
  if (answer.sandboxed)
    reply
      .header(
        'content-security-policy',
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
      )
      .header('cross-origin-resource-policy', 'same-origin')
  return reply.send(answer.content)
}

/** Where to go after a change, with the session and what is kept that go with it. */
export function sendNext(incoming: Incoming, reply: FastifyReply, answer: Next): FastifyReply {
  const { baseUrl } = incoming.services.config
  const options = cookieOptions(baseUrl)
  const handover = answer.handover === undefined && answer.session !== undefined ? null : answer.handover
  if (handover === null) reply.clearCookie(handoverCookieName(baseUrl), options)
  else if (handover !== undefined)
    reply.setCookie(handoverCookieName(baseUrl), handover, { ...options, maxAge: 600 })
  if (answer.session !== undefined) {
    const name = sessionCookieName(baseUrl)
    if (answer.session === null)
      reply.clearCookie(name, options).header('clear-site-data', '"cache", "storage"')
    else reply.setCookie(name, answer.session, { ...options, maxAge: sessionDays * 86_400 })
  }
  if (wantsJson(incoming.request)) return reply.send({ next: answer.to })
  return reply.code(303).header('location', answer.to).send()
}
