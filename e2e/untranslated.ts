const spokenAttributes = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'data-label']
const without = /⟦[^⟦⟧]*⟧/g
/** Scripts and styles say nothing; a key is called what it is called. */
const silent = new Set(['script', 'style', 'kbd'])
const voids = new Set(['meta', 'link', 'input', 'br', 'hr', 'img', 'source', 'wbr', 'col'])

const decode = (text: string): string =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (_, code?: string) => (code ? String.fromCodePoint(Number(code)) : ' '))

/** Dates come from the formats of the language, not from messages. */
const dates =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b[ap]\.m\.|(?<=\d),? at (?=\d)/g

function hasLetters(text: string): boolean {
  let left = decode(text)
  for (let before = ''; before !== left;) {
    before = left
    left = left.replaceAll(without, '')
  }
  return /\p{L}/u.test(left.replaceAll(dates, ''))
}

/**
 * What a page says that does not come from messages: texts and spoken attributes with letters outside ⟦…⟧.
 *
 * What people wrote is marked `data-content` and left out, and with it what a title or a text area repeats
 * of it; a text area may hold what the caller knows to be people's.
 *
 * @param html a page in the language `pseudo`, as this application renders pages
 */
export function untranslated(
  html: string,
  isWritten: (text: string) => boolean = () => false,
): readonly string[] {
  const found: string[] = []
  const written: string[] = []
  const repeating: { text: string; isTyped: boolean }[] = []
  const open: { name: string; quiet: boolean; isContent: boolean }[] = []
  const quiet = () => open.at(-1)?.quiet ?? false
  for (const [token] of html.matchAll(/<!--[\s\S]*?-->|<![^>]*>|<(?:"[^"]*"|[^">])*>|[^<]+/g)) {
    if (token.startsWith('<!')) continue
    if (!token.startsWith('<')) {
      if (open.at(-1)?.isContent) written.push(token.trim())
      else if (['title', 'textarea'].includes(open.at(-1)?.name ?? ''))
        repeating.push({ text: token.trim(), isTyped: open.at(-1)?.name === 'textarea' })
      else if (!quiet() && hasLetters(token)) found.push(decode(token).trim())
      continue
    }
    const name = /^<\/?([\w:-]+)/.exec(token)?.[1]?.toLowerCase() ?? ''
    if (token.startsWith('</')) {
      const at = open.findLastIndex((one) => one.name === name)
      if (at >= 0) open.length = at
      continue
    }
    const isContent = /\sdata-content(?=[\s=>/])/.test(token)
    const isQuiet = quiet() || isContent || silent.has(name)
    if (!isQuiet)
      for (const attribute of spokenAttributes) {
        const value = new RegExp(`\\s${attribute}="([^"]*)"`).exec(token)?.[1]
        if (value && hasLetters(value)) found.push(`${attribute}="${decode(value)}"`)
      }
    if (!voids.has(name) && !token.endsWith('/>'))
      open.push({ name, quiet: isQuiet, isContent: isContent || (open.at(-1)?.isContent ?? false) })
  }
  const longestFirst = written.filter((text) => text !== '').toSorted((a, b) => b.length - a.length)
  for (const { text, isTyped } of repeating) {
    const own = longestFirst.reduce((left, one) => left.replaceAll(one, ''), text)
    if (!(isTyped && isWritten(decode(text))) && hasLetters(own)) found.push(decode(text))
  }
  return found
}
