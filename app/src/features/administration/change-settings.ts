import type { Context } from '../../platform/http/context.ts'
import { changeNetwork } from '../../platform/http/networks.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { may } from './permissions.ts'

export type Settings = Readonly<{
  name: Bilingual
  timeZone: string
  safetyReportingUrl: string | null
  physicianHealthUrl: string | null
  privacyContact: string | null
  retentionMonths: number | null
}>

/** The network's settings as they are stored now. */
export async function storedSettings(context: Context): Promise<Settings> {
  const row = await context.db.selectFrom('network').select(['name', 'settings']).executeTakeFirstOrThrow()
  const settings = {
    timeZone: context.network.settings.timeZone,
    ...row.settings,
  } as typeof context.network.settings
  return {
    name: row.name,
    timeZone: settings.timeZone,
    safetyReportingUrl: settings.safetyReportingUrl ?? null,
    physicianHealthUrl: settings.physicianHealthUrl ?? null,
    privacyContact: settings.privacyContact ?? null,
    retentionMonths: settings.retentionMonths ?? null,
  }
}

/** Changes the network's name and settings; what is empty is taken away, what other features keep there stays. */
export async function changeSettings(context: Context, input: Settings): Promise<void> {
  context.authorize(may['administration.settings'])
  const { db, network } = context
  const row = await db.selectFrom('network').select('settings').forUpdate().executeTakeFirstOrThrow()
  const { name, ...given } = input
  const merged = Object.entries({ ...row.settings, ...given }).filter(([, value]) => value !== null)
  await changeNetwork(db, { name, settings: Object.fromEntries(merged) })
  const changed = Object.entries(given).filter(([key, value]) => (row.settings[key] ?? null) !== value)
  await context.audit({
    action: 'network.settings',
    subject: { type: 'network', id: network.id },
    details: Object.fromEntries(changed.map(([key]) => [key, true])),
  })
}
