import http from 'node:http'
import type { Page } from 'playwright-core'

export type Weight = Readonly<{ all: number; script: number; html: number; thirdParty: readonly string[] }>

/** Bytes of the body as it travels with gzip. */
async function transferred(url: string, cookie: string): Promise<{ bytes: number; type: string }> {
  const { host, port, pathname, search } = new URL(url)
  const headers = { host, 'accept-encoding': 'gzip', accept: 'text/html', cookie }
  return new Promise((resolve, reject) => {
    http
      .get({ hostname: '127.0.0.1', port, path: `${pathname}${search}`, headers }, (reply) => {
        let bytes = 0
        reply.on('data', (chunk: Buffer) => (bytes += chunk.length))
        reply.on('end', () => resolve({ bytes, type: reply.headers['content-type'] ?? '' }))
      })
      .on('error', reject)
  })
}

/** What the first view of the page the browser is on weighs, gzip, and whom else it asks for something. */
export async function weigh(page: Page): Promise<Weight> {
  const urls = await page.evaluate(() => [
    location.href,
    ...performance.getEntriesByType('resource').map((entry) => entry.name),
  ])
  const own = new URL(page.url()).origin
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const weight = {
    all: 0,
    script: 0,
    html: 0,
    thirdParty: urls.filter((url) => !url.startsWith(own) && !url.startsWith('data:')),
  }
  for (const url of new Set(urls.filter((one) => one.startsWith(own)))) {
    const { bytes, type } = await transferred(url, cookie)
    weight.all += bytes
    if (type.includes('javascript')) weight.script += bytes
    if (type.includes('html')) weight.html += bytes
  }
  return weight
}
