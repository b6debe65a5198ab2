import { Command } from 'commander'

type Commands = Readonly<Record<string, () => Promise<Command>>>

const commands: Commands = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  migrate: async () => (await import('./migrate.ts')).migrateCommand(),
  demo: async () => (await import('./demo.ts')).demoCommand(),
  pictures: async () => (await import('./pictures.ts')).picturesCommand(),
  config: async () => (await import('./config.ts')).configCommand(),
  schema: async () => (await import('./schema.ts')).schemaCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./restore.ts')).restoreCommand(),
  'verify-audit': async () => (await import('./verify-audit.ts')).verifyAuditCommand(),
  recompute: async () => (await import('./recompute.ts')).recomputeCommand(),
}

const groups: Readonly<Record<string, Readonly<{ about: string; commands: Commands }>>> = {
  analyze: {
    about: 'compute from files, without a server',
    commands: {
      'opinion-map': async () => (await import('./analyze-opinion-map.ts')).opinionMapCommand(),
      scale: async () => (await import('./analyze-scale.ts')).scaleCommand(),
      priorities: async () => (await import('./analyze-priorities.ts')).prioritiesCommand(),
      appropriateness: async () => (await import('./analyze-appropriateness.ts')).appropriatenessCommand(),
      suppress: async () => (await import('./analyze-suppress.ts')).suppressCommand(),
      weights: async () => (await import('./analyze-weights.ts')).weightsCommand(),
      spc: async () => (await import('./analyze-spc.ts')).spcCommand(),
      funnel: async () => (await import('./analyze-funnel.ts')).funnelCommand(),
      interrupted: async () => (await import('./analyze-interrupted.ts')).interruptedCommand(),
    },
  },
  panel: {
    about: 'draw people fairly, without a server',
    commands: {
      commit: async () => (await import('./commit-seed.ts')).commitSeedCommand(),
      select: async () => (await import('./select-panel.ts')).selectPanelCommand(),
      replace: async () => (await import('./replace-in-panel.ts')).replaceInPanelCommand(),
    },
  },
  network: {
    about: 'let somebody into a network without mail, or end it',
    commands: {
      code: async () => (await import('./read-code.ts')).readCodeCommand(),
      end: async () => (await import('./end-network.ts')).endNetworkCommand(),
      remove: async () => (await import('./remove-network.ts')).removeNetworkCommand(),
    },
  },
  import: {
    about: 'bring in what exists elsewhere',
    commands: {
      polis: async () => (await import('./import-polis.ts')).importPolisCommand(),
      roster: async () => (await import('./import-roster.ts')).importRosterCommand(),
    },
  },
  data: {
    about: "the health system's FHIR data, as files and Parquet",
    commands: {
      generate: async () => (await import('./data-generate.ts')).generateCommand(),
      land: async () => (await import('./data-land.ts')).landCommand(),
      status: async () => (await import('./data-status.ts')).statusCommand(),
      query: async () => (await import('./data-query.ts')).queryCommand(),
    },
  },
  view: {
    about: 'tables of FHIR data by SQL on FHIR views',
    commands: {
      run: async () => (await import('./view-run.ts')).viewRunCommand(),
      test: async () => (await import('./view-test.ts')).viewTestCommand(),
    },
  },
}

/** The one that was asked for; all, where a name is none of them. Each brings its part of the application, and takes its time. */
const loaded = (all: Commands, asked: string | undefined): Promise<Command[]> => {
  const one = asked === undefined || !Object.hasOwn(all, asked) ? undefined : all[asked]
  return Promise.all((one ? [one] : Object.values(all)).map((load) => load()))
}

async function readProgram([first, second]: readonly string[]): Promise<Command> {
  const program = new Command('rounds')
    .description('Design, run and improve a learning health and social system together.')
    .showHelpAfterError()
  const inGroup = first !== undefined && Object.hasOwn(groups, first)
  if (!inGroup) for (const command of await loaded(commands, first)) program.addCommand(command)
  for (const [name, group] of Object.entries(groups)) {
    const command = new Command(name).description(group.about)
    if (name === first) for (const one of await loaded(group.commands, second)) command.addCommand(one)
    program.addCommand(command)
  }
  return program
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  const [help, ...asked] = process.argv.slice(2)
  const program = await readProgram(help === undefined || help === 'help' ? asked : [help, ...asked])
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
// what a signal ended waits a second, not for ever, for whoever reads the last rows
if (Number(process.exitCode) > 128) setTimeout(() => process.exit(), 1000).unref()
