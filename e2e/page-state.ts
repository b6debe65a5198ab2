import type { Page } from 'playwright-core'
import type { Role } from '../app/src/platform/auth/authorization.ts'
import type { PersonId } from '../app/src/platform/ids.ts'
import type { TestNetwork } from '../app/src/test-app.ts'
import type { Site } from './browser.ts'

/** Where a state is, and who sees it; no network: the site's own. */
export type Place = Readonly<{ network?: TestNetwork; person: PersonId | null; path: string }>

/** One page in one state, as one person meets it. */
export type PageState = Readonly<{
  name: string
  /** A page on a physician's way: the budgets hold. */
  physician?: boolean
  /** The page looked at answers with this (a problem page). */
  status?: number
  /** The page shows what is wrong with what was sent. */
  withErrors?: boolean
  /** The first form is sent with nothing in it before the page is looked at. */
  sendEmpty?: boolean
  /** What the person does on the page before the page it leads to is looked at. */
  act?: (page: Page) => Promise<void>
}> &
  (
    | Readonly<{ path: string; /** Who is signed in; none: nobody. */ roles: readonly Role[] }>
    | Readonly<{ path: (site: Site) => Promise<Place> }>
  )
