import type { Transaction } from 'kysely'
import { Forbidden, mayPerhaps } from '../auth/authorization.ts'
import { readSession, sessionCookieName } from '../auth/session.ts'
import type { DB } from '../db/tables.gen.ts'
import { NotFound, NotSignedIn, Refused } from '../errors.ts'
import { type Context, contextOver } from './context.ts'
import type { Incoming } from './incoming.ts'
import { localeOf, withoutLanguage } from './reader-language.ts'
import { FormRefused } from './route.ts'
import { handoverCookieName } from './send-answer.ts'

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
export async function inContext<T>(
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
