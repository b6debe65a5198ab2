import { setTimeout as delay } from 'node:timers/promises'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest, errorCodes } from 'fastify'
import { renderToString } from 'preact-render-to-string'
import { type Actor, Forbidden } from '../auth/authorization.ts'
import { readSession, sessionCookieName } from '../auth/session.ts'
import { hasEnded } from '../calendar-day.ts'
import { NotFound, NotSignedIn, Refused, Unreadable } from '../errors.ts'
import { formatsFor } from '../i18n/format.ts'
import { causeOf } from '../log.ts'
import { serveAssets } from './assets.ts'
import type { Chrome, Network, Services } from './context.ts'
import { serveHealth } from './health.ts'
import { keptOf, maxTextBytes } from './kept-text.ts'
import { countRequest, serveMetrics } from './metrics.ts'
import { networkByHost } from './networks.ts'
import { CrossSite, type ProblemPage, problemOf } from './problem.ts'
import { isTakenLength, partLimits, readParts } from './read-parts.ts'
import type { Route } from './route.ts'
import { localeOf } from './reader-language.ts'
import { forgetEndedSession } from './send-answer.ts'
import type { PatientDataPage } from './serve-post.ts'
import { serveRoute } from './serve-route.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body has been read; what fails before is the body's fault. */
    wasRead: boolean
  }
}

const securityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Whether a request that changes something comes from our own page: browsers say so in headers no page can forge. */
function fromOwnPage(request: FastifyRequest, baseUrl: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  if (origin === undefined) return false
  return origin === new URL(baseUrl).origin || (URL.canParse(origin) && new URL(origin).host === request.host)
}

const answersGet = (server: FastifyInstance, request: FastifyRequest): boolean =>
  request.routeOptions.url !== undefined && server.hasRoute({ method: 'GET', url: request.routeOptions.url })

/** The network's name stands on the page of a problem where it is known by then. */
const nameLimitMs = 2000

/**
 * Builds the HTTP server over the services and the routes of the features.
 *
 * @param pages.problem draws the page for what went wrong
 * @param pages.patientData draws the page that asks about what looks like a patient's data
 */
export async function buildServer(
  services: Services,
  routes: readonly Route[],
  pages: Readonly<{ problem: ProblemPage; patientData: PatientDataPage }>,
): Promise<FastifyInstance> {
  const { config, log } = services
  const server = Fastify({
    // One proxy: what a client itself says of where it comes from is not believed.
    trustProxy: config.trustProxy ? (_address, hop) => hop === 0 : false,
    bodyLimit: maxTextBytes,
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    logger: false,
    genReqId: () => Math.random().toString(36).slice(2, 10),
  })
  await server.register(cookie)
  await server.register(formbody)
  await server.register(multipart, { limits: partLimits, throwFileSizeLimit: false })
  server.decorateRequest('wasRead', false)
  // After the body is read, so that a refusal can give back what was typed.
  server.addHook('preHandler', async (request) => {
    request.wasRead = true
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    if (changes && !fromOwnPage(request, config.baseUrl)) throw new CrossSite()
  })
  await server.register(compress, {
    global: true,
    threshold: 1024,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { 1: 4 } },
  })
  await server.register(rateLimit, {
    max: config.requestsPerMinute,
    timeWindow: 60_000,
    hook: 'preHandler',
    allowList: (request) => request.url.startsWith('/assets/'),
  })

  const findNetwork = networkByHost(services.database)
  const networkOf = async (request: FastifyRequest): Promise<Network> => {
    const network = await findNetwork((request.host ?? '').toLowerCase())
    if (!network) throw new NotFound()
    return network
  }
  const isSignedIn = async (request: FastifyRequest): Promise<boolean> => {
    const token = request.cookies[sessionCookieName(config.baseUrl)]
    if (token === undefined) return false
    const { id } = await networkOf(request)
    return services.database.tenant(
      id,
      async (db) => (await readSession(db, token, services.clock())) !== null,
    )
  }
  server.addHook('preValidation', async (request) => {
    if (!request.isMultipart()) return
    if (!isTakenLength(request)) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
    // Where the session can't be looked up, what comes after fails by itself, with the texts kept.
    const holdsFile = fromOwnPage(request, config.baseUrl) && (await isSignedIn(request).catch(() => false))
    request.body = await readParts(request, holdsFile)
  })

  server.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'content-security-policy': securityPolicy,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    })
    if (config.baseUrl.startsWith('https:'))
      reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  })
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    countRequest(route, reply.statusCode, reply.elapsedTime)
    if (request.routeOptions.config.route?.unlogged) return
    log.info(
      {
        id: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })

  /** Where the other language is: the page that could not be shown, if it is one that exists. */
  const pathOf = (request: FastifyRequest): string =>
    request.method === 'GET' && request.routeOptions.url !== undefined
      ? (request.url.split('?')[0] ?? '/')
      : '/'

  const chromeFor = async (request: FastifyRequest, actor: Actor | null): Promise<Chrome> => {
    const network = await Promise.race([
      networkOf(request).catch(() => null),
      delay(nameLimitMs, null, { ref: false }),
    ])
    const locale = localeOf(request, actor, config.pseudoLocale)
    return {
      locale,
      formats: formatsFor(locale, network?.settings.timeZone),
      path: pathOf(request),
      network,
      ended: network !== null && hasEnded({ now: services.clock(), network }),
      actor,
      pseudoLocale: config.pseudoLocale,
    }
  }
  server.setErrorHandler(async (thrown: FastifyError, request, reply) => {
    // The parser of parts throws plain errors.
    const isBadBody = !request.wasRead && request.isMultipart() && thrown.statusCode === undefined
    const error = isBadBody ? new Unreadable() : thrown
    const json = (request.headers.accept ?? '').includes('application/json')
    const kept = json ? null : keptOf(request)
    if (error instanceof NotSignedIn) forgetEndedSession(request, reply, config.baseUrl)
    if (error instanceof NotSignedIn && kept === null) {
      if (json) return reply.code(401).send({ error: 'not_signed_in' })
      const back = request.method === 'GET' || answersGet(server, request) ? request.url : '/'
      return reply
        .code(303)
        .header('location', `/sign-in?to=${encodeURIComponent(back)}`)
        .send()
    }
    const problem = problemOf(error)
    if (problem.status >= 500)
      log.error({ id: request.id, route: request.routeOptions.url, ...causeOf(error) }, 'failed')
    const chrome = await chromeFor(request, error instanceof Forbidden ? error.actor : null)
    const sentence = error instanceof Refused ? error.say(chrome.locale) : null
    reply.code(problem.status).header('cache-control', 'no-store')
    if (json)
      return reply.send({
        error: error instanceof Refused ? error.code : problem.kind.replaceAll('-', '_'),
        sentence: sentence?.replace('\n', ' ') ?? null,
        ...(problem.openTo ? { openTo: problem.openTo } : {}),
      })
    return reply
      .type('text/html; charset=utf-8')
      .send(`<!doctype html>${renderToString(pages.problem({ ...problem, sentence, kept }, chrome))}`)
  })
  server.setNotFoundHandler(async () => {
    throw new NotFound()
  })

  serveAssets(server)
  serveHealth(server, services)
  if (config.metrics.token) serveMetrics(server, services, config.metrics.token)
  for (const route of routes) serveRoute(server, services, networkOf, route, pages.patientData)
  return server
}
