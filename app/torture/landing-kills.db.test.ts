import { expect, it } from 'vitest'
import { landingKills } from './landing-kills.ts'

it(
  'a landing killed at 16 random moments leaves exactly the old or the new data',
  { timeout: 600_000 },
  async () => {
    const { outcomes, violations } = await landingKills({ kills: 16, seed: 7, patients: 30 })
    expect(violations).toEqual([])
    expect(outcomes.old + outcomes.new).toBeGreaterThan(outcomes.late)
  },
)
