import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Permission } from '../auth/authorization.ts'
import type { Context, Services } from './context.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What answers here; nothing on addresses of the platform itself. */
    route?: Route
  }
}

/** A file offered for download or shown in a frame. */
export type FileReply = Readonly<{
  kind: 'file'
  content: Buffer | string
  type: string
  filename?: string
  sandboxed?: boolean
}>

/** After a change: where to go. `session` begins one or, with null, ends it. */
export type Next = Readonly<{
  kind: 'next'
  to: string
  session?: string | null
  /** Kept by this browser for ten minutes and read back as `context.client.handover`; null removes it, as does a session that begins, ends, or is met when it has ended. */
  handover?: string | null
}>

export const next = (to: string): Next => ({ kind: 'next', to })

/** One thing that what was typed into a field may mean. */
export type Offer = Readonly<{ value: string; label: string; about: string }>
export type Offers = Readonly<Record<string, readonly Offer[]>>

/** What was typed, as it came, what is wrong with it, and what it may mean, by field. */
export type FormState<Field extends string = string> = Readonly<{
  values: Readonly<Record<string, string | readonly string[] | undefined>>
  errors: Readonly<Partial<Record<Field, string>>>
  offers?: Offers
}>

/** A form that can't be taken as it is; the page is shown again with everything kept. */
export class FormRefused extends Error {
  readonly errors: Readonly<Record<string, string>>
  readonly offers: Offers
  constructor(errors: Readonly<Record<string, string>>, offers: Offers = {}) {
    super('form refused')
    this.name = 'FormRefused'
    this.errors = errors
    this.offers = offers
  }
}

type Shape = z.ZodType<Record<string, unknown>>
type Out<S> = S extends z.ZodType<infer T> ? T : Record<string, never>

type Common<P extends Shape | undefined> = {
  permission: Permission
  params?: P
  /** true for acts of participants at levels B and C: no log line is written. */
  unlogged?: boolean
  /** Is taken after the network's last day too: what lets somebody in or out, protects people, or has to be done before its removal. */
  afterEnd?: true
  /** Fields that are no words of anybody's (an address, a code): no patient's data is looked for in them. Ids never are. */
  notWords?: 'all' | readonly string[]
  /** The field in whose place a text may be sent as a file. */
  fileText?: string
  /** POST is answered no sooner than this, in milliseconds: where the time taken could say what must not be known. */
  answersAfterMs?: number
}

type PageParts<P extends Shape | undefined, Q extends Shape | undefined, M extends z.ZodType> = Common<P> & {
  query?: Q
  model: M
  /** `typed`: what came with a form that is shown again; nothing on GET. */
  load: (
    context: Context,
    input: { params: Out<P>; query: Out<Q>; typed: FormState['values'] },
  ) => Promise<z.input<M>>
}

export type PageRoute = { kind: 'page'; path: string } & PageParts<
  Shape | undefined,
  Shape | undefined,
  z.ZodType
> & {
    view: (model: never, context: Context) => VNode
  }
export type FormRoute = { kind: 'form'; path: string; fields: z.ZodType } & PageParts<
  Shape | undefined,
  Shape | undefined,
  z.ZodType
> & {
    /** What is sent about this thing at the same moment shares a transaction: so what `submit` refuses, it refuses before it writes. */
    sharesTransactionAbout?: (params: never) => string
    view: (model: never, context: Context, form: FormState) => VNode
    submit: (context: Context, input: never) => Promise<Next | FormRefused>
  }
export type ActionRoute = { kind: 'action'; path: string; fields?: z.ZodType } & Common<Shape | undefined> & {
    submit: (context: Context, input: never) => Promise<Next | FileReply>
  }
export type FileRoute = { kind: 'file'; path: string; query?: Shape } & Common<Shape | undefined> & {
    load: (context: Context, input: never) => Promise<FileReply>
  }
export type PassageRoute = { kind: 'passage'; path: string; query?: Shape } & Common<Shape | undefined> & {
    depart: (context: Context, input: never) => Promise<unknown>
    outside: (services: Services, departed: never) => Promise<unknown>
    arrive: (context: Context, found: never) => Promise<Next>
  }
export type Route = PageRoute | FormRoute | ActionRoute | FileRoute | PassageRoute

/**
 * GET: computes a view model and answers HTML, or the same model as JSON to `Accept: application/json`.
 *
 * `model` is the schema of what leaves: fields that are not in it are dropped from both representations.
 */
export function page<
  M extends z.ZodType,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
>(
  path: string,
  parts: PageParts<P, Q, M> & { view: (model: z.output<M>, context: Context) => VNode },
): Route {
  return { kind: 'page', path, ...parts } as unknown as PageRoute
}

/**
 * GET shows a form; POST checks `fields`, then submits. Wrong input, a change of language (`_language`), and a button
 * or module that wants the page anew (`_redraw`), show the page again with everything that was typed, saving nothing.
 *
 * Messages of `fields` issues are message texts chosen by `view` through `form.errors` (the message as given).
 */
export function form<
  M extends z.ZodType,
  F extends z.ZodType,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
>(
  path: string,
  parts: PageParts<P, Q, M> & {
    fields: F
    /**
     * The thing about which forms sent at the same moment share a transaction, where many are: see
     * `sharedTransactions`, also for what it asks of `submit`, which may run twice. A refusal that wrote nothing is
     * returned there, not thrown: what is thrown undoes the shared transaction.
     */
    sharesTransactionAbout?: (params: Out<P>) => string
    view: (model: z.output<M>, context: Context, form: FormState) => VNode
    submit: (context: Context, input: { params: Out<P>; values: z.output<F> }) => Promise<Next | FormRefused>
  },
): Route {
  return { kind: 'form', path, ...parts } as unknown as FormRoute
}

/** POST of a button: changes something and says where to go next (JSON: `{"next": path}`). */
export function action<F extends z.ZodType | undefined = undefined, P extends Shape | undefined = undefined>(
  path: string,
  parts: Common<P> & {
    fields?: F
    submit: (
      context: Context,
      input: { params: Out<P>; values: F extends z.ZodType ? z.output<F> : Record<string, never> },
    ) => Promise<Next | FileReply>
  },
): Route {
  return { kind: 'action', path, ...parts } as unknown as ActionRoute
}

/** GET of a file: a download, or content that is shown sandboxed. */
export function file<P extends Shape | undefined = undefined, Q extends Shape | undefined = undefined>(
  path: string,
  parts: Common<P> & {
    query?: Q
    load: (context: Context, input: { params: Out<P>; query: Out<Q> }) => Promise<FileReply>
  },
): Route {
  return { kind: 'file', path, ...parts } as unknown as FileRoute
}

/**
 * GET on the way to or from another service: a transaction, then that service, then another transaction. None is
 * open while somebody else is waited for.
 */
export function passage<Departed, Found, Q extends Shape | undefined = undefined>(
  path: string,
  parts: Common<undefined> & {
    query?: Q
    depart: (context: Context, input: { query: Out<Q> }) => Promise<Departed>
    outside: (services: Services, departed: Departed) => Promise<Found>
    arrive: (context: Context, found: Found) => Promise<Next>
  },
): Route {
  return { kind: 'passage', path, ...parts } as unknown as PassageRoute
}
