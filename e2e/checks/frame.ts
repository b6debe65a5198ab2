import type { Page } from 'playwright-core'

/** What has to be the same on every page: the order of the navigation, and the foot with help in it. */
export type Frame = Readonly<{ navigation: readonly string[]; foot: readonly string[] }>

/** Reads the frame of the page. */
export async function readFrame(page: Page): Promise<Frame> {
  return page.evaluate(() => {
    const addresses = (selector: string) =>
      [...document.querySelectorAll(`${selector} :is(a, form)`)].map(
        (one) => one.getAttribute('href') ?? one.getAttribute('action') ?? '',
      )
    return { navigation: addresses('#navigation'), foot: addresses('.foot') }
  })
}

/** Where what two pages share of their frames stands in another order; help comes first in every foot. */
export function frameProblems(one: Frame, other: Frame): string[] {
  const problems: string[] = []
  const shared = (from: readonly string[], among: readonly string[]) =>
    from.filter((address) => among.includes(address)).join(' ')
  for (const part of ['navigation', 'foot'] as const)
    if (shared(one[part], other[part]) !== shared(other[part], one[part]))
      problems.push(`the ${part} is in another order`)
  if (other.foot[0] !== '/help') problems.push('help is not first in the foot')
  return problems
}

/** A document that a reader of headings and landmarks finds their way in. */
export async function outlineProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = []
    const main = document.querySelectorAll('main')
    if (main.length !== 1) problems.push(`${main.length} main regions`)
    const headings = [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].filter((one) =>
      one.checkVisibility(),
    )
    const ones = headings.filter((one) => one.tagName === 'H1').length
    if (ones !== 1) problems.push(`${ones} headings of the first level`)
    if (document.title.trim() === '') problems.push('no title')
    let level = 1
    for (const heading of headings) {
      const own = Number(heading.tagName[1])
      if (own > level + 1) problems.push(`a heading of level ${own} after one of level ${level}`)
      level = own
    }
    return problems
  })
}
