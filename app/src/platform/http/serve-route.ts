import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Transaction } from 'kysely'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { z } from 'zod'
import { type Actor, Forbidden, mayPerhaps } from '../auth/authorization.ts'
import { readSession, sessionCookieName, sessionDays } from '../auth/session.ts'
import type { DB } from '../db/tables.gen.ts'
import { NotFound, NotSentYet, NotSignedIn, Refused, Unreadable, Unstorable } from '../errors.ts'
import { type Locale, languageFrom } from '../i18n/locale.ts'
import { type Chrome, type Context, type Network, type Services, contextOver } from './context.ts'
import { cleaned, tooLargeFields, unstorableFields } from './kept-text.ts'
import { patientDataIn } from './patient-data-check.ts'
import {
  type FileReply,
  type FormRoute,
  FormRefused,
  type FormState,
  type Next,
  type Offers,
  type PageRoute,
  type PassageRoute,
  type Route,
} from './route.ts'

export const languageCookie = 'rounds-language'

const handoverCookieName = (baseUrl: string): string =>
  baseUrl.startsWith('https:') ? '__Host-rounds-handover' : 'rounds-handover'

/** A request on its way: its network is known, nothing else is. */
type Incoming = Readonly<{ services: Services; network: Network; request: FastifyRequest; route: Route }>

const wantsJson = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').includes('application/json')

