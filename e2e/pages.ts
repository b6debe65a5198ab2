import type { Role } from '../app/src/platform/auth/authorization.ts'
import type { PersonId } from '../app/src/platform/ids.ts'
import type { Site } from './browser.ts'

/** One page in one state, as one person meets it. */
export type PageState = Readonly<{
  name: string
  /** Who is signed in; none: nobody. */
  roles: readonly Role[]
  /** Brings the state about, where it needs more than the person, and says where it is. */
  path: string | ((site: Site, person: PersonId) => Promise<string>)
  /** A page on a physician's way: the budgets hold. */
  physician?: boolean
  /** The page answers with this (a problem page). */
  status?: number
  /** The page shows what is wrong with what was sent. */
  withErrors?: boolean
}>

/** Every page in its states; a feature that adds a page adds a line. */
export const pages: readonly PageState[] = [
  { name: 'every part', roles: ['physician', 'lead'], path: '/parts', withErrors: true },
  { name: 'every part, nobody signed in', roles: [], path: '/parts', withErrors: true },
  { name: 'a confirmation', roles: ['physician'], path: '/parts/thanks', physician: true },
  { name: 'a page that is not here', roles: ['physician'], path: '/nowhere', status: 404 },
]
