import { expect, test } from 'vitest'
import leak from '../src/features/rounds/mid-round-leak.json' with { type: 'json' }
import { measureLinkage } from './linkage-attack.ts'

test(
  'whoever has the database without the key matches nobody better than by chance; a leaky build is caught',
  { timeout: 600_000 },
  async () => {
    const people = leak.people
    const { during, after, inside, leaky } = await measureLinkage({ people, seeds: leak.seeds })
    expect(after.mean).toBeLessThanOrEqual(1 / people + 3 * after.standardError)
    expect(inside.mean).toBeLessThanOrEqual(1 / people + 3 * inside.standardError)
    expect(leaky.mean).toBeGreaterThanOrEqual(0.9)
    expect(Math.abs(during.mean - leak.during), 'who-can-see prints what was measured').toBeLessThan(0.02)
    expect(Math.abs(after.mean - leak.after), 'who-can-see prints what was measured').toBeLessThan(0.02)
  },
)
