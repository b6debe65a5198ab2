import { describe, expect, test } from 'vitest'
import { largestPaint, slowness } from '../checks/largest-paint.ts'
import { weigh } from '../checks/weight.ts'
import { pages } from '../pages.ts'
import { type Tour, atState, windowAt } from '../tour.ts'

/** kB (gzip) and milliseconds at which a physician's page fails; what it should keep to is lower. */
const limits = { script: 45_000, all: 90_000, html: 20_000, paint: 2_500 }
const targets = { script: 30_000, all: 60_000, html: 14_000, paint: 1_800 }

/** The weight of every page, and when a physician's is painted on a slow connection. */
export function everyPageIsLight(tour: Tour): void {
  describe.concurrent.each(pages.filter((state) => state.status === undefined && !state.act))(
    '$name',
    (state) => {
      test('keeps to its weight and asks nobody else for anything', async () => {
        const weight = await atState(tour, state, {}, weigh)
        expect(weight.thirdParty).toEqual([])
        expect(weight.script).toBeLessThanOrEqual(state.physician ? targets.script : limits.script)
        expect(weight.all).toBeLessThanOrEqual(state.physician ? targets.all : limits.all)
        expect(weight.html).toBeLessThanOrEqual(state.physician ? targets.html : limits.html)
      })
    },
  )

  test.concurrent.each(pages.filter((state) => state.physician && state.status === undefined))(
    'is painted in time on a slow connection: $name',
    async (state) => {
      const { context, at } = await windowAt(tour, state, {})
      let paint = await largestPaint(context, at.path, targets.paint)
      let factor = 1
      if (paint > limits.paint) {
        const before = slowness()
        paint = Math.min(paint, await largestPaint(context, at.path, targets.paint))
        factor = Math.max(before, slowness())
      }
      const scaled = factor > 1 ? ` on a machine ${factor.toFixed(2)} times slower than usual` : ''
      process.stdout.write(`LCP ${Math.round(paint)} ms (target ${targets.paint})${scaled}: ${state.name}\n`)
      expect(paint).toBeGreaterThan(0)
      expect(paint).toBeLessThanOrEqual(limits.paint * factor)
      await context.close()
    },
  )
}
