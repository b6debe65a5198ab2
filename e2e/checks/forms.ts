import type { Page } from 'playwright-core'

/** Choices that go somewhere or send something by being chosen. */
export async function choiceProblems(page: Page): Promise<string[]> {
  const problems: string[] = []
  const before = page.url()
  const requests: string[] = []
  const listen = (request: { url: () => string }) => requests.push(request.url())
  page.on('request', listen)
  for (const choice of await page.locator('main :is([type=radio], [type=checkbox])').all()) {
    if (!(await choice.isVisible())) continue
    await choice.setChecked(true).catch(() => undefined)
    if (page.url() !== before || requests.length > 0) {
      problems.push(`choosing ${await choice.getAttribute('name').catch(() => '?')} did something`)
      break
    }
  }
  for (const select of await page.locator('main select').all()) {
    if (!(await select.isVisible())) continue
    const values = await select
      .locator('option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')))
    const last = values.at(-1)
    if (last) await select.selectOption(last)
    if (page.url() !== before || requests.length > 0) {
      problems.push('choosing a line of a select did something')
      break
    }
  }
  page.off('request', listen)
  return problems
}

/** A page shown with errors: title, summary first and focused, links to fields, the same words there. */
export async function errorSummaryProblems(page: Page): Promise<string[]> {
  const hasFocus = () => document.activeElement?.matches('.error-summary')
  await page.waitForFunction(hasFocus, undefined, { timeout: 60_000 }).catch(() => undefined)
  return page.evaluate(() => {
    const problems: string[] = []
    const summary = document.querySelector<HTMLElement>('.error-summary')
    if (!summary) return ['no summary of errors']
    if (document.activeElement !== summary) problems.push('the summary has not the focus')
    const prefix = document.documentElement.lang.startsWith('fr') ? /^Erreur\s:/ : /^⟦?Error:/
    if (!prefix.test(document.title))
      problems.push(`the title does not begin with the error: ${document.title}`)
    const links = [...summary.querySelectorAll<HTMLAnchorElement>('a')]
    if (links.length === 0) problems.push('the summary is empty')
    for (const link of links) {
      const id = decodeURIComponent(link.hash.slice(1))
      const words = (link.textContent ?? '').trim()
      const field = document.querySelector(`[id="${id}"]`)
      if (!field) {
        problems.push(`no field ${id} for: ${words}`)
        continue
      }
      const said = [...document.querySelectorAll('.field-error')].some((one) =>
        (one.textContent ?? '').trim().endsWith(words),
      )
      if (!said) problems.push(`not said at the field: ${words}`)
      if (field.matches('input, select, textarea') && field.getAttribute('aria-invalid') !== 'true')
        if (!field.matches('[type=radio], [type=checkbox]')) problems.push(`${id} is not marked as wrong`)
    }
    return problems
  })
}

/** Fields that refuse what is pasted. */
export async function pasteProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const problems: string[] = []
    for (const field of document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden])')) {
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true })
      if (!field.dispatchEvent(event)) problems.push(`${field.name} refuses to be pasted into`)
    }
    return problems
  })
}
