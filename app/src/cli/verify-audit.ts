import { Command } from 'commander'
import { verifyAudit } from '../platform/audit/audit-log.ts'
import { readConfig } from '../platform/config.ts'
import { connect } from '../platform/db/database.ts'
import type { NetworkId } from '../platform/ids.ts'
import { installedDatabase } from './database-urls.ts'

export function verifyAuditCommand(): Command {
  return new Command('verify-audit')
    .description('recompute the audit chain of every network')
    .option('--head <hash>', 'the exported head that the chain must still contain')
    .action(async (options: { head?: string }) => {
      const config = readConfig(process.env)
      const urls = await installedDatabase(config)
      const database = connect(urls.app, 2)
      try {
        const networks = await database.untenanted
          .selectFrom('network_address')
          .select('network_id')
          .distinct()
          .execute()
        let found = options.head === undefined
        for (const { network_id } of networks) {
          await database.tenant(network_id as NetworkId, async (db) => {
            const verdict = await verifyAudit(db)
            if (verdict.kind === 'broken') {
              process.stderr.write(
                `network ${network_id}: entry ${verdict.seq} is not as it was written: ${verdict.reason}\n`,
              )
              process.exitCode = 1
              return
            }
            if (options.head) {
              const hit = await db
                .selectFrom('audit_entry')
                .select('seq')
                .where('hash', '=', Buffer.from(options.head, 'hex'))
                .executeTakeFirst()
              found ||= hit !== undefined
            }
            process.stdout.write(
              `network ${network_id}: ${verdict.entries} entries intact, head ${verdict.head}\n`,
            )
          })
        }
        if (!found) {
          process.stderr.write(
            'The given head is in no chain: history was rewritten after it was exported.\n',
          )
          process.exitCode = 1
        }
      } finally {
        await database.close()
        await urls.stop()
      }
    })
}
