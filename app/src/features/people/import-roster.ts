import { createHash } from 'node:crypto'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { knownPeople, rosterStrata } from './known-people.ts'
import { type RosterPlan, planRoster } from './plan-roster.ts'
import { type UnreadableRoster, readRoster } from './read-roster.ts'

export type PlannedRoster = Readonly<{ kind: 'planned'; plan: RosterPlan; digest: string }>

/** What importing this file now would change; nothing is written. */
export async function planRosterImport(
  context: Context,
  content: Uint8Array,
): Promise<PlannedRoster | UnreadableRoster> {
  const roster = readRoster(content, await rosterStrata(context), todayIn(context))
  if (roster.kind === 'unreadable') return roster
  const organisations = await context.db.selectFrom('organisation').select('code').execute()
  const plan = planRoster(roster, await knownPeople(context), new Set(organisations.map((one) => one.code)))
  const digest = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 32)
  return { kind: 'planned', plan, digest }
}
