/**
 * Says on an open page when there is no connection, and takes it back when there is one again.
 *
 * Without this module the browser's own page says so, once something is pressed. Nothing is kept and nothing is sent.
 */
const line = document.querySelector<HTMLElement>('.connection')

function show(): void {
  if (line) line.textContent = navigator.onLine ? '' : (line.dataset['lost'] ?? '')
}

window.addEventListener('online', show)
window.addEventListener('offline', show)
show()
