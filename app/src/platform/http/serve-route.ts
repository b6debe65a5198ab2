import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Unconfirmed } from '../errors.ts'
import type { Network, Services } from './context.ts'
import { inContext } from './in-context.ts'
import { type Incoming, parseAddress, wantsJson } from './incoming.ts'
import { setLanguage, withoutLanguage } from './reader-language.ts'
import type { PassageRoute, Route } from './route.ts'
import { sendFile, sendNext } from './send-answer.ts'
import { type PatientDataPage, servePost } from './serve-post.ts'
import { showForm } from './show-form.ts'

async function servePassage(
  incoming: Incoming,
  reply: FastifyReply,
  route: PassageRoute,
): Promise<FastifyReply> {
  const input = { query: parseAddress(route.query, incoming.request.query) }
  const departed = await inContext(incoming, (context) => route.depart(context, input as never))
  const found = await route.outside(incoming.services, departed as never)
  const answer = await inContext(incoming, (context) => route.arrive(context, found as never))
  return sendNext(incoming, reply, answer)
}

async function serveGet(incoming: Incoming, reply: FastifyReply): Promise<FastifyReply> {
  const { request, route } = incoming
  const language = (request.query as Record<string, unknown>)['language']
  if (typeof language === 'string' && (route.kind === 'page' || route.kind === 'form')) {
    const allowed =
      language === 'en' ||
      language === 'fr' ||
      (language === 'pseudo' && incoming.services.config.pseudoLocale)
    if (allowed) setLanguage(incoming, reply, language)
    return reply.code(303).header('location', withoutLanguage(request.url)).send()
  }
  if (route.kind === 'file') {
    const input = {
      params: parseAddress(route.params, request.params),
      query: parseAddress(route.query, request.query),
    }
    return sendFile(reply, await inContext(incoming, (context) => route.load(context, input as never)))
  }
  if (route.kind === 'passage') return servePassage(incoming, reply, route)
  const json = wantsJson(request)
  const { model, body } = await inContext(incoming, async (context) => {
    const shown = await showForm(incoming, context, { values: {}, errors: {} })
    return { model: shown.model, body: json ? '' : shown.body() }
  })
  reply.header('cache-control', 'private, no-store').header('vary', 'accept, accept-language, cookie')
  return json ? reply.send(model) : reply.type('text/html; charset=utf-8').send(body)
}

/** Holds every answer of a route, refusals too, until so much time has passed; its transaction has ended by then. */
const answeringAfter =
  (milliseconds: number) =>
  async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await delay(Math.max(0, milliseconds - reply.elapsedTime))
  }

/** A proxy waits for a minute as a rule, and then shows a page of its own, on which nothing of what was typed stands. */
const answerLimitMs = 30_000

/**
 * Waits for an answer; what is being done when the time is over goes on.
 *
 * Fastify's own limit ends with the body that is received, and so holds for no POST.
 */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unconfirmed('the answer took too long')), answerLimitMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Registers a route on the server: GET and, for forms and actions, POST. */
export function serveRoute(
  server: FastifyInstance,
  services: Services,
  networkOf: (request: FastifyRequest) => Promise<Network>,
  route: Route,
  patientDataPage: PatientDataPage,
): void {
  const options = { config: { route } }
  const incoming = async (request: FastifyRequest): Promise<Incoming> => ({
    services,
    network: await networkOf(request),
    request,
    route,
  })
  if (route.kind !== 'action')
    server.get(route.path, options, (request, reply) =>
      inTime(incoming(request).then((one) => serveGet(one, reply))),
    )
  if (route.kind === 'form' || route.kind === 'action')
    server.post(
      route.path,
      { ...options, ...(route.answersAfterMs ? { onSend: answeringAfter(route.answersAfterMs) } : {}) },
      (request, reply) => inTime(incoming(request).then((one) => servePost(one, reply, patientDataPage))),
    )
}
