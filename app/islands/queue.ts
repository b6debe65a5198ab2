/**
 * Keeps an answer on this page until the server has acknowledged it.
 *
 * Without this module the form is sent by the browser and nothing else changes. It takes hold of forms marked
 * `data-queue` alone (the server marks them on the person's own device, never where names are kept apart), keeps
 * the answer in the page's memory and nowhere else, for a day at most, sends it again with the revision and the
 * session it had, and says "Saved" only after the server's word.
 */
import { Delivery, type Outcome } from './delivery.ts'

const words = {
  saving: 'queueSaving',
  saved: 'queueSaved',
  waiting: 'queueWaiting',
  refused: 'queueRefused',
  expired: 'queueExpired',
} as const

/** Sends a form as the browser would, and reads what became of it. */
async function send(address: string, body: URLSearchParams): Promise<Outcome> {
  let reply: Response
  try {
    reply = await fetch(address, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      redirect: 'error',
    })
  } catch {
    return { kind: 'unreachable' }
  }
  if (reply.status >= 500 || reply.status === 429) return { kind: 'unreachable' }
  if (!reply.ok) return { kind: 'refused' }
  const answer = (await reply.json().catch(() => null)) as { next?: unknown } | null
  // Whatever stands between, such as the sign-in page of a network, may say that all is well.
  if (typeof answer?.next !== 'string') return { kind: 'unreachable' }
  return { kind: 'saved', next: answer.next }
}

function queue(form: HTMLFormElement): void {
  const status = form.querySelector('.queue-status')
  const say = (what: keyof typeof words): void => {
    if (!status) return
    status.textContent = form.dataset[words[what]] ?? ''
    for (const part of ['notice', 'attention'])
      status.classList.toggle(part, what !== 'saving' && what !== 'saved')
  }
  const delivery = new Delivery(
    (body) => send(form.action, body),
    (state, next) => {
      say(state)
      if (state === 'saved' && next !== null) location.assign(next)
    },
  )

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const pressed = event.submitter
    for (const button of form.querySelectorAll('button.answer'))
      button.setAttribute('aria-pressed', String(button === pressed))
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form, pressed))
      if (typeof value === 'string') body.append(name, value)
    void delivery.deliver(body)
  })
  window.addEventListener('online', () => void delivery.tryNow())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void delivery.tryNow()
  })
  window.addEventListener('beforeunload', (event) => {
    if (delivery.waiting) event.preventDefault()
  })
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-queue]')) queue(form)
