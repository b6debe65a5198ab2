import { Command } from 'commander'
import { configSchema, readConfig } from '../platform/config.ts'

export function configCommand(): Command {
  return new Command('config')
    .description('check the configuration, or print what can be configured')
    .option('--print-schema', 'print every setting as JSON Schema')
    .action((options: { printSchema?: boolean }) => {
      if (options.printSchema) {
        process.stdout.write(`${JSON.stringify(configSchema(), null, 2)}\n`)
        return
      }
      readConfig(process.env)
      process.stdout.write('The configuration can be used.\n')
    })
}