/** The page's address without `?language=`, to come back to. */
const withoutLanguage = (url: string): string => {
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

const isRefusal = (error: unknown): error is Error =>
  error instanceof Refused ||
  error instanceof Forbidden ||
  error instanceof NotFound ||
  error instanceof FormRefused

/**
 * Reads who asks, checks what can be checked before loading, and runs `work` in the network's transaction.
 *
 * @param until `admitted` where the thing asked about is not loaded, so that nothing more can be checked
 * @param sharedAbout the thing about which requests that come at the same moment share a transaction; `work` may then
 *   run twice
 */
async function inContext<T>(
  incoming: Incoming,
  work: (context: Context) => Promise<T>,
  until: 'authorized' | 'admitted' = 'authorized',
  sharedAbout: string | null = null,
): Promise<T> {
  const { services, network, request, route } = incoming
  const { tenant, together } = services.database
  // What is refused has written nothing, and must not undo what others write in the same transaction.
  const inTransaction = async (
    db: Transaction<DB>,
  ): Promise<{ refused: null; result: T } | { refused: Error }> => {
    const token = request.cookies[sessionCookieName(services.config.baseUrl)]
    const actor = token ? await readSession(db, token, services.clock()) : null
    let authorized = route.permission.rules === 'public' || route.permission.rules === 'signed-in'
    if (Array.isArray(route.permission.rules))
      authorized = route.permission.rules.every((rule) => rule.as === undefined)
    if (!mayPerhaps(actor, route.permission)) {
      const error = actor === null ? new NotSignedIn() : new Forbidden(actor, route.permission)
      return { refused: error }
    }
    const context = contextOver(services, db, {
      network,
      actor,
      locale: localeOf(request, actor, services.config.pseudoLocale),
      path: withoutLanguage(request.url),
      client: {
        address: request.ip,
        agent: request.headers['user-agent'] ?? '',
        handover: request.cookies[handoverCookieName(services.config.baseUrl)] ?? null,
      },
      onAuthorized: () => (authorized = true),
    })
    let result: T
    try {
      result = await work(context)
    } catch (error) {
      if (sharedAbout !== null && isRefusal(error)) return { refused: error }
      throw error
    }
    if (!authorized && until === 'authorized')
      throw new Error(`${route.path} ended without authorize(${route.permission.name})`)
    return { refused: null, result }
  }
  const ended = await (sharedAbout === null
    ? tenant(network.id, inTransaction)
    : together(network.id, sharedAbout, inTransaction))
  if (ended.refused) throw ended.refused
  return ended.result
}

function parseAddress<S extends z.ZodType | undefined>(schema: S, value: unknown): never {
  if (!schema) return {} as never
  if (unstorableFields(value).length > 0) throw new NotFound()
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new NotFound()
  return parsed.data as never
}

const html = (node: VNode): string => `<!doctype html>${renderToString(node)}`

function sendFile(reply: FastifyReply, answer: FileReply): FastifyReply {
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

function sendNext(incoming: Incoming, reply: FastifyReply, answer: Next): FastifyReply {
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

const errorsOf = (error: z.ZodError): Record<string, string> => {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) errors[String(issue.path[0] ?? 'form')] ??= issue.message
  return errors
}

/** A schema's own English instead of a message's name: a field that our pages always send is not there, or can't be. */
const isNoKey = (message: string): boolean => /\s/.test(message)

const textsOf = (body: unknown): FormState['values'] =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(
      ([key, value]): [string, string | string[]][] =>
        typeof value === 'string'
          ? [[key, cleaned(value)]]
          : Array.isArray(value)
            ? [[key, value.map((one) => (typeof one === 'string' ? cleaned(one) : ''))]]
            : [],
    ),
  )

/** Remembers the language on this device. */
function setLanguage(incoming: Incoming, reply: FastifyReply, language: string): void {
  reply.setCookie(languageCookie, language, {
    path: '/',
    sameSite: 'lax',
    secure: incoming.services.config.baseUrl.startsWith('https:'),
    maxAge: 31_536_000,
  })
}

async function showForm(incoming: Incoming, context: Context, form: FormState) {
  const { request, route } = incoming
  const shown = route as PageRoute | FormRoute
  const input = {
    params: parseAddress(shown.params, request.params),
    query: parseAddress(shown.query, request.query),
    typed: form.values,
  }
  const model = shown.model.parse(await shown.load(context, input)) as never
  return {
    model,
    body: () => html(shown.kind === 'form' ? shown.view(model, context, form) : shown.view(model, context)),
  }
}

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

async function servePost(
  incoming: Incoming,
  reply: FastifyReply,
  patientDataPage: PatientDataPage,
): Promise<FastifyReply> {
  const { request, route } = incoming
  if (route.kind !== 'form' && route.kind !== 'action') throw new NotFound()
  const params = parseAddress(route.params, request.params)
  const { _language: chosen, _redraw: redraw } = (request.body ?? {}) as Record<string, unknown>
  const redisplay = async (errors: Record<string, string>, code: number, offers: Offers = {}) => {
    if (route.kind !== 'form' || wantsJson(request)) {
      await inContext(incoming, async () => undefined, 'admitted')
      if (!wantsJson(request)) throw new Unreadable()
      return reply.code(422).send({ error: 'form_refused', fields: errors, offers })
    }
    if (Object.values(errors).some(isNoKey)) {
      await inContext(incoming, (context) => showForm(incoming, context, { values: {}, errors: {} }))
      throw new Unreadable()
    }
    const state = { values: textsOf(request.body), errors, offers }
    const body = await inContext(incoming, async (context) =>
      (await showForm(incoming, context, state)).body(),
    )
    return reply
      .code(code)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(body)
  }
  if (typeof chosen === 'string') {
    const language = chosen === 'fr' ? 'fr' : 'en'
    setLanguage(incoming, reply, language)
    request.cookies[languageCookie] = language
    if (route.kind === 'action') throw new NotSentYet()
    return redisplay({}, 200)
  }
  if (typeof redraw === 'string' && route.kind === 'form') return redisplay({}, 200)
  const tooLarge = tooLargeFields(request.body)
  if (Object.keys(tooLarge).length > 0) return redisplay(tooLarge, 413)
  const unstorable = unstorableFields(request.body)
  if (unstorable.length > 0 && route.kind === 'form')
    return redisplay(Object.fromEntries(unstorable.map((name) => [name, 'typed.unstorable'])), 422)
  if (unstorable.length > 0) {
    await inContext(incoming, async () => undefined, 'admitted')
    throw new Unstorable()
  }
  const parsed = route.fields ? route.fields.safeParse(request.body ?? {}) : null
  if (parsed && !parsed.success) return redisplay(errorsOf(parsed.error), 422)
  const found = patientDataIn(route, request.body)
  if (found !== null) {
    if (wantsJson(request)) return redisplay({ patient_data: 'found' }, 422)
    const body = await inContext(
      incoming,
      async (context) =>
        html(
          patientDataPage({
            chrome: context.chrome,
            form: { values: found.values, errors: {} },
            fields: found.fields,
          }),
        ),
      'admitted',
    )
    return reply
      .code(422)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(body)
  }
  try {
    const answer = await inContext<Next | FileReply | FormRefused>(
      incoming,
      (context) => route.submit(context, { params, values: parsed?.data ?? {} } as never),
      'authorized',
      (route.kind === 'form' && route.sharesTransactionAbout?.(params)) || null,
    )
    if (answer instanceof FormRefused) return await redisplay({ ...answer.errors }, 422, answer.offers)
    return answer.kind === 'file' ? sendFile(reply, answer) : sendNext(incoming, reply, answer)
  } catch (error) {
    if (error instanceof FormRefused) return redisplay({ ...error.errors }, 422, error.offers)
    throw error
  }
}

/** Draws the page between a form and its sending, when something in `fields` looks like a patient's data; it posts to the same address. */
export type PatientDataPage = (
  parts: Readonly<{ chrome: Chrome; form: FormState; fields: readonly string[] }>,
) => VNode

/** Holds every answer of a route, refusals too, until so much time has passed; its transaction has ended by then. */
const answeringAfter =
  (milliseconds: number) =>
  async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await delay(Math.max(0, milliseconds - reply.elapsedTime))
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
    server.get(route.path, options, async (request, reply) => serveGet(await incoming(request), reply))
  if (route.kind === 'form' || route.kind === 'action')
    server.post(
      route.path,
      { ...options, ...(route.answersAfterMs ? { onSend: answeringAfter(route.answersAfterMs) } : {}) },
      async (request, reply) => servePost(await incoming(request), reply, patientDataPage),
    )
}
