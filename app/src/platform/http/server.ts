import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { Forbidden, NotFound, NotSignedIn, Refused, Unreadable } from '../errors.ts'
import { formatsFor } from '../i18n/format.ts'
import { serveAssets } from './assets.ts'
import type { Chrome, Network, Services } from './context.ts'
import { serveHealth } from './health.ts'
import { countRequest, serveMetrics } from './metrics.ts'
import { networkByHost } from './networks.ts'
import type { Route } from './route.ts'
import { type PatientDataPage, localeOf, serveRoute } from './serve-route.ts'

/** What went wrong, for the page that says so. */
export type Problem = Readonly<{
  kind: 'not-found' | 'forbidden' | 'refused' | 'busy' | 'too-large' | 'unreadable' | 'broken' | 'cross-site'
  status: number
  sentence: string | null
}>

export type ProblemPage = (problem: Problem, chrome: Chrome) => VNode

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

const maxBodyBytes = 8 * 1024 * 1024

/** Whether a request that changes something comes from our own page: browsers say so in headers no page can forge. */
function fromOwnPage(request: FastifyRequest, baseUrl: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.headers.origin
  if (origin === undefined) return false
  return (
    origin === new URL(baseUrl).origin ||
    (URL.canParse(origin) && new URL(origin).host === request.headers.host)
  )
}

function problemOf(error: unknown): Problem & { headers?: Record<string, string> } {
  if (error instanceof NotFound) return { kind: 'not-found', status: 404, sentence: null }
  if (error instanceof Forbidden) return { kind: 'forbidden', status: 403, sentence: null }
  if (error instanceof Refused) return { kind: 'refused', status: error.status, sentence: null }
  if (error instanceof Unreadable) return { kind: 'unreadable', status: 422, sentence: null }
  const status = (error as FastifyError).statusCode ?? 500
  if (status === 413) return { kind: 'too-large', status, sentence: null }
  if (status === 429) return { kind: 'busy', status, sentence: null }
  if (status >= 400 && status < 500) return { kind: 'not-found', status, sentence: null }
  return { kind: 'broken', status: 500, sentence: null }
}

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
    trustProxy: config.trustProxy,
    bodyLimit: maxBodyBytes,
    forceCloseConnections: 'idle',
    requestTimeout: 30_000,
    logger: false,
    genReqId: () => Math.random().toString(36).slice(2, 10),
  })
  await server.register(cookie)
  await server.register(formbody)
  await server.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fileSize: maxBodyBytes, files: 1, fields: 100 },
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
    allowList: (request) => request.url.startsWith('/assets/'),
  })

  const findNetwork = networkByHost(services.database)
  const networkOf = async (request: FastifyRequest): Promise<Network> => {
    const network = await findNetwork((request.host ?? '').toLowerCase())
    if (!network) throw new NotFound()
    return network
  }

  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': securityPolicy,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    })
    if (config.baseUrl.startsWith('https:'))
      reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    if (changes && !fromOwnPage(request, config.baseUrl))
      throw Object.assign(new Error('cross-site'), { statusCode: 403, crossSite: true })
  })
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    countRequest(route, reply.statusCode, reply.elapsedTime)
    if ((request.routeOptions.config as { unlogged?: boolean }).unlogged) return
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

  const chromeFor = async (request: FastifyRequest): Promise<Chrome> => {
    const network = await networkOf(request).catch(() => null)
    const locale = localeOf(request, null, config.pseudoLocale)
    return {
      locale,
      formats: formatsFor(locale, network?.settings.timeZone),
      path: pathOf(request),
      network,
      actor: null,
      pseudoLocale: config.pseudoLocale,
    }
  }
  server.setErrorHandler(async (error: FastifyError & { crossSite?: boolean }, request, reply) => {
    const json = (request.headers.accept ?? '').includes('application/json')
    if (error instanceof NotSignedIn) {
      if (json) return reply.code(401).send({ error: 'not_signed_in' })
      const back = request.method === 'GET' ? request.url : '/'
      return reply
        .code(303)
        .header('location', `/sign-in?to=${encodeURIComponent(back)}`)
        .send()
    }
    const problem = error.crossSite
      ? ({ kind: 'cross-site', status: 403, sentence: null } as const)
      : problemOf(error)
    if (problem.kind === 'broken') {
      const unlogged = (request.routeOptions.config as { unlogged?: boolean }).unlogged === true
      log.error(
        { id: request.id, route: request.routeOptions.url, error: unlogged ? error.name : error.stack },
        'failed',
      )
    }
    const chrome = await chromeFor(request)
    const sentence = error instanceof Refused ? error.say(chrome.locale) : null
    reply.code(problem.status).header('cache-control', 'no-store')
    if (json)
      return reply.send({
        error: error instanceof Refused ? error.code : problem.kind.replace('-', '_'),
        sentence,
      })
    return reply
      .type('text/html; charset=utf-8')
      .send(`<!doctype html>${renderToString(pages.problem({ ...problem, sentence }, chrome))}`)
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
