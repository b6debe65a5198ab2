import type { BrowserContext } from 'playwright-core'

/** Lighthouse's slow 4G: 1.6 Mbit/s, 150 ms; and a processor four times slower. */
const slow = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const processor = 4

/** Milliseconds that a fixed sum takes here, unthrottled: how slow this machine is at the moment. */
const sumTakes = (): number => {
  const start = performance.now()
  let sum = 0
  for (let index = 0; index < 3e7; index++) sum = (sum * 31 + index) | 0
  return performance.now() - start + (sum === 1 ? 1 : 0)
}

/** Milliseconds of `sumTakes` on a machine that is fast enough. */
const usualSum = 60

/** How many times slower than usual this machine is now; never less than 1. */
export const slowness = (): number => Math.max(1, Math.min(sumTakes(), sumTakes(), sumTakes()) / usualSum)

/**
 * Milliseconds until the largest thing of a first view is painted, on slow 4G; the shortest of at most three views.
 *
 * What else runs on the machine makes a view later, never earlier: one within `enough` needs no other.
 */
export async function largestPaint(context: BrowserContext, path: string, enough: number): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY
  for (let view = 0; view < 3 && shortest > enough; view++)
    shortest = Math.min(shortest, await paintOnce(context, path))
  return shortest
}

async function paintOnce(context: BrowserContext, path: string): Promise<number> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.clearBrowserCache')
  await session.send('Network.emulateNetworkConditions', slow)
  await session.send('Emulation.setCPUThrottlingRate', { rate: processor })
  await page.goto(path, { waitUntil: 'load' })
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
          type: 'largest-contentful-paint',
          buffered: true,
        })
        setTimeout(() => reject(new Error('nothing was painted in thirty seconds')), 30_000)
      }),
  )
  await page.close()
  return paint
}
