import type { Role } from './platform/auth/authorization.ts'

/*
 * Who may open what: one row for each address of the router. authorization.db.test.ts fails for an address
 * without a row and for a row without an address, and tries every row as nobody, as someone who has left, as a
 * person of another network and in each role, with an object that is theirs in every way, with one that is
 * somebody else's, with another network's and with none.
 *
 * Adding a route is adding a row:
 *
 *   '/rounds/:id/results': { object: 'round', roles: ['lead'], own: 'everyone', refusal: 404 }
 *
 * Which fields each is shown is listed in authorization.fields.txt: a field that is new, or that somebody else is
 * shown, fails the test. Read who it is for, then write the list anew:
 *
 *   node_modules/.bin/node --import ./app/jsx.mjs node_modules/vitest/vitest.mjs run --project database app/src/authorization.db.test.ts -u
 *
 * object    the table whose row's id stands for `:id` (other parameters are 1). filled-network.ts makes the row.
 * roles     who may, whatever the object is to them
 * own       who else may when the object is theirs (author, decider, dyad, invited, creator, …)
 * notOwn    true where nobody may do it to what is their own (their own roles, who took part in a round they lead)
 * refusal   what the others get: 403 unless told; 404 where even the object's existence is not theirs to know, and
 *           then whatever they would get for an object that is not there
 * get       what those who may get for GET: 200 unless told (404 or 409 where the made row is not in the right state)
 * post      true where the same people may POST; or another row's worth of who may
 * body      fields for POST with which something happens: sent by the canary's walk, and by those who are to be
 *           refused; without it an empty form is sent
 * prepare   the columns that make the row ready for the page: `{ round: { state: 'open' } }`
 */
export type Who = 'everyone' | 'signed-in' | readonly Role[]
export type Row = Readonly<{
  object?: string
  roles: Who
  own?: Who
  notOwn?: true
  refusal?: 403 | 404
  get?: number
  post?: true | Readonly<{ roles: Who; own?: Who }>
  body?: Readonly<Record<string, string>>
  prepare?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}>

const delivered = { delivered_at: '2027-02-21T12:00:00Z' }
const ended = { closed_at: new Date('2027-02-20T12:00:00Z') }
const published = { state: 'published', opened_at: new Date('2027-02-10T12:00:00Z') }

