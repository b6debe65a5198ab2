import type { Chrome } from '../platform/http/context.ts'
import type en from './messages.en.json'

type Actor = NonNullable<Chrome['actor']>
type Role = Actor['roles'] extends ReadonlySet<infer R> ? R : never

/** One address of the navigation, its words, and who sees it. */
export type NavigationEntry = Readonly<{
  href: string
  label: keyof typeof en & `nav.${string}`
  for: 'signed-in' | readonly Role[]
}>

/** The main navigation, in the order in which every page shows it. */
export const navigation: readonly NavigationEntry[] = [
  { href: '/', label: 'nav.home', for: 'signed-in' },
  { href: '/say', label: 'nav.say', for: ['physician', 'champion', 'lead', 'community-partner'] },
  { href: '/said', label: 'nav.said', for: ['physician', 'champion', 'community-partner'] },
  { href: '/needs', label: 'nav.needs', for: ['lead', 'analyst'] },
  {
    href: '/initiatives',
    label: 'nav.initiatives',
    for: ['lead', 'decision-maker', 'analyst', 'champion', 'network-administrator'],
  },
  { href: '/strategies', label: 'nav.strategies', for: ['lead', 'decision-maker', 'analyst'] },
  { href: '/people', label: 'nav.people', for: ['lead', 'network-administrator'] },
  {
    href: '/administration',
    label: 'nav.administration',
    for: ['network-administrator', 'privacy-officer', 'auditor'],
  },
  { href: '/me', label: 'nav.me', for: 'signed-in' },
]

/** The entries a person sees. */
export function navigationFor(actor: Actor): readonly NavigationEntry[] {
  return navigation.filter(
    (entry) => entry.for === 'signed-in' || entry.for.some((role) => actor.roles.has(role)),
  )
}

/** The entry a path belongs to: the longest whose address begins it. */
export function currentEntry(path: string): string | null {
  const bare = path.split('?')[0] ?? path
  const fits = navigation.filter(({ href }) =>
    href === '/' ? bare === '/' : bare === href || bare.startsWith(`${href}/`),
  )
  return fits.toSorted((a, b) => b.href.length - a.href.length)[0]?.href ?? null
}

/** Who gets the command palette: people who move between many things, at a keyboard. */
export const usesPalette = (actor: Actor | null): boolean =>
  actor !== null &&
  (['lead', 'decision-maker', 'analyst', 'network-administrator', 'privacy-officer'] as const).some((role) =>
    actor.roles.has(role),
  )
