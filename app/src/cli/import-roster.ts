import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { applyRosterPlan, endsMost, planRosterImport } from '../features/people/public.ts'
import { jobQueue } from '../platform/jobs/job-queue.ts'
import { openLog } from '../platform/log.ts'
import { systemClock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import { connect } from '../platform/db/database.ts'
import { type Network, type Services, contextOver } from '../platform/http/context.ts'
import { readNetwork } from '../platform/http/networks.ts'
import { type NetworkId } from '../platform/ids.ts'
import { join } from 'node:path'
import { fileRoundKeys } from '../platform/keys/round-keys.ts'
import { installedDatabase } from './database-urls.ts'

async function networkNamed(services: Services, slug: string): Promise<Network> {
  const rows = await services.database.untenanted
    .selectFrom('network_address')
    .select('network_id')
    .distinct()
    .execute()
  const slugs: string[] = []
  for (const { network_id } of rows) {
    const network = await readNetwork(services.database, network_id as NetworkId)
    if (network?.slug === slug) return network
    if (network) slugs.push(network.slug)
  }
  throw new Error(
    `no network is named ${slug}: there ${slugs.length === 1 ? 'is' : 'are'} ${slugs.join(', ') || 'none'}`,
  )
}

/** Shows, line by line, what a roster file would change, and with `apply` changes it. */
export async function importRoster(
  services: Services,
  options: { file: string; network: string; apply: boolean; whole?: boolean },
  say: (text: string) => void,
): Promise<void> {
  const network = await networkNamed(services, options.network)
  const content = await readFile(options.file)
  await services.database.tenant(network.id, async (db) => {
    const context = contextOver(services, db, { network, actor: null, locale: 'en' })
    const planned = await planRosterImport(context, content)
    if (planned.kind === 'unreadable')
      throw new Error(
        {
          empty: `${options.file}: no line after the titles`,
          spreadsheet: `${options.file} is a spreadsheet’s own file: save it as CSV there`,
          'columns-missing': `${options.file}, line 1: columns missing: ${planned.columns.join(', ')}`,
        }[planned.reason],
      )
    const { plan } = planned
    for (const one of plan.rejected)
      say(
        `${options.file}, line ${one.line}: ${one.reason}${one.column ? ` in ${one.column}` : ''}${one.value ? `: ${one.value}` : ''}`,
      )
    for (const row of plan.added) say(`added    ${row.key}`)
    for (const { row, what } of plan.changed) say(`changed  ${row.key}  ${what.join(', ')}`)
    for (const person of plan.left) say(`left     ${person.key}`)
    for (const person of plan.kept) say(`kept     ${person.key}  an administrator: end them on their page`)
    if (plan.perhapsWithoutZeros)
      say('Every key is a number of another length: zeros before them may have been lost in a spreadsheet')
    if (plan.held > 0)
      say(`${plan.held} people are not in the file and stay, because a rejected line could be theirs`)
    say(
      `${plan.added.length} added, ${plan.changed.length} changed, ${plan.left.length} left, ` +
        `${plan.unchanged} unchanged, ${plan.rejected.length} rejected`,
    )
    if (!options.apply) return say('Nothing was changed. Add --apply to change it.')
    if (endsMost(plan) && !options.whole)
      throw new Error(
        `${options.file}: nothing was changed: it would end most of those who are here. Add --whole if it lists everyone.`,
      )
    await applyRosterPlan(context, plan)
    say('Done.')
  })
}

export function importRosterCommand(): Command {
  return new Command('roster')
    .description(
      'import the people of a network from a CSV file; without --apply only says what would change',
    )
    .argument('<file>', 'CSV file: key, given name, family name, e-mail, organisation, …')
    .requiredOption('--network <slug>', 'the network')
    .option('--apply', 'change it', false)
    .option('--whole', 'it lists everyone, though it ends most of those who are here', false)
    .action(async (file: string, options: { network: string; apply: boolean; whole: boolean }) => {
      const config = readConfig(process.env)
      const urls = await installedDatabase(config)
      const database = connect(urls.app, 2)
      try {
        const services: Services = {
          config,
          database,
          clock: systemClock,
          jobs: jobQueue(urls.app, () => undefined),
          keys: fileRoundKeys(join(config.dataDirectory, 'round-keys')),
          log: openLog(config),
        }
        await importRoster(services, { file, ...options }, (text) => process.stdout.write(`${text}\n`))
      } finally {
        await database.close()
        await urls.stop()
      }
    })
}
