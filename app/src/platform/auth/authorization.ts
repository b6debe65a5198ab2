import { NotSignedIn } from '../errors.ts'
import type { Id, PersonId } from '../ids.ts'
import type { Language } from '../i18n/locale.ts'

export const roles = [
  'physician',
  'champion',
  'lead',
  'decision-maker',
  'analyst',
  'community-partner',
  'network-administrator',
  'privacy-officer',
  'auditor',
] as const
export type Role = (typeof roles)[number]

/** Who is asking. */
export type Actor = Readonly<{
  personId: PersonId
  sessionId: Id<'session'>
  /** Whether they said that the device at hand is theirs alone. */
  ownDevice: boolean
  name: string
  language: Language
  roles: ReadonlySet<Role>
}>

/** What a person is to the thing asked about, found by the command that loads it. */
export type Relation =
  | 'self'
  | 'author'
  | 'invited'
  | 'dyad'
  | 'creator'
  | 'decider'
  | 'sponsor'
  | 'champion'
  | 'triager'
  | 'facilitator'
  | 'owner'
  | 'second-reader'

/** One way to be allowed: a role, a relation, or both together. */
export type Rule = Readonly<{ role?: Role; as?: Relation }>

/** A thing that can be done, by name, with every way to be allowed. `'public'` needs nobody signed in. */
export type Permission = Readonly<{ name: string; rules: 'public' | 'signed-in' | readonly Rule[] }>

/** There, but not for this person. */
export class Forbidden extends Error {
  override name = 'Forbidden'
  readonly actor: Actor
  readonly permission: Permission

  constructor(actor: Actor, permission: Permission) {
    super(permission.name)
    this.actor = actor
    this.permission = permission
  }
}

/** The roles for which something is, and whether it is for people who are named for the thing itself. */
export function openTo({ rules }: Permission): { roles: readonly Role[]; named: boolean } {
  if (!Array.isArray(rules)) return { roles: [], named: false }
  const plain = (rules as readonly Rule[]).filter(({ as }) => as === undefined)
  const wanted = new Set(plain.map(({ role }) => role))
  return { roles: roles.filter((role) => wanted.has(role)), named: plain.length < rules.length }
}

/** Declares a feature's permissions as data: name → who may. */
export function definePermissions<const P extends Record<string, Permission['rules']>>(
  rules: P,
): { readonly [K in keyof P & string]: Readonly<{ name: string; rules: P[K] }> } {
  return Object.fromEntries(Object.entries(rules).map(([name, value]) => [name, { name, rules: value }])) as {
    readonly [K in keyof P & string]: Readonly<{ name: string; rules: P[K] }>
  }
}

/** Whether this person may do this to a thing they have these relations to. */
export function may(
  actor: Actor | null,
  permission: Permission,
  relations: Iterable<Relation> = [],
): boolean {
  if (permission.rules === 'public') return true
  if (actor === null) return false
  if (permission.rules === 'signed-in') return true
  const has = new Set(relations)
  return permission.rules.some(
    (rule) =>
      (rule.role === undefined || actor.roles.has(rule.role)) && (rule.as === undefined || has.has(rule.as)),
  )
}

/**
 * Lets pass or refuses.
 *
 * @throws {NotSignedIn} nobody is signed in
 * @throws {Forbidden} somebody is, and none of the permission's rules fits
 */
export function authorize(
  actor: Actor | null,
  permission: Permission,
  relations: Iterable<Relation> = [],
): void {
  if (may(actor, permission, relations)) return
  throw actor === null ? new NotSignedIn() : new Forbidden(actor, permission)
}

/** Whether some relation to the thing could let this person pass: what can be said before it is loaded. */
export function mayPerhaps(actor: Actor | null, permission: Permission): boolean {
  if (permission.rules === 'public') return true
  if (actor === null) return false
  if (permission.rules === 'signed-in') return true
  return permission.rules.some((rule) => rule.role === undefined || actor.roles.has(rule.role))
}
