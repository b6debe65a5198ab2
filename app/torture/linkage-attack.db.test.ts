import { expect, test } from 'vitest'
import leak from '../src/features/rounds/mid-round-leak.json' with { type: 'json' }
import { startTestApp } from '../src/test-app.ts'
import { measureLinkage } from './linkage-attack.ts'
import { tablesOfActs, tablesOfOthers } from './linkage-replies.ts'

test(
  'whoever has the database without the key matches nobody better than by chance; a leaky build is caught',
  { timeout: 600_000 },
  async () => {
    const people = leak.people
    const { during, after, inside, leaky, replies } = await measureLinkage({ people, seeds: leak.seeds })
    expect(after.mean).toBeLessThanOrEqual(1 / people + 3 * after.standardError)
    expect(inside.mean).toBeLessThanOrEqual(1 / people + 3 * inside.standardError)
    expect(leaky.mean).toBeGreaterThanOrEqual(0.9)
    expect(Math.abs(during.mean - leak.during), 'who-can-see prints what was measured').toBeLessThan(0.02)
    expect(Math.abs(after.mean - leak.after), 'who-can-see prints what was measured').toBeLessThan(0.02)
    expect(replies.before.mean).toBeGreaterThanOrEqual(0.9)
    expect(replies.after.size).toBeGreaterThan(Object.keys(tablesOfActs).length)
    // Of dozens of sortings chance alone brings one beyond four standard errors in one run of a hundred.
    for (const [sorting, { mean, standardError }] of replies.after)
      expect(mean, sorting).toBeLessThanOrEqual(1 / 20 + 6 * Math.max(standardError, 0.012))
  },
)

test('every table that holds or refers to an act of a participant is attacked, or is known to hold none', async () => {
  const app = await startTestApp()
  const { rows } = await app.app.services.database.pool.query<{ name: string }>(`
    select distinct c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind in ('r', 'p') and (exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
        and a.attname in ('participant', 'author_pseudonym'))
      or exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'contribution'::regclass))`)
  await app.stop()
  expect(rows.map(({ name }) => name).toSorted()).toEqual(
    [...Object.keys(tablesOfActs), ...tablesOfOthers].toSorted(),
  )
})
