import MarkdownIt from 'markdown-it'

const reader = new MarkdownIt({ html: false, linkify: false, typographer: false })

reader.validateLink = (address) => /^(?:https?:\/\/|mailto:|#)/i.test(address.trim())
const { escapeHtml } = reader.utils
reader.renderer.rules.image = (tokens, index) =>
  `<span class="left-out">[${escapeHtml(tokens[index]?.content ?? '')}]</span>`
reader.renderer.rules.link_open = (tokens, index, options, _environment, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow')
  return self.renderToken(tokens, index, options)
}

/** A part of a text that can be named: a heading and what follows it up to the next; number 0 stands before the first heading. */
export type Section = Readonly<{
  number: number
  /** The heading's plain words; null before the first heading. */
  title: string | null
  /** The Markdown of it, heading included, without blank lines at its ends. */
  source: string
  html: string
}>

/** How far headings are pushed down, so that they stand below the page's own. */
export type HeadingShift = 0 | 1 | 2

/**
 * Reads Markdown into its sections, rendered.
 *
 * HTML in it is shown as text, pictures are left out (their words stay), and links go to http, https and mailto only.
 * Headings inside lists and quotations begin no section. Section numbers follow the text's order: the same text gives the same numbers.
 */
export function sectionsOf(text: string, shift: HeadingShift = 2): readonly Section[] {
  const environment = {}
  const tokens = reader.parse(text, environment)
  const lines = text.split('\n')
  const starts = tokens.flatMap((token, index) =>
    token.type === 'heading_open' && token.level === 0 ? [index] : [],
  )
  for (const token of tokens)
    if (token.type === 'heading_open' || token.type === 'heading_close')
      token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + shift)}`
  const lineOf = (index: number): number => tokens[index]?.map?.[0] ?? lines.length
  const cuts = starts[0] === 0 ? starts : [0, ...starts]
  return cuts.flatMap((start, index): Section[] => {
    const end = cuts[index + 1] ?? tokens.length
    const part = tokens.slice(start, end)
    if (part.length === 0) return []
    const from = start === 0 ? 0 : lineOf(start)
    const source = lines
      .slice(from, lineOf(end))
      .join('\n')
      .replaceAll(/^(?:[ \t]*\n)+|\s+$/g, '')
    const headed = part[0]?.type === 'heading_open'
    return [
      {
        number: starts.indexOf(start) + 1,
        title: headed ? plainWords(part[1]?.children ?? []) : null,
        source,
        html: reader.renderer.render(part, reader.options, environment),
      },
    ]
  })
}

const plainWords = (tokens: readonly { type: string; content: string }[]): string =>
  tokens
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('')

/** The top-level blocks of a text as their Markdown: paragraphs, headings, lists, tables. */
export function blocksOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return reader
    .parse(text, {})
    .filter((token) => token.level === 0 && token.map !== null && token.nesting >= 0)
    .map((token) => lines.slice(token.map?.[0], token.map?.[1]).join('\n').trimEnd())
}

/** A passage rendered for a place where it is quoted: its headings are plain lines, so that they are none of the page's. */
export function renderPassage(text: string): string {
  const environment = {}
  const tokens = reader.parse(text, environment)
  for (const token of tokens)
    if (token.type === 'heading_open' || token.type === 'heading_close') {
      token.tag = 'p'
      if (token.nesting === 1) token.attrSet('class', 'passage-heading')
    }
  return reader.renderer.render(tokens, reader.options, environment)
}

/** One block of Markdown rendered as in its page. */
export const renderBlock = (block: string): string =>
  sectionsOf(block)
    .map(({ html }) => html)
    .join('')
