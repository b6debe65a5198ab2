import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import pg from 'pg'
import { listSchema, listTypes } from '../platform/db/catalogue.ts'
import { startEmbeddedPostgres } from '../platform/db/embedded-postgres.ts'
import { migrate } from '../platform/db/migrate.ts'

const targets = [
  { file: new URL('../schema.sql', import.meta.url), list: listSchema },
  { file: new URL('../platform/db/tables.gen.ts', import.meta.url), list: listTypes },
] as const

export function schemaCommand(): Command {
  return new Command('schema')
    .description('list the schema that the migrations give (schema.sql and the table types)')
    .option('--write', 'write both files')
    .option('--check', 'exit 1 when a file differs')
    .action(async (options: { write?: boolean; check?: boolean }) => {
      const directory = mkdtempSync(join(tmpdir(), 'rounds-schema-'))
      const server = await startEmbeddedPostgres({ directory, throwaway: true })
      try {
        await migrate({ ownerUrl: server.url('owner') })
        const client = new pg.Client({ connectionString: server.url('owner') })
        await client.connect()
        for (const { file, list } of targets) {
          const text = await list(client)
          if (options.write) writeFileSync(file, text)
          else if (!options.check) process.stdout.write(text)
          else if (readFileSync(file, 'utf8') !== text) {
            process.stderr.write(
              `${file.pathname.split('/app/')[1]} differs from the migrations: run "./rounds schema --write"\n`,
            )
            process.exitCode = 1
          }
        }
        await client.end()
      } finally {
        await server.stop()
        rmSync(directory, { recursive: true, force: true })
      }
    })
}
