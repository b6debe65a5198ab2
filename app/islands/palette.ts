/**
 * Ctrl-K or ⌘-K: a box in which a few letters find any address of the navigation or link of the page.
 *
 * Reads what to offer and every word it says from the page (`<nav data-palette …>` first, then the links of the
 * content). Without this module the same links are where they were.
 */
import { type Entry, rank } from './rank-entries.ts'

function collect(navs: readonly HTMLElement[]): Entry[] {
  const links = [
    ...navs.flatMap((nav) => [...nav.querySelectorAll<HTMLAnchorElement>('a[href]')]),
    ...document.querySelectorAll<HTMLAnchorElement>('main a[href]:not([href^="#"])'),
  ]
  const seen = new Set<string>()
  return links.flatMap((link) => {
    const words = (link.textContent ?? '').trim().replace(/\s+/g, ' ')
    if (words === '' || seen.has(link.href)) return []
    seen.add(link.href)
    return [{ href: link.href, words }]
  })
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function palette(nav: HTMLElement): void {
  const { paletteTitle = '', paletteNone = '', paletteClose = '' } = nav.dataset
  const dialog = element('dialog', { class: 'palette', 'aria-label': paletteTitle })
  const input = element('input', {
    type: 'text',
    role: 'combobox',
    'aria-label': paletteTitle,
    'aria-expanded': 'true',
    'aria-autocomplete': 'list',
    'aria-controls': 'palette-list',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: nav.dataset['paletteSearch'] ?? '',
  })
  const list = element('ul', { id: 'palette-list', role: 'listbox', 'aria-label': paletteTitle })
  const status = element('p', { role: 'status', class: 'palette-none' })
  const close = element('button', { type: 'button', class: 'button quiet' })
  close.textContent = paletteClose
  close.addEventListener('click', () => dialog.close())
  dialog.append(input, list, status, close)
  document.body.append(dialog)

  let shown: readonly Entry[] = []
  let chosen = 0
  const choose = (index: number): void => {
    chosen = shown.length === 0 ? 0 : (index + shown.length) % shown.length
    for (const [at, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(at === chosen))
    input.setAttribute('aria-activedescendant', shown.length > 0 ? `palette-${chosen}` : '')
    list.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }
  const follow = (): void => {
    const entry = shown[chosen]
    if (entry) location.assign(entry.href)
  }
  const draw = (): void => {
    shown = rank(collect([...document.querySelectorAll<HTMLElement>('nav[data-palette]')]), input.value)
    list.replaceChildren(
      ...shown.map((entry, index) => {
        const option = element('li', { role: 'option', id: `palette-${index}` })
        option.textContent = entry.words
        option.addEventListener('click', () => location.assign(entry.href))
        return option
      }),
    )
    status.textContent = shown.length === 0 ? paletteNone : ''
    choose(0)
  }
  const open = (): void => {
    if (dialog.open) return
    input.value = ''
    draw()
    dialog.showModal()
    input.focus()
  }

  input.addEventListener('input', draw)
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') choose(chosen + 1)
    else if (event.key === 'ArrowUp') choose(chosen - 1)
    else if (event.key === 'Enter') follow()
    else return
    event.preventDefault()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
    event.preventDefault()
    open()
  })
  const opener = element('button', { type: 'button', class: 'palette-open' })
  opener.textContent = paletteTitle
  const keys = element('kbd', { 'aria-hidden': 'true' })
  keys.textContent = /Mac|iP/.test(navigator.platform) ? '⌘ K' : 'Ctrl K'
  opener.append(keys)
  opener.addEventListener('click', open)
  document.querySelector('.top .language')?.before(opener)
}

const nav = document.querySelector<HTMLElement>('nav[data-palette-title]')
if (nav) palette(nav)