export const matrix: Readonly<Record<string, Row>> = {
  '/sign-in': { roles: 'everyone', post: true, body: { email: 'someone@example.org' } },
  '/sign-in/code': { roles: 'everyone', post: true, body: { code: '123456' } },
  '/sign-in/oidc': { roles: 'everyone', get: 404 },
  '/sign-in/oidc/callback': { roles: 'everyone', get: 404 },
  '/sign-out': { roles: 'signed-in', post: true },
  '/first-administrator': { roles: 'everyone', get: 410, post: true },
  '/demonstration': { roles: 'everyone', get: 404 },
  '/demonstration/sign-in': { roles: 'everyone', post: true },

  '/people': { roles: ['network-administrator', 'privacy-officer', 'lead'] },
  '/people/new': { roles: ['network-administrator'], post: true },
  '/people/import': { roles: ['network-administrator'], post: true },
  '/people/import/:id': {
    object: 'roster_upload',
    roles: [],
    own: ['network-administrator'],
    refusal: 404,
    post: true,
  },
  '/people/import/:id/lines.csv': {
    object: 'roster_upload',
    roles: [],
    own: ['network-administrator'],
    refusal: 404,
  },
  '/people/organisations': { roles: ['network-administrator'], post: true },
  '/people/organisations/:id': { object: 'organisation', roles: ['network-administrator'], post: true },
  '/people/:id': { object: 'person', roles: ['network-administrator', 'privacy-officer', 'lead'] },
  '/people/:id/correct': { object: 'person', roles: ['network-administrator'], post: true },
  '/people/:id/roles': { object: 'person', roles: ['network-administrator'], post: true },
  '/people/:id/roles/end': { object: 'person', roles: ['network-administrator'], post: true },
  '/people/:id/end': { object: 'person', roles: ['network-administrator'], notOwn: true, post: true },
  '/strata': { roles: 'signed-in' },
  '/strata/new': { roles: ['network-administrator'], post: true },
  '/strata/usual': { roles: ['network-administrator'], post: true },
  '/strata/:id': { object: 'stratum', roles: ['network-administrator'], post: true },
  '/strata/:id/name': { object: 'stratum', roles: ['network-administrator'], post: true },
  '/strata/values/:id': { object: 'stratum_value', roles: ['network-administrator'], post: true },
  '/strata/values/:id/release': {
    object: 'stratum_value',
    roles: [],
    own: 'signed-in',
    post: true,
    body: { release: 'yes' },
  },
  '/administration': { roles: ['network-administrator', 'privacy-officer', 'auditor'] },
  '/administration/outbox': { roles: ['network-administrator'] },
  '/administration/outbox/again': { roles: ['network-administrator'], post: true },
  '/administration/settings': { roles: ['network-administrator'], post: true },
  '/administration/clock': { roles: ['network-administrator'], post: true },
  '/administration/audit': { roles: ['network-administrator', 'privacy-officer', 'auditor'] },
  '/administration/audit.jsonl': { roles: ['network-administrator', 'privacy-officer', 'auditor'] },
  '/me': { roles: 'signed-in', post: true },
  '/me/phones/:id/forget': { object: 'session', roles: [], own: 'signed-in', refusal: 404, post: true },
  '/me/phones/forget-others': { roles: 'signed-in', post: true },
  '/me/own-device': { roles: 'signed-in', post: true },

  '/initiatives': { roles: 'signed-in' },
  '/initiatives/new': {
    roles: ['physician', 'champion', 'lead', 'decision-maker', 'community-partner'],
    post: true,
    body: { title_en: 'An initiative', problem_en: 'A problem' },
  },
  '/initiatives/:id': { object: 'initiative', roles: 'signed-in' },
  '/initiatives/:id/charter': {
    object: 'initiative',
    roles: 'signed-in',
    post: { roles: ['network-administrator'], own: 'signed-in' },
    body: { title_en: 'An initiative', revision: '1' },
  },
  '/initiatives/:id/charter/sign': {
    object: 'initiative',
    roles: [],
    own: 'signed-in',
    post: true,
    body: { revision: '1' },
  },
  '/initiatives/:id/people/add': {
    object: 'initiative',
    roles: ['network-administrator'],
    own: 'signed-in',
    post: true,
  },
  '/initiatives/:id/people/remove': {
    object: 'initiative',
    roles: ['network-administrator'],
    own: 'signed-in',
    post: true,
  },
  '/initiatives/:id/strategies': {
    object: 'initiative',
    roles: ['network-administrator'],
    own: 'signed-in',
    post: true,
  },
  '/say': {
    roles: 'signed-in',
    post: true,
    body: { text: 'Something nobody has said before' },
  },
  '/needs': { roles: ['lead', 'decision-maker', 'analyst'] },
  '/needs/readers': { roles: ['network-administrator'], post: true },
  '/needs/readers/end': { roles: ['network-administrator'], post: true },
  // The one lead of the made network is a named reader of all its needs.
  '/needs/:id': {
    object: 'contribution',
    roles: ['lead', 'decision-maker', 'analyst'],
    post: { roles: ['lead'] },
    body: { wording_en: 'A proposed wording' },
  },
  '/needs/:id/merge': { object: 'contribution', roles: ['lead'], post: true },
  '/needs/:id/unmerge': { object: 'contribution', roles: ['lead'], post: true },
  '/needs/:id/initiative': { object: 'contribution', roles: ['lead'], post: true },
  '/needs/:id/return': { object: 'contribution', roles: ['lead'], post: true, body: { reason: 'unclear' } },
  '/strategies': { roles: 'signed-in' },
  '/strategies/:id': { roles: 'signed-in', get: 404 },
  '/strategies/:id/brief': { roles: 'signed-in', get: 404 },
  '/strategies/:id/brief.md': { roles: 'signed-in', get: 404 },
  '/notices': { roles: 'signed-in' },
  '/notices/seen': { roles: 'signed-in', post: true },
  '/notices/later': { roles: 'signed-in', post: true },
  '/notices/later/cancel': { roles: 'signed-in', post: true },
  '/initiatives/:id/objects': { object: 'initiative', roles: [], own: 'signed-in' },
  '/initiatives/:id/objects/new': {
    object: 'initiative',
    roles: [],
    own: 'signed-in',
    post: true,
    body: { title_en: 'A form', kind: 'form' },
  },
  '/objects/:id': { object: 'boundary_object', roles: [], own: 'signed-in' },
  '/objects/:id/versions/new': {
    object: 'boundary_object',
    roles: [],
    own: 'signed-in',
    post: true,
    body: { text: '# A form' },
  },
  '/objects/:id/versions/:number': { object: 'boundary_object', roles: [], own: 'signed-in' },
  '/objects/:id/versions/:number/content': { object: 'boundary_object', roles: [], own: 'signed-in' },
  '/objects/:id/versions/:number/changes': {
    object: 'boundary_object',
    roles: [],
    own: 'signed-in',
    get: 404,
    post: true,
    body: { what_en: 'A change' },
  },
  '/changes/:id/remove': { object: 'version_change', roles: [], own: 'signed-in', post: true },
  '/objects/:id/versions/:number/show': {
    object: 'boundary_object',
    roles: [],
    own: 'signed-in',
    post: true,
  },
  '/objects/:id/versions/:number/ask': {
    object: 'boundary_object',
    roles: [],
    own: 'signed-in',
    post: true,
  },
  '/objects/:id/versions/:number/comments': { object: 'boundary_object', roles: [], own: 'signed-in' },
  '/comments/:id': {
    object: 'contribution',
    roles: [],
    own: 'signed-in',
    get: 404,
    post: true,
    body: { outcome: 'taken' },
  },
  '/comments/:id/merge': { object: 'contribution', roles: [], own: 'signed-in', post: true },
  '/comments/:id/keep': { object: 'contribution', roles: [], post: true },
  '/comments/:id/change': { object: 'contribution', roles: [], own: 'signed-in', get: 404, post: true },
  '/rounds/:id/review': { object: 'round', roles: [], own: 'signed-in', get: 404 },
  '/rounds/:id/review/comment': { object: 'round', roles: [], own: 'signed-in', get: 404, post: true },
  '/rounds/:id/review/propose': { object: 'round', roles: [], own: 'signed-in', get: 404, post: true },
  '/rounds/:id/review/thanks': { object: 'round', roles: [], own: 'signed-in', get: 404 },
  '/initiatives/:id/decision': { object: 'initiative', roles: [], own: 'signed-in', post: true },
  '/initiatives/:id/answers': { object: 'initiative', roles: [], own: 'signed-in', post: true },
  '/initiatives/:id/rounds/new': { object: 'initiative', roles: [], own: 'signed-in', post: true },
  '/rounds/:id': { object: 'round', roles: 'signed-in' },
  '/rounds/:id/statements/:number': {
    object: 'round',
    roles: [],
    own: 'signed-in',
    post: true,
    body: { answer: 'agree', revision: '1' },
  },
  '/rounds/:id/thanks': { object: 'round', roles: [], own: 'signed-in' },
  '/rounds/:id/add': { object: 'round', roles: [], own: 'signed-in', post: true, body: { text: 'An idea' } },
  '/rounds/:id/who-can-see': { object: 'round', roles: ['privacy-officer', 'auditor'], own: 'signed-in' },
  '/rounds/:id/edit': { object: 'round', roles: [], own: 'signed-in', post: true },
  '/rounds/:id/preview': { object: 'round', roles: [], own: 'signed-in', post: true },
  '/rounds/:id/open': { object: 'round', roles: [], own: 'signed-in', post: true },
  '/rounds/:id/close': { object: 'round', roles: [], own: 'signed-in', post: true },
  '/rounds/:id/moderation': {
    object: 'round',
    roles: [],
    own: 'signed-in',
    post: true,
    prepare: { initiative_person: { part: 'triager' } },
  },
  '/rounds/:id/invitation': { object: 'round', roles: [], own: 'signed-in' },
  '/rounds/:id/responses': { object: 'round', roles: [] },
  '/rounds/:id/key': {
    object: 'round',
    roles: ['privacy-officer'],
    post: true,
    body: { reason: 'A request' },
  },
  '/rounds/:id/key-release': { object: 'round', roles: ['privacy-officer'], post: true },
  '/payments': { roles: ['network-administrator'] },
  '/rounds/:id/payments': { object: 'round', roles: ['network-administrator'], notOwn: true, post: true },
  '/rounds/:id/payments.csv': { object: 'round', roles: ['network-administrator'], notOwn: true, get: 409 },
  '/rounds/:id/answers': { object: 'round', roles: [], own: 'signed-in', post: true },
  '/rounds/:id/archive': { object: 'round', roles: [], own: 'signed-in', post: true },
  '/needs/:id/answer': {
    object: 'contribution',
    roles: ['lead', 'decision-maker'],
    own: 'signed-in',
    post: true,
  },
  '/needs/:id/answer/take-back': {
    object: 'contribution',
    roles: ['lead', 'decision-maker'],
    own: 'signed-in',
    prepare: { answer: delivered },
    post: true,
  },
  '/answers/:id/again': { object: 'contribution', roles: [], own: 'signed-in', post: true },
  '/decisions/:id': { object: 'decision', roles: 'signed-in' },
  '/decisions/:id/dissent': { object: 'decision', roles: [], own: 'signed-in', post: true },
  '/decisions/:id/evidence': { object: 'decision', roles: [], own: 'signed-in', post: true },
  '/decisions/:id/commitments': { object: 'decision', roles: [], own: 'signed-in', post: true },
  '/decisions/:id/level': { object: 'decision', roles: [], own: 'signed-in', post: true },
  '/commitments/:id': {
    object: 'commitment',
    roles: 'signed-in',
    post: { roles: [], own: 'signed-in' },
  },
  '/said/:id/take-back': {
    object: 'contribution',
    roles: [],
    own: 'signed-in',
    refusal: 404,
    get: 409,
    post: true,
  },
  '/said/:id/objection': { object: 'contribution', roles: [], own: 'signed-in', refusal: 404, post: true },
  '/said/:id/fixed': { object: 'contribution', roles: [], own: 'signed-in', refusal: 404, post: true },
  '/rounds/:id/results': { object: 'round', roles: 'signed-in', prepare: { round: published } },
  '/rounds/:id/results/comparison': {
    object: 'round',
    roles: ['lead', 'analyst', 'auditor', 'network-administrator'],
    post: true,
    prepare: { round: published },
  },
  '/rounds/:id/results/statements.csv': {
    object: 'round',
    roles: 'signed-in',
    prepare: { round: published },
  },
  '/rounds/:id/results/participation.csv': {
    object: 'round',
    roles: 'signed-in',
    prepare: { round: published },
  },
  '/': { roles: 'signed-in', prepare: { round: ended, contribution: { moderation: 'accepted' } } },
  '/said': { roles: 'signed-in', prepare: { answer: delivered } },
  '/said/:id': {
    object: 'contribution',
    roles: [],
    own: 'signed-in',
    refusal: 404,
    prepare: { answer: delivered },
    post: true,
    body: { act: 'approve', wording_en: 'A wording of one’s own' },
  },
  '/said/rounds/:id': {
    object: 'round',
    roles: [],
    own: 'signed-in',
    prepare: { round: { closed_at: '2027-02-20T12:00:00Z' }, answer: delivered },
  },
  '/help': { roles: 'everyone' },
  '/privacy': { roles: 'everyone' },
  '/privacy/purge': { roles: ['privacy-officer'], post: true },
  '/privacy/purge/find': { roles: ['privacy-officer'], post: true },
  '/me/download.json': { roles: 'signed-in' },
}

/** Addresses of the platform itself, which no feature declares. */
export const platformAddresses: readonly string[] = ['/assets/:name', '/healthz', '/readyz']
