import type { FastifyReply } from 'fastify'
import type { VNode } from 'preact'
import type { z } from 'zod'
import { hasEnded } from '../calendar-day.ts'
import { Ended, NotFound, NotSentYet, Unreadable, Unstorable } from '../errors.ts'
import type { Chrome } from './context.ts'
import { inContext } from './in-context.ts'
import { type Incoming, parseAddress, wantsJson } from './incoming.ts'
import { cleaned, tooLargeFields, unstorableFields } from './kept-text.ts'
import { patientDataIn } from './patient-data-check.ts'
import { languageCookie, setLanguage } from './reader-language.ts'
import { type FileReply, FormRefused, type FormState, type Next, type Offers } from './route.ts'
import { sendFile, sendNext, sendPage } from './send-answer.ts'
import { html, showForm } from './show-form.ts'

/** Draws the page between a form and its sending, when something in `fields` looks like a patient's data; it posts to the same address. */
export type PatientDataPage = (
  parts: Readonly<{ chrome: Chrome; form: FormState; fields: readonly string[] }>,
) => VNode

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

/** Refuses whoever the route's permission can never admit. */
const admit = (incoming: Incoming): Promise<void> => inContext(incoming, async () => undefined, 'admitted')

/** The form's page with what was typed and what is wrong with it; where no page can show it, the same as JSON, or a refusal. */
async function showAgain(
  incoming: Incoming,
  reply: FastifyReply,
  code: number,
  errors: Readonly<Record<string, string>>,
  offers: Offers = {},
): Promise<FastifyReply> {
  const { request, route } = incoming
  if (route.kind !== 'form' || wantsJson(request)) {
    await admit(incoming)
    if (!wantsJson(request)) throw new Unreadable()
    return reply.code(422).send({ error: 'form_refused', fields: errors, offers })
  }
  if (Object.values(errors).some(isNoKey)) {
    await inContext(incoming, (context) => showForm(incoming, context, { values: {}, errors: {} }))
    throw new Unreadable()
  }
  const state = { values: textsOf(request.body), errors, offers }
  const body = await inContext(incoming, async (context) => (await showForm(incoming, context, state)).body())
  return sendPage(reply, code, body)
}

/** Asks whether what looks like a patient's data is to go out, before anything is saved. */
async function askAboutPatientData(
  incoming: Incoming,
  reply: FastifyReply,
  { values, fields }: NonNullable<ReturnType<typeof patientDataIn>>,
  patientDataPage: PatientDataPage,
): Promise<FastifyReply> {
  if (wantsJson(incoming.request)) return showAgain(incoming, reply, 422, { patient_data: 'found' })
  const body = await inContext(
    incoming,
    async ({ chrome }) => html(patientDataPage({ chrome, form: { values, errors: {} }, fields })),
    'admitted',
  )
  return sendPage(reply, 422, body)
}

/**
 * POST. What is sent is checked in this order; the first check that fails answers, and nothing is saved before the last.
 *
 * 1. The address can be one (404).
 * 2. It is not a change of language (`_language`) nor the page wanted anew (`_redraw`): those show the page again (200).
 * 3. The network's last day is not over, or the route is taken after it too (410).
 * 4. No field is larger than what is taken (413).
 * 5. No field holds what cannot be stored (422).
 * 6. `fields` takes it (422).
 * 7. Nothing looks like a patient's data that nobody has looked at (422, on a page of its own).
 * 8. In the network's transaction: who asks may perhaps (401, 403), then `submit` authorizes, loads, decides and writes.
 *
 * 2, 4 to 6 and what `submit` finds wrong with a form show its page through its own `load`, which authorizes; a button,
 * JSON and 7 show nothing of the thing, and ask only whether the permission can admit who asks. 3 gives back what was sent.
 */
export async function servePost(
  incoming: Incoming,
  reply: FastifyReply,
  patientDataPage: PatientDataPage,
): Promise<FastifyReply> {
  const { request, route } = incoming
  if (route.kind !== 'form' && route.kind !== 'action') throw new NotFound()
  const params = parseAddress(route.params, request.params)
  const { _language: chosen, _redraw: redraw } = (request.body ?? {}) as Record<string, unknown>
  if (typeof chosen === 'string') {
    const language = chosen === 'fr' ? 'fr' : 'en'
    setLanguage(incoming, reply, language)
    request.cookies[languageCookie] = language
    if (route.kind === 'action') throw new NotSentYet()
    return showAgain(incoming, reply, 200, {})
  }
  if (typeof redraw === 'string' && route.kind === 'form') return showAgain(incoming, reply, 200, {})
  const { network, services } = incoming
  if (!route.afterEnd && hasEnded({ now: services.clock(), network })) throw new Ended()
  const tooLarge = tooLargeFields(request.body)
  if (Object.keys(tooLarge).length > 0) return showAgain(incoming, reply, 413, tooLarge)
  const unstorable = unstorableFields(request.body)
  if (unstorable.length > 0) {
    const errors = Object.fromEntries(unstorable.map((name) => [name, 'typed.unstorable']))
    if (route.kind === 'form') return showAgain(incoming, reply, 422, errors)
    await admit(incoming)
    throw new Unstorable()
  }
  const parsed = route.fields ? route.fields.safeParse(request.body ?? {}) : null
  if (parsed && !parsed.success) return showAgain(incoming, reply, 422, errorsOf(parsed.error))
  const found = patientDataIn(route, request.body)
  if (found !== null) return askAboutPatientData(incoming, reply, found, patientDataPage)
  try {
    const answer = await inContext<Next | FileReply | FormRefused>(
      incoming,
      (context) => route.submit(context, { params, values: parsed?.data ?? {} } as never),
      'authorized',
      (route.kind === 'form' && route.sharesTransactionAbout?.(params)) || null,
    )
    if (answer instanceof FormRefused) throw answer
    return answer.kind === 'file' ? sendFile(reply, answer) : sendNext(incoming, reply, answer)
  } catch (error) {
    if (error instanceof FormRefused) return showAgain(incoming, reply, 422, error.errors, error.offers)
    throw error
  }
}
