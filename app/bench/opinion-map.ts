import { execFile } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { seededRandom } from '@rounds/methods'
import type { Figure } from './figure.ts'

type Size = { readonly participants: number; readonly statements: number; readonly votes: number }
type Measured = { readonly seconds: number; readonly megabytes: number }

const runs = 3
const germany: Size = { participants: 33_422, statements: 783, votes: 2_000_000 }
const bowlingGreen: Size = { participants: 2031, statements: 896, votes: 225_000 }

/**
 * Measures `analyze opinion-map` as a person meets it (a process of its own, file read, JSON written) and
 * takes the median of three runs.
 */
export async function benchOpinionMap(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-opinion-map-'))
  try {
    const large = votesFile(join(folder, 'large.csv'), germany)
    const half = votesFile(join(folder, 'half.csv'), {
      ...germany,
      participants: germany.participants / 2,
      votes: germany.votes / 2,
    })
    const usual = votesFile(join(folder, 'usual.csv'), bowlingGreen)
    const plain = await median(large, 0)
    const smaller = await median(half, 0)
    const resampled = await median(usual, 100)
    return [
      {
        what: 'opinion map, 33,422 × 783, 2.0 M votes, no resampling',
        measured: plain.seconds,
        unit: 's',
        digits: 1,
        target: { atMost: 6 },
      },
      { what: '  its peak memory', measured: plain.megabytes, unit: 'MB', target: { atMost: 1000 } },
      {
        what: '  its time over that of half the votes (noise allowed: 10 %)',
        measured: plain.seconds / smaller.seconds,
        unit: '×',
        digits: 2,
        target: { atMost: 2.2 },
      },
      {
        what: 'opinion map, 2,031 × 896, 225,000 votes, 100 resamples',
        measured: resampled.seconds,
        unit: 's',
        digits: 1,
        target: { atMost: 20 },
      },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function median(votes: string, resamples: number): Promise<Measured> {
  const all: Measured[] = []
  for (let run = 0; run < runs; run++) all.push(await measure(votes, resamples))
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(runs / 2)]!
  return {
    seconds: middle(all.map(({ seconds }) => seconds)),
    megabytes: middle(all.map(({ megabytes }) => megabytes)),
  }
}

async function measure(votes: string, resamples: number): Promise<Measured> {
  const command = new URL('../src/cli/analyze-opinion-map.ts', import.meta.url).href
  const program = `
    import { opinionMapCommand } from ${JSON.stringify(command)}
    await opinionMapCommand().parseAsync(process.argv.slice(1), { from: 'user' })
    process.stderr.write(String(process.resourceUsage().maxRSS))`
  const args = ['--votes', votes, '--resamples', String(resamples), '--json']
  const start = performance.now()
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program, '--', ...args],
    { maxBuffer: 1e9 },
  )
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(stderr) / 1024 }
}

/** Two camps of unequal size, on statements that divide them, or all agree with; wide, as Polis exports it. */
function votesFile(path: string, { participants, statements, votes }: Size): string {
  const random = seededRandom(1)
  const density = votes / (participants * statements)
  const file = openSync(path, 'w')
  writeSync(file, `participant,${Array.from({ length: statements }, (_, j) => j).join(',')}\n`)
  for (let i = 0; i < participants; i++) {
    const camp = random() < 0.6 ? 1 : -1
    const cells = Array.from({ length: statements }, (_, j) => {
      if (random() >= density) return ''
      const lean = j % 3 === 0 ? 0.3 : (j % 3 === 1 ? 0.3 : -0.3) * camp
      return random() < 0.15 ? '0' : random() < 0.5 + lean ? '1' : '-1'
    })
    writeSync(file, `${i},${cells.join(',')}\n`)
  }
  closeSync(file)
  return path
}
