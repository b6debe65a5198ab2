import http from 'node:http'
import type { Page } from 'playwright-core'

export type Weight = Readonly<{
  all: number
  script: number
  html: number
  thirdParty: readonly string[]
  /** What the browser fetches before it paints anything. */
  blocking: readonly string[]
  /** Milliseconds that slow 4G takes of the largest paint. */
  paint: number
  elements: number
  /** Pixels from top to end in the window as it is. */
  length: number
}>

/** Slow 4G as Lighthouse has it: 1.6 Mbit/s, 150 ms there and back. */
const bytesPerMs = 200
const roundTrip = 150
/** Bytes that come before the first acknowledgement: ten packets, then twice as many each time. */
const firstWindow = 14_600

const download = (bytes: number): number =>
  Math.max(bytes / bytesPerMs, roundTrip * Math.max(0, Math.ceil(Math.log2(bytes / firstWindow + 1)) - 1))

/**
 * Milliseconds until what is painted has come: the connection and its encryption, the page, then all that it waits for at
 * once. The same for the same bytes on every machine, whatever else runs there.
 */
const paintAfter = (html: number, awaited: readonly number[]): number =>
  3 * roundTrip +
  download(html) +
  (awaited.length === 0 ? 0 : roundTrip + download(awaited.reduce((sum, bytes) => sum + bytes)))

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

/** What the first view of the page the browser is on weighs, gzip, whom else it asks for something, and what its paint waits for. */
export async function weigh(page: Page): Promise<Weight> {
  const { urls, largest, ...seen } = await page.evaluate(async () => {
    const resources = performance.getEntriesByType('resource') as (PerformanceResourceTiming & {
      renderBlockingStatus: string
    })[]
    const painted = await new Promise<PerformanceEntry & { url: string }>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().at(-1) as never)).observe({
        type: 'largest-contentful-paint',
        buffered: true,
      })
    })
    return {
      urls: [location.href, ...resources.map(({ name }) => name)],
      blocking: resources.filter((one) => one.renderBlockingStatus === 'blocking').map(({ name }) => name),
      largest: painted.url,
      elements: document.querySelectorAll('*').length,
      length: document.documentElement.scrollHeight,
    }
  })
  const own = new URL(page.url()).origin
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const weight = {
    all: 0,
    script: 0,
    html: 0,
    thirdParty: urls.filter((url) => !url.startsWith(own) && !url.startsWith('data:')),
  }
  const awaited: number[] = []
  for (const url of new Set(urls.filter((one) => one.startsWith(own)))) {
    const { bytes, type } = await transferred(url, cookie)
    weight.all += bytes
    if (type.includes('javascript')) weight.script += bytes
    if (type.includes('html')) weight.html += bytes
    if (seen.blocking.includes(url) || url === largest) awaited.push(bytes)
  }
  return { ...weight, ...seen, paint: paintAfter(weight.html, awaited) }
}
