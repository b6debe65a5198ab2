/**
 * Says on an open page when there is no connection, and takes it back when there is one again.
 *
 * What is pressed meanwhile is not sent: the page stays with all that was typed, and the line is said again. Without
 * this module the browser's own page takes its place. Nothing is kept and nothing is sent later.
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

async function show(): Promise<void> {
  const words = (await isReached()) ? '' : (line?.dataset['lost'] ?? '')
  if (line) line.textContent = words
}

async function stay(event: SubmitEvent): Promise<void> {
  const { target, submitter } = event
  if (navigator.onLine || event.defaultPrevented || !(target instanceof HTMLFormElement)) return
  event.preventDefault()
  if (await isReached()) {
    window.removeEventListener('submit', send)
    target.requestSubmit(submitter)
  } else {
    if (line) line.textContent = ''
    requestAnimationFrame(() => void show())
  }
}

const send = (event: SubmitEvent): void => void stay(event)

window.addEventListener('online', () => void show())
window.addEventListener('offline', () => void show())
window.addEventListener('submit', send)
void show()
