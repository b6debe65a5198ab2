import fs from 'node:fs'
import path from 'node:path'
import { filesChangedSince } from './changed-files.ts'
import { program, script, type Step } from './run-step.ts'

const root = path.dirname(import.meta.dirname)
const exists = (file: string) => fs.existsSync(path.join(root, file))

/**
 * What needs no test runner, longest first.
 *
 * @param since looks by type only into files that changed since this commit, and without types into all
 */
export function staticSteps(since?: string): Step[] {
  return [
    ...(since === undefined
      ? [program('lint', 'oxlint', '--type-aware', '--deny-warnings')]
      : lintSteps(filesChangedSince(since))),
    typesStep('types', 'tsconfig.json'),
    ...['packages/methods', 'packages/fhir-tables']
      .flatMap((workspace) => [`${workspace}/tsconfig.json`, `${workspace}/tsconfig.pure.json`])
      .filter((file) => exists(file))
      .map((file) => typesStep(`types ${file.split('/')[1]}`, file)),
    script('architecture', 'scripts/check-architecture.ts'),
    program('format', 'oxfmt', '--check'),
  ]
}

function lintSteps(changed: string[]): Step[] {
  const sources = changed.filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file))
  const byType =
    sources.length === 0
      ? []
      : [program('lint by type', 'oxlint', '--type-aware', '--deny-warnings', ...sources)]
  return [...byType, program('lint', 'oxlint', '--deny-warnings')]
}

/** What a branch does to main: nothing removed unsaid, and what its commit messages say. */
export function branchStep(): Step {
  return script('branch', 'scripts/check-branch.ts')
}

/** Code and packages that nothing uses. */
export function unusedStep(): Step {
  return program('unused', 'knip', '--no-config-hints')
}

/** The compiler remembers in .cache what it found, and looks again at what changed and its dependents. */
function typesStep(name: string, file: string): Step {
  const memory = `.cache/types/${file.replaceAll('/', '-')}.tsbuildinfo`
  return program(name, 'tsc', '-p', file, '--incremental', '--tsBuildInfoFile', memory)
}

/** Compares what is generated from the migrations with them. */
export function schemaStep(): Step {
  return script('schema', 'app/src/cli/main.ts', 'schema', '--check')
}

/**
 * The unit tests that a change since this commit can reach through imports, in the workspaces where something changed.
 *
 * Every method is reached from half of the app's tests by the one index of its package: those are for the whole check.
 */
export function changedTestsStep(since: string): Step {
  const places = filesChangedSince(since).map((file) => /^(packages\/)?[^/]+\//.exec(file)?.[0] ?? '')
  const within = [...new Set(places)].filter((place) => place !== '')
  const args = ['run', '--project', 'unit', '--passWithNoTests', '--changed', since, ...within]
  return program('unit', 'vitest', ...args)
}

/** One project of vitest.config.ts; `report` receives its results as JSON. */
export function testStep(project: 'unit' | 'database' | 'browser', report?: string): Step {
  const json = report === undefined ? [] : ['--reporter=json', `--outputFile.json=${report}`]
  const args = ['run', '--project', project, '--passWithNoTests', '--reporter=default', ...json]
  return program(project, 'vitest', ...args)
}
