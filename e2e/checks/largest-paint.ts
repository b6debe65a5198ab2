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

/** Milliseconds until the largest thing of a first view is painted, on slow 4G; the median of three. */
export async function largestPaint(context: BrowserContext, path: string): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.clearBrowserCache')
    await session.send('Network.emulateNetworkConditions', slow)
    await session.send('Emulation.setCPUThrottlingRate', { rate: processor })
    await page.goto(path, { waitUntil: 'load' })
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
              type: 'largest-contentful-paint',
              buffered: true,
            })
            setTimeout(() => resolve(0), 5_000)
          }),
      ),
    )
    await page.close()
  }
  return times.toSorted((a, b) => a - b)[1] ?? Number.POSITIVE_INFINITY
}
