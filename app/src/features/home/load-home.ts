import type { z } from 'zod'
import { type Role, roles } from '../../platform/auth/authorization.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { openNotices } from '../notices/public.ts'
import { loadAskedHome, openRounds } from './asked-home.ts'
import { decisionsDue, networkLacks, promisesAndReadings, publishedResults } from './duties.ts'
import type { HomeModel, OfficeHome, pointStates } from './home-models.ts'
import { figuresOf, loadLeadHome } from './lead-home.ts'

/** Whose home comes first for somebody with several roles. */
const precedence: readonly Role[] = [
  'lead',
  'decision-maker',
  'physician',
  'champion',
  'community-partner',
  'network-administrator',
  'privacy-officer',
  'analyst',
  'auditor',
]

const isPhysicians = (role: Role): boolean => role === 'physician' || role === 'champion'

/** Which home is shown: the one asked for where the person has that role, else their first. */
export function homeRole(held: ReadonlySet<Role>, asked: Role | null): Role | null {
  if (asked && held.has(asked)) return asked
  return precedence.find((role) => held.has(role)) ?? null
}

/** The other homes, physicians' and champions' being the same. */
export function otherHomes(held: ReadonlySet<Role>, shown: Role | null): readonly Role[] {
  const others = roles.filter((role) => held.has(role) && role !== shown)
  const physicians = others.filter(isPhysicians)
  const shownIsPhysicians = shown !== null && isPhysicians(shown)
  return others.filter((role) => !isPhysicians(role) || (!shownIsPhysicians && role === physicians[0]))
}

/** What the person signed in meets first. */
export async function loadHome(
  context: Context,
  view: Readonly<{ as: Role | null; state: (typeof pointStates)[number] | null; page: number }>,
): Promise<z.input<typeof HomeModel>> {
  const held = actorOf(context).roles
  const role = homeRole(held, view.as)
  const also = [...otherHomes(held, role)]
  if (role === 'lead') return { home: await loadLeadHome(context, view), also }
  if (role === 'physician' || role === 'champion')
    return { home: await loadAskedHome(context, 'physician'), also }
  if (role === 'community-partner') return { home: await loadAskedHome(context, role), also }
  return { home: await loadOffice(context, role ?? 'nobody'), also }
}

async function loadOffice(
  context: Context,
  kind: z.input<typeof OfficeHome>['kind'],
): Promise<z.input<typeof OfficeHome>> {
  const me = actorOf(context).personId
  const notices = (await openNotices(context, me, { limit: 10 })).filter((one) => one.kind !== 'round-opened')
  const sees = kind === 'decision-maker' || kind === 'analyst' || kind === 'network-administrator'
  return {
    kind,
    name: actorOf(context).name,
    asked: [...(await openRounds(context))],
    duties: [
      ...(kind === 'decision-maker' ? await decisionsDue(context, 'mine') : []),
      ...(await promisesAndReadings(context)),
      ...(kind === 'network-administrator' ? await networkLacks(context) : []),
    ],
    figures: sees ? await figuresOf(context, kind === 'decision-maker' ? 'mine' : 'network') : null,
    notices: notices.map((one) => ({ href: one.address, notice: one.kind, title: one.title })),
    results: kind === 'analyst' || kind === 'decision-maker' ? await publishedResults(context) : [],
  }
}
