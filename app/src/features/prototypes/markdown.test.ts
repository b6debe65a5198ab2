import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareTexts } from './compare-texts.ts'
import { blocksOf, renderPassage, sectionsOf } from './markdown.ts'

const html = (text: string) =>
  sectionsOf(text)
    .map((section) => section.html)
    .join('')

test('sections are headings with what follows; what stands before the first is section 0', () => {
  const sections = sectionsOf('Before.\n\n# Who *refers*\n\nOne.\n\n## When `now`\n\n- # not a section\n')
  expect(sections.map(({ number, title, source }) => [number, title, source])).toEqual([
    [0, null, 'Before.'],
    [1, 'Who refers', '# Who *refers*\n\nOne.'],
    [2, 'When now', '## When `now`\n\n- # not a section'],
  ])
  expect(sectionsOf('# Only\n').map(({ number }) => number)).toEqual([1])
  expect(sectionsOf('\n\nOnly words')[0]).toMatchObject({ number: 0, source: 'Only words' })
  expect(sectionsOf('')).toEqual([])
})

test('headings stand below the page’s own', () => {
  expect(html('# One\n\n##### Five')).toMatch(/<h3>One<\/h3>[\s\S]*<h6>Five<\/h6>/)
})

test('references defined in another section work', () => {
  expect(html('# A\n\n[x][1]\n\n# B\n\n[1]: https://example.org\n')).toContain('href="https://example.org"')
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](data:text/html,<script>)',
  '[x](vbscript:x)',
  '[x](//evil.example)',
  '[x]( &#106;avascript:alert(1))',
  '![alt](https://evil.example/pixel.png)',
  '<javascript:alert(1)>',
  '```html onload=alert(1)\n<script>\n```',
])('nothing runs and nothing is fetched: %s', (text) => {
  const shown = html(text)
  expect(shown).not.toMatch(/<(?:script|img|iframe|object|embed|form|input|svg|style|link)/i)
  expect(shown).not.toMatch(/(?:href|src)="(?!https?:\/\/|mailto:|#)/i)
  expect(shown).not.toMatch(/<[^>]*\son\w+=/i)
})

test('whatever the text, only harmless elements come out', () => {
  const nasty = fc.array(
    fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '[x](',
      ')',
      '![',
      ']',
      'javascript:',
      'https://e.org',
      '\n\n',
      '# ',
      '`',
      '&#x6a;',
      ' onclick=',
      'a',
      '*',
      '| a | b |\n|--|--|\n',
    ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(nasty, (parts) => {
      const shown = html(parts.join(''))
      for (const [, tag = ''] of shown.matchAll(/<\/?([a-z][a-z0-9]*)/gi))
        expect([
          'p',
          'h3',
          'h4',
          'h5',
          'h6',
          'ul',
          'ol',
          'li',
          'em',
          'strong',
          'code',
          'pre',
          'a',
          'span',
          'blockquote',
          'hr',
          'br',
          'table',
          'thead',
          'tbody',
          'tr',
          'th',
          'td',
          's',
        ]).toContain(tag)
      for (const [, address = ''] of shown.matchAll(/href="([^"]*)"/g))
        expect(address).toMatch(/^(?:$|https?:\/\/|mailto:|#)/i)
    }),
    { numRuns: 1000 },
  )
})

test('comparing keeps what is the same and says what came and went', () => {
  const before = '# Form\n\nOne.\n\nTwo.\n\n- a\n- b\n'
  const after = '# Form\n\nOne.\n\nTwo, better.\n\n- a\n- b\n\nThree.\n'
  expect(compareTexts(before, after)).toEqual([
    { kind: 'same', text: '# Form' },
    { kind: 'same', text: 'One.' },
    { kind: 'removed', text: 'Two.' },
    { kind: 'added', text: 'Two, better.' },
    { kind: 'same', text: '- a\n- b' },
    { kind: 'added', text: 'Three.' },
  ])
})

test('leaving out one side of a comparison gives the other text', () => {
  const texts = fc
    .array(fc.constantFrom('One.', 'Two.', '# Three', '- four', '> five'))
    .map((all) => all.join('\n\n'))
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const blocks = compareTexts(before, after)
      const without = (kind: string) => blocks.filter((block) => block.kind !== kind).map(({ text }) => text)
      expect(without('added')).toEqual(blocksOf(before))
      expect(without('removed')).toEqual(blocksOf(after))
    }),
  )
})

test('a quoted passage has no headings of its own and runs nothing', () => {
  const shown = renderPassage('# When\n\nSoon <script>x</script>\n')
  expect(shown).toContain('<p class="passage-heading">When</p>')
  expect(shown).not.toMatch(/<h\d|<script/)
})
