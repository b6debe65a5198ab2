import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Context } from './context.ts'
import { type Incoming, parseAddress } from './incoming.ts'
import type { FormRoute, FormState, PageRoute } from './route.ts'

/** A page as it is sent. */
export const html = (node: VNode): string => `<!doctype html>${renderToString(node)}`

/** The model of a page or form, and what draws it with what was typed. */
export async function showForm(incoming: Incoming, context: Context, form: FormState) {
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
