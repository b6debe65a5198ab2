const spokenAttributes = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'data-label']
const without = /⟦[^⟦⟧]*⟧/g
/** Scripts and styles say nothing; a title repeats a heading; a text area holds what somebody typed. */
const silent = new Set(['script', 'style', 'title', 'textarea'])
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
 * What people wrote is marked `data-content` and left out.
 *
 * @param html a page in the language `pseudo`, as this application renders pages
 */
export function untranslated(html: string): readonly string[] {
  const found: string[] = []
  const open: { name: string; quiet: boolean }[] = []
  const quiet = () => open.at(-1)?.quiet ?? false
  for (const [token] of html.matchAll(/<!--[\s\S]*?-->|<![^>]*>|<(?:"[^"]*"|[^">])*>|[^<]+/g)) {
    if (token.startsWith('<!')) continue
    if (!token.startsWith('<')) {
      if (!quiet() && hasLetters(token)) found.push(decode(token).trim())
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
    if (!voids.has(name) && !token.endsWith('/>')) open.push({ name, quiet: isQuiet })
  }
  return found
}
