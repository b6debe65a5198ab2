import { Command } from 'commander'
import { scaleCommand } from './analyze-scale.ts'
import { appropriatenessCommand } from './analyze-appropriateness.ts'
import { funnelCommand } from './analyze-funnel.ts'
import { interruptedCommand } from './analyze-interrupted.ts'
import { opinionMapCommand } from './analyze-opinion-map.ts'
import { prioritiesCommand } from './analyze-priorities.ts'
import { spcCommand } from './analyze-spc.ts'
import { suppressCommand } from './analyze-suppress.ts'
import { weightsCommand } from './analyze-weights.ts'
import { backupCommand } from './backup.ts'
import { commitSeedCommand } from './commit-seed.ts'
import { configCommand } from './config.ts'
import { generateCommand } from './data-generate.ts'
import { landCommand } from './data-land.ts'
import { queryCommand } from './data-query.ts'
import { statusCommand } from './data-status.ts'
import { demoCommand } from './demo.ts'
import { importPolisCommand } from './import-polis.ts'
import { importRosterCommand } from './import-roster.ts'
import { migrateCommand } from './migrate.ts'
import { picturesCommand } from './pictures.ts'
import { recomputeCommand } from './recompute.ts'
import { schemaCommand } from './schema.ts'
import { restoreCommand } from './restore.ts'
import { replaceInPanelCommand } from './replace-in-panel.ts'
import { selectPanelCommand } from './select-panel.ts'
import { serveCommand } from './serve.ts'
import { verifyAuditCommand } from './verify-audit.ts'
import { viewRunCommand } from './view-run.ts'
import { viewTestCommand } from './view-test.ts'

const program = new Command('rounds')
  .description('Design, run and improve a learning health and social system together.')
  .showHelpAfterError()
  .addCommand(serveCommand())
  .addCommand(migrateCommand())
  .addCommand(demoCommand())
  .addCommand(picturesCommand())
  .addCommand(configCommand())
  .addCommand(schemaCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(verifyAuditCommand())
  .addCommand(recomputeCommand())
  .addCommand(
    new Command('analyze')
      .description('compute from files, without a server')
      .addCommand(opinionMapCommand())
      .addCommand(scaleCommand())
      .addCommand(prioritiesCommand())
      .addCommand(appropriatenessCommand())
      .addCommand(suppressCommand())
      .addCommand(weightsCommand())
      .addCommand(spcCommand())
      .addCommand(funnelCommand())
      .addCommand(interruptedCommand()),
  )
  .addCommand(
    new Command('panel')
      .description('draw people fairly, without a server')
      .addCommand(commitSeedCommand())
      .addCommand(selectPanelCommand())
      .addCommand(replaceInPanelCommand()),
  )
  .addCommand(
    new Command('import')
      .description('bring in what exists elsewhere')
      .addCommand(importPolisCommand())
      .addCommand(importRosterCommand()),
  )
  .addCommand(
    new Command('data')
      .description("the health system's FHIR data, as files and Parquet")
      .addCommand(generateCommand())
      .addCommand(landCommand())
      .addCommand(statusCommand())
      .addCommand(queryCommand()),
  )
  .addCommand(
    new Command('view')
      .description('tables of FHIR data by SQL on FHIR views')
      .addCommand(viewRunCommand())
      .addCommand(viewTestCommand()),
  )

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
