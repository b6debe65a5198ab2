import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

declare global {
  interface Window {
    axe?: { run: (context: Document, options: RunOptions) => Promise<AxeResults> }
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Every violation that axe finds, its optional rules on targets, names and orientation included. */
export async function axeProblems(page: Page): Promise<string[]> {
  return violations(page, {
    runOnly: { type: 'tag', values: tags },
    rules: {
      'target-size': { enabled: true },
      'label-content-name-mismatch': { enabled: true },
      'css-orientation-lock': { enabled: true },
    },
  })
}

/** What axe says of contrast alone, for a change of colours. */
export async function contrastProblems(page: Page): Promise<string[]> {
  return violations(page, { runOnly: ['color-contrast'] })
}

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(source)
  const found = await page.evaluate(
    async (chosen) => (await window.axe?.run(document, chosen))?.violations ?? null,
    { ...options, resultTypes: ['violations'] } satisfies RunOptions,
  )
  if (found === null) throw new Error('axe is not in the page')
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`),
  )
}
