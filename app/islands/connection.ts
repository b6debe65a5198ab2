/**
 * Says on an open page when there is no connection, and takes it back when there is one again.
 *
 * What is pressed meanwhile is not sent: the page stays with all that was typed, and the line is said again; once the
 * connection is back it says that nothing was sent. Without this module the browser's own page takes its place.
 * Nothing is kept and nothing is sent later.
 *
 * A browser that says it is offline may still reach a server on its own machine or behind a network it does not know:
 * the server is asked.
 */
const line = document.querySelector<HTMLElement>('.connection')

const isReached = async (): Promise<boolean> =>
  navigator.onLine ||
  fetch('/healthz', { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  )

let wasPressed = false

const say = (reached: boolean): void => {
  const words = reached ? wasPressed && 'back' : 'lost'
  if (line) line.textContent = (words && line.dataset[words]) || ''
}

const show = async (): Promise<void> => say(await isReached())

let sending = false
let asking = false

async function stay(event: SubmitEvent): Promise<void> {
  const { target, submitter } = event
  if (sending || event.defaultPrevented || !(target instanceof HTMLFormElement)) return
  if (navigator.onLine && !asking) return
  event.preventDefault()
  if (asking) return
  asking = true
  const reached = await isReached()
  asking = false
  if (reached) {
    sending = true
    try {
      target.requestSubmit(submitter)
    } finally {
      sending = false
    }
  } else {
    wasPressed = true
    if (line) line.textContent = ''
    requestAnimationFrame(() => say(false))
  }
}

window.addEventListener('online', () => void show())
window.addEventListener('offline', () => void show())
window.addEventListener('submit', (event) => void stay(event))
void show()
