import { describe, expect, test } from 'vitest'
import { weigh } from '../checks/weight.ts'
import { pages } from '../pages.ts'
import { type Tour, atState } from '../tour.ts'

/**
 * Bytes (gzip) at which a page fails, and to which a physician's keeps; of the 1.8 seconds in which its largest thing is to be
 * painted, the milliseconds that slow 4G may take and the elements that a slow processor may have to lay out, which are the
 * same on every machine (what this one makes of them `npm run bench largest-paint` measures); and pixels down a phone.
 */
const limits = { script: 45_000, all: 90_000, html: 20_000 }
const targets = { script: 30_000, all: 60_000, html: 14_000, paint: 700, elements: 1_000, length: 10_500 }

/** The weight of every page, what a physician's waits for before it is painted, and how long it is. */
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
        if (!state.physician) return
        expect(weight.blocking).toHaveLength(1)
        expect(weight.paint).toBeLessThanOrEqual(targets.paint)
        expect(weight.elements).toBeLessThanOrEqual(targets.elements)
        expect(weight.length).toBeLessThanOrEqual(targets.length)
      })
    },
  )
}
