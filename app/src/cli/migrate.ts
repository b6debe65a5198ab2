import { Command } from 'commander'
import { readConfig } from '../platform/config.ts'
import { migrate } from '../platform/db/migrate.ts'
import { databaseUrls, ownerOf } from './database-urls.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database to the schema of this version')
    .option('--dry-run', 'name what would run, run nothing')
    .action(async (options: { dryRun?: boolean }) => {
      const urls = await databaseUrls(readConfig(process.env), () => undefined)
      try {
        const say = (sentence: string) => void process.stderr.write(`${sentence}\n`)
        const applied = await migrate({ ownerUrl: ownerOf(urls), dryRun: options.dryRun === true, say })
        process.stdout.write(applied.length === 0 ? 'The schema is up to date.\n' : `${applied.join('\n')}\n`)
      } finally {
        await urls.stop()
      }
    })
}
