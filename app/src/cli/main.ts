import { Command } from 'commander'
import { configCommand } from './config.ts'
import { migrateCommand } from './migrate.ts'
import { schemaCommand } from './schema.ts'
import { serveCommand } from './serve.ts'
import { verifyAuditCommand } from './verify-audit.ts'

const program = new Command('rounds')
  .description('Design, run and improve a learning health and social system together.')
  .showHelpAfterError()
  .addCommand(serveCommand())
  .addCommand(migrateCommand())
  .addCommand(configCommand())
  .addCommand(schemaCommand())
  .addCommand(verifyAuditCommand())

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
