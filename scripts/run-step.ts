import { spawn } from 'node:child_process'
import path from 'node:path'

export type Step = { name: string; command: string; args: string[] }
export type Outcome = { name: string; passed: boolean; seconds: number; output: string }

const bin = path.join(path.dirname(import.meta.dirname), 'node_modules/.bin')

/** A step run with one of the project's own programs. */
export function program(name: string, file: string, ...args: string[]): Step {
  return { name, command: path.join(bin, file), args }
}

/** A step run with this Node on a file of the project. */
export function script(name: string, ...args: string[]): Step {
  return { name, command: process.execPath, args: ['--import', './app/jsx.mjs', ...args] }
}

/**
 * Runs the steps, at most `width` at a time and in the given order, telling of each as it ends.
 *
 * A step's output is shown when it failed. Ctrl-C and SIGTERM end the steps that run.
 */
export async function runSteps(steps: Step[], width = 2): Promise<Outcome[]> {
  const waiting = [...steps]
  const outcomes: Outcome[] = []
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const outcome = await runStep(step)
      outcomes.push(outcome)
      const mark = outcome.passed ? '✓' : '✗'
      console.log(`${mark} ${outcome.name.padEnd(14)} ${outcome.seconds.toFixed(1).padStart(6)} s`)
      if (!outcome.passed) console.log(outcome.output.trimEnd().replaceAll(/^/gm, '    '))
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return outcomes
}

async function runStep({ name, command, args }: Step): Promise<Outcome> {
  const begun = performance.now()
  const env = {
    ...process.env,
    PATH: `${bin}:${path.dirname(process.execPath)}:${process.env['PATH']}`,
    NO_COLOR: '1',
  }
  const cwd = path.dirname(import.meta.dirname)
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (part) => (output += String(part)))
  child.stderr.on('data', (part) => (output += String(part)))
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    process.exitCode = 1
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      output += error.message
      resolve(1)
    })
    child.on('close', (ended, signal) => {
      if (signal !== null) output += `\n${name} was ended by ${signal}`
      resolve(ended)
    })
  })
  process.off('SIGINT', end)
  process.off('SIGTERM', end)
  return { name, passed: code === 0, seconds: (performance.now() - begun) / 1000, output }
}
