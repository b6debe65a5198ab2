/**
 * Draws the preview beside a form anew while one types; choosing and moving about draw nothing.
 *
 * The server draws it from what stands in the form and saves nothing; only the element named by `data-preview` is
 * taken from its answer. Without this module, or without a connection, the preview is that of the last saving.
 */
const quietMs = 500

function preview(form: HTMLFormElement, id: string): void {
  let line: string | undefined
  let latest = 0
  let soon: ReturnType<typeof setTimeout> | undefined

  async function draw(): Promise<void> {
    const asked = ++latest
    const body = new URLSearchParams({ _redraw: 'preview', ...(line ? { preview: line } : {}) })
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    const reply = await fetch(location.pathname, {
      method: 'POST',
      body,
      headers: { accept: 'text/html' },
      redirect: 'error',
    })
    if (!reply.ok || asked !== latest) return
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html')
    const drawn = page.getElementById(id)
    if (drawn) document.getElementById(id)?.replaceWith(drawn)
  }

  form.addEventListener('input', ({ target }) => {
    const isText =
      target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text')
    if (!isText) return
    line = /_(\d+)_/.exec(target.id)?.[1] ?? line
    clearTimeout(soon)
    soon = setTimeout(() => void draw().catch(() => undefined), quietMs)
  })
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-preview]'))
  preview(form, form.dataset['preview'] ?? '')
