/**
 * Keeps a second tap from sending a form that is on its way.
 *
 * The browser would give up the first answer for the second: a code that had just signed somebody in was said not to
 * work, and what was begun with one tap was there twice. A form whose page is still there after a while may be sent again.
 */
const pauseMs = 4_000

let sent = new WeakMap<HTMLFormElement, number>()

window.addEventListener('submit', (event) => {
  const { target: form, timeStamp } = event
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return
  const before = sent.get(form)
  if (before !== undefined && timeStamp - before < pauseMs) event.preventDefault()
  else sent.set(form, timeStamp)
})

// A page that "back" brings as it was left has nothing on its way.
window.addEventListener('pageshow', () => {
  sent = new WeakMap()
})
