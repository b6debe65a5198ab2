import type { PageState } from './page-state.ts'
import { answeringPages } from './pages-of-answering.ts'
import { initiativePages } from './pages-of-initiatives.ts'
import { interruptedPages } from './pages-of-interruptions.ts'
import { needPages } from './pages-of-needs.ts'
import { prototypePages } from './pages-of-prototypes.ts'
import { resultPages } from './pages-of-results.ts'
import { signInPages } from './pages-of-signing-in.ts'
import { roundPages } from './pages-of-rounds.ts'

/** The states of pages that are checked in every appearance; every-address.spec.ts checks the other addresses. */
export const pages: readonly PageState[] = [
  { name: 'every part', roles: ['physician', 'lead'], path: '/parts', withErrors: true },
  { name: 'a confirmation', roles: ['physician'], path: '/parts/thanks', physician: true },
  { name: 'a page that is not here', roles: ['physician'], path: '/nowhere', status: 404 },
  ...signInPages,
  { name: 'notices', roles: ['physician'], path: '/notices', physician: true },
  ...needPages,
  { name: 'a lead’s home', roles: ['lead'], path: '/' },
  { name: 'one’s own page', roles: ['physician'], path: '/me', physician: true },
  ...roundPages,
  ...initiativePages,
  ...prototypePages,
  ...answeringPages,
  ...resultPages,
  ...interruptedPages,
]
