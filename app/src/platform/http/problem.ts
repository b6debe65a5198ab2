import type { FastifyError } from 'fastify'
import type { VNode } from 'preact'
import { Forbidden, openTo, type Role } from '../auth/authorization.ts'
import { isPassing } from '../db/database.ts'
import {
  Ended,
  NotFound,
  NotSentYet,
  NotSignedIn,
  Refused,
  Unconfirmed,
  Unreadable,
  Unstorable,
} from '../errors.ts'
import type { Chrome } from './context.ts'
import type { Kept } from './kept-text.ts'

/** What went wrong, for the page that says so. */
export type Problem = Readonly<{
  kind:
    | 'not-found'
    | 'forbidden'
    | 'refused'
    | 'busy'
    | 'too-large'
    | 'unreadable'
    | 'unstorable'
    | 'not-sent-yet'
    | 'signed-out'
    | 'broken'
    | 'unconfirmed'
    | 'cross-site'
    | 'ended'
  status: number
  sentence: string | null
  kept: Kept | null
  /** Where it is for others: for whom. */
  openTo?: Readonly<{ roles: readonly Role[]; named: boolean }>
}>

export type ProblemPage = (problem: Problem, chrome: Chrome) => VNode

/** A request that changes something and does not come from a page of this site. */
export class CrossSite extends Error {
  override name = 'CrossSite'
}

/** Kind and status of what was thrown, and for whom it is where it was forbidden. */
export function problemOf(error: unknown): Pick<Problem, 'kind' | 'status' | 'openTo'> {
  if (error instanceof NotFound) return { kind: 'not-found', status: 404 }
  if (error instanceof Forbidden) return { kind: 'forbidden', status: 403, openTo: openTo(error.permission) }
  if (error instanceof Refused)
    return { kind: error.status === 404 ? 'not-found' : 'refused', status: error.status }
  if (error instanceof Unreadable) return { kind: 'unreadable', status: 422 }
  if (error instanceof Unstorable) return { kind: 'unstorable', status: 422 }
  if (error instanceof Ended) return { kind: 'ended', status: 410 }
  if (error instanceof NotSentYet) return { kind: 'not-sent-yet', status: 200 }
  if (error instanceof NotSignedIn) return { kind: 'signed-out', status: 401 }
  if (error instanceof CrossSite) return { kind: 'cross-site', status: 403 }
  const status = (error as FastifyError).statusCode ?? 500
  if (status === 413) return { kind: 'too-large', status }
  if (status === 429) return { kind: 'busy', status }
  if (status === 404) return { kind: 'not-found', status }
  if (status >= 400 && status < 500) return { kind: 'unreadable', status }
  if (error instanceof Unconfirmed) return { kind: 'unconfirmed', status: 503 }
  return { kind: 'broken', status: isPassing(error) ? 503 : 500 }
}
