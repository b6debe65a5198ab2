import { afterAll, beforeAll, expect, test } from 'vitest'
import { largestPaint } from './checks/largest-paint.ts'
import { pages } from './pages.ts'
import { Tour, windowAt } from './tour.ts'

/* Measured and not checked, since it is true of a machine: `npm run bench largest-paint` runs it. */
const physicians = pages.filter((state) => state.physician && state.status === undefined)
const tour = new Tour()
beforeAll(() => tour.start(physicians))
afterAll(() => tour.stop())

test.each(physicians)('when its largest thing is painted: $name', async (state) => {
  const { context, at } = await windowAt(tour, state, {})
  const paint = await largestPaint(context, at.path)
  process.stdout.write(`${Math.round(paint)} ms until the largest paint of ${state.name}\n`)
  expect(paint).toBeGreaterThan(0)
  await context.close()
})
