/**
 * Says on an open page when there is no connection, and takes it back when there is one again.
 *
 * What is pressed meanwhile is not sent: the page stays with all that was typed, and the line is said again. Without
 * this module the browser's own page takes its place. Nothing is kept and nothing is sent later.
 */
const line = document.querySelector<HTMLElement>('.connection')

function show(): void {
  if (line) line.textContent = navigator.onLine ? '' : (line.dataset['lost'] ?? '')
}

function stay(event: Event): void {
  if (navigator.onLine || event.defaultPrevented || !line) return
  event.preventDefault()
  line.textContent = ''
  requestAnimationFrame(show)
}

window.addEventListener('online', show)
window.addEventListener('offline', show)
window.addEventListener('submit', stay)
show()
