import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import { type AuditEntry, appendAudit } from '../audit/audit-log.ts'
import { type Actor, type Permission, type Relation, authorize } from '../auth/authorization.ts'
import { type CalendarDay, hasEnded } from '../calendar-day.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { DB } from '../db/tables.gen.ts'
import { NotSignedIn } from '../errors.ts'
import type { Bilingual } from '../i18n/bilingual.ts'
import { type Formats, formatsFor } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import type { NetworkId } from '../ids.ts'
import type { JobQueue } from '../jobs/job-queue.ts'
import type { RoundKeys } from '../keys/round-keys.ts'

/** What the process holds, built once by the composition root. */
export type Services = Readonly<{
  config: Config
  database: Database
  clock: Clock
  jobs: JobQueue
  keys: RoundKeys
  log: Logger
}>

export type Network = Readonly<{
  id: NetworkId
  slug: string
  name: Bilingual
  kind: 'production' | 'demonstration'
  settings: NetworkSettings
}>

/** What a network sets for itself; every one has a default. */
export type NetworkSettings = Readonly<{
  timeZone: string
  safetyReportingUrl?: string
  physicianHealthUrl?: string
  privacyContact?: string
  retentionMonths?: number
  /** The last day of the network, once it is known to end. */
  endsOn?: CalendarDay
}>

/** What a page needs to draw its frame. */
export type Chrome = Readonly<{
  locale: Locale
  formats: Formats
  path: string
  network: Network | null
  /** The network's last day is over: its pages can be read, and take nothing any more. */
  ended: boolean
  actor: Actor | null
  pseudoLocale: boolean
}>

/** Where a request comes from, for limits on attempts and for a word in the list of remembered phones: never stored, never logged. */
export type Client = Readonly<{ address: string; agent: string; handover: string | null }>

/** One request, or one job, inside one network and one transaction. */
export type Context = Readonly<{
  services: Services
  db: Transaction<DB>
  network: Network
  actor: Actor | null
  now: Date
  locale: Locale
  formats: Formats
  chrome: Chrome
  /** Null in jobs and on the command line. */
  client: Client | null
  /** Lets pass or throws; a route whose permission names a relation must call it. */
  authorize: (permission: Permission, relations?: Iterable<Relation>) => void
  /** Appends to the audit log, last of all in this transaction. */
  audit: (entry: Omit<AuditEntry, 'actor'>) => Promise<void>
}>

/** The person signed in. @throws {NotSignedIn} */
export function actorOf(context: Context): Actor {
  if (context.actor === null) throw new NotSignedIn()
  return context.actor
}

/** Builds a context over an open tenant transaction: for requests, jobs, commands of the command line and tests. */
export function contextOver(
  services: Services,
  db: Transaction<DB>,
  options: {
    network: Network
    actor: Actor | null
    locale: Locale
    /** What time it is to be; else what the clock shows. */
    now?: Date
    path?: string
    client?: Client
    onAuthorized?: () => void
  },
): Context {
  const { network, actor, locale } = options
  const now = options.now ?? services.clock()
  const formats = formatsFor(locale, network.settings.timeZone)
  return {
    services,
    db,
    network,
    actor,
    now,
    locale,
    formats,
    chrome: {
      locale,
      formats,
      path: options.path ?? '/',
      network,
      ended: hasEnded({ now, network }),
      actor,
      pseudoLocale: services.config.pseudoLocale,
    },
    client: options.client ?? null,
    authorize: (permission, relations) => {
      authorize(actor, permission, relations)
      options.onAuthorized?.()
    },
    audit: async (entry) => appendAudit(db, network.id, now, { ...entry, actor: actor?.personId ?? null }),
  }
}
