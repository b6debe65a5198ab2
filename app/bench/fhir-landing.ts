import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { writeSynthetic } from '@rounds/fhir-tables'
import { seededRandom } from '@rounds/methods'
import type { Figure } from './figure.ts'

type Measured = { readonly seconds: number; readonly cpuSeconds: number; readonly megabytes: number }

const runs = 3
const bytesPerPatient = 16_800

/**
 * Measures `data land` in a process of its own: synthetic patients of `ROUNDS_BENCH_FHIR_MB` (1000), landed into an
 * empty directory, then again with nothing new. Takes the median of three runs.
 */
export async function benchFhirLanding(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-fhir-landing-'))
  try {
    const from = join(folder, 'export')
    const wanted = Number(process.env['ROUNDS_BENCH_FHIR_MB'] ?? 1000)
    const patients = Math.ceil((wanted * 1e6) / bytesPerPatient)
    writeSynthetic({ patients, seed: 1, random: seededRandom(1) }, from)
    const megabytes = readdirSync(from).reduce((sum, name) => sum + statSync(join(from, name)).size / 1e6, 0)
    await setTimeout(2500)
    const first: Measured[] = []
    const again: Measured[] = []
    for (let run = 0; run < runs; run++) {
      const to = join(folder, 'landed')
      first.push(await measure(from, to))
      again.push(await measure(from, to))
      rmSync(to, { recursive: true })
    }
    const seconds = median(first.map((one) => one.seconds))
    return [
      {
        what: `landing of ${Math.round(megabytes)} MB of FHIR`,
        measured: megabytes / seconds,
        unit: 'MB/s',
        target: { atLeast: 150 },
      },
      {
        what: '  its processor time for a gigabyte',
        measured: (median(first.map((one) => one.cpuSeconds)) * 1000) / megabytes,
        unit: 's',
        digits: 1,
        target: null,
      },
      {
        what: '  its peak memory',
        measured: median(first.map((one) => one.megabytes)),
        unit: 'MB',
        target: { atMost: 500 },
      },
      {
        what: '  landed again, nothing new, of the first time',
        measured: (100 * median(again.map((one) => one.seconds))) / seconds,
        unit: '%',
        digits: 1,
        target: { atMost: 10 },
      },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const program = `
  import { landBulkData } from '@rounds/fhir-tables'
  const [from, to] = process.argv.slice(1)
  const start = performance.now()
  const { totals } = await landBulkData({ from, to, now: new Date(), mostRejected: 0 })
  const seconds = (performance.now() - start) / 1000
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6
  process.stdout.write(JSON.stringify({ seconds, cpuSeconds, megabytes: maxRSS / 1024, totals }))`

async function measure(from: string, to: string): Promise<Measured> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program, '--', from, to],
    { cwd: import.meta.dirname },
  )
  return JSON.parse(stdout) as Measured
}
