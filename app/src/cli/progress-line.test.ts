import { expect, it } from 'vitest'
import { progressLine } from './progress-line.ts'

it('is one line on a terminal, written over at most ten times a second unless the text is to stay, and gone at the end', () => {
  const written: string[] = []
  let now = 0
  const line = progressLine({ isTTY: true, write: (text: string) => written.push(text) }, () => now)
  for (const [time, text] of [
    [0, '10 MB'],
    [99, '20 MB'],
    [100, '3 MB'],
  ] as const) {
    now = time
    line.show(() => text)
  }
  line.keep('merging')
  line.end()
  const texts = ['10 MB', '3 MB', 'merging', '']
  expect(written).toEqual(texts.map((text) => `\r${text}\u001b[K`))
})

it('is nothing on a pipe, and nothing on a terminal where there was nothing to say', () => {
  const written: string[] = []
  for (const isTTY of [undefined, true]) {
    const line = progressLine({ ...(isTTY && { isTTY }), write: (text: string) => written.push(text) })
    if (isTTY === undefined) line.show(() => 'some')
    line.end()
  }
  expect(written).toEqual([])
})
