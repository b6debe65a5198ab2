import { execFile } from 'node:child_process'
import { once } from 'node:events'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import readline from 'node:readline'
import { finished } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip } from 'node:zlib'
import { duckdb, planView, readView, writeSql } from '@rounds/fhir-tables'
import type { Figure } from './figure.ts'

type Taken = { readonly seconds: number; readonly megabytes: number; readonly rows: string }

const patients = join(import.meta.dirname, '../../../shared/data/fhir-synthea-615')
const exampleViews = join(import.meta.dirname, '../../packages/fhir-tables/suite/example-views')
const handWritten = join(import.meta.dirname, 'hand-written')
const runs = 7
/** Megabytes of NDJSON for each view; the small size of the growth is one copy of the observations, 74 MB. */
const size = Number(process.env['ROUNDS_BENCH_FHIR_MB'] ?? 300)
const views = [
  ['UsCoreBloodPressures', 'us-core-blood-pressures', 'Observation'],
  ['ConditionFlat', 'condition-flat', 'Condition'],
  ['PatientDemographics', 'patient-demographics', 'Patient'],
] as const

/**
 * Measures the three views of the specification beside the best SQL that a person wrote for the same rows, on the 615
 * synthetic patients repeated with other ids, one thread, a process for each run; medians of seven, of the ratio too: it is taken of two runs
 * beside each other, because a machine that is slow for ten seconds is slow for both.
 */
export async function benchFhirViews(): Promise<readonly Figure[]> {
  if (!existsSync(patients)) {
    console.log('SKIPPED: fhir-views needs ../shared/data/fhir-synthea-615')
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-fhir-views-'))
  try {
    const figures: Figure[] = []
    for (const [view, hand, resource] of views) {
      const file = join(folder, `${resource}.ndjson`)
      const megabytes = await repeated(resource, size, file)
      const sql = viewSql(view, file)
      const theirs = readFileSync(join(handWritten, `${hand}.sql`), 'utf8').replace('FILES', `['${file}']`)
      const { ours, best, ratio } = await beside(sql, theirs, folder)
      if (ours.rows !== best.rows) throw new Error(`${view}: ${ours.rows} is not ${best.rows}`)
      figures.push(
        {
          what: `${view}, ${megabytes.toFixed(0)} MB: processor time of the best SQL by hand over that of the view`,
          measured: ratio,
          unit: '×',
          digits: 2,
          target: { atLeast: 0.8 },
        },
        {
          what: '  NDJSON for each second of processor time',
          measured: megabytes / ours.seconds,
          unit: 'MB',
          target: null,
        },
        { what: '  most memory', measured: ours.megabytes, unit: 'MB', target: { atMost: 300 } },
      )
      if (resource === 'Observation') figures.push(...(await growth(view, file, megabytes, ours, folder)))
      rmSync(file)
    }
    return figures
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function growth(
  view: string,
  large: string,
  megabytes: number,
  largest: Taken,
  folder: string,
): Promise<readonly Figure[]> {
  const small = `${large}.small.ndjson`
  const less = await repeated('Observation', 0, small)
  const taken = await median(viewSql(view, small), folder)
  rmSync(small)
  return [
    {
      what: `  time for each MB of ${megabytes.toFixed(0)} MB over that of ${less.toFixed(0)} MB`,
      measured: largest.seconds / megabytes / (taken.seconds / less),
      unit: '×',
      digits: 2,
      target: { atMost: 1.1 },
    },
    {
      what: '  most memory over that of the small size',
      measured: largest.megabytes / taken.megabytes,
      unit: '×',
      digits: 2,
      target: { atMost: 1.1 },
    },
  ]
}

/** Writes copies of the resources of a type, each copy with ids of its own; returns the megabytes written. */
async function repeated(resource: string, megabytes: number, file: string): Promise<number> {
  const out = createWriteStream(file)
  const bytes = createReadStream(join(patients, `${resource}.ndjson.gz`)).pipe(createGunzip())
  const lines: string[] = []
  for await (const line of readline.createInterface({ input: bytes })) lines.push(line)
  let written = 0
  for (let copy = 0; copy === 0 || written < megabytes * 1e6; copy++) {
    const digits = copy.toString(16).padStart(4, '0')
    for (let at = 0; at < lines.length; at += 1000) {
      const text = lines.slice(at, at + 1000).join('\n')
      const changed = `${text.replaceAll(/(?<="id":"|[a-z]\/)[0-9a-f]{4}(?=[0-9a-f]{4}-)/g, digits)}\n`
      written += Buffer.byteLength(changed)
      if (!out.write(changed)) await once(out, 'drain')
    }
  }
  out.end()
  await finished(out)
  return statSync(file).size / 1e6
}

function viewSql(view: string, file: string): string {
  const text = readFileSync(join(exampleViews, `ViewDefinition-${view}.json`), 'utf8')
  /* The code that the synthetic patients have for a blood pressure. */
  const plan = planView(readView(JSON.parse(text.replace('85354-9', '55284-4'))))
  return writeSql(plan, { kind: 'ndjson', files: [file], mixed: false }, duckdb)
}

type Beside = { readonly ours: Taken; readonly best: Taken; readonly ratio: number }

/** Both in turn, each first as often as the other, so that what else the machine does is shared fairly. */
async function beside(sql: string, theirs: string, folder: string): Promise<Beside> {
  const ours: Taken[] = []
  const best: Taken[] = []
  for (let run = 0; run < runs; run++) {
    if (run % 2 === 1) best.push(await taking(theirs, folder))
    ours.push(await taking(sql, folder))
    if (run % 2 === 0) best.push(await taking(theirs, folder))
  }
  const ratios = ours.map((one, run) => best[run]!.seconds / one.seconds)
  return {
    ours: middle(ours),
    best: middle(best),
    ratio: ratios.toSorted((a, b) => a - b)[Math.floor(runs / 2)]!,
  }
}

async function median(sql: string, folder: string): Promise<Taken> {
  const taken: Taken[] = []
  for (let run = 0; run < runs; run++) taken.push(await taking(sql, folder))
  return middle(taken)
}

function middle(taken: readonly Taken[]): Taken {
  return taken.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(taken.length / 2)]!
}

async function taking(sql: string, folder: string): Promise<Taken> {
  const file = join(folder, 'query.sql')
  writeFileSync(file, sql)
  const script = join(import.meta.dirname, 'run-fhir-sql.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, file, join(folder, 'rows.parquet')])
  return JSON.parse(stdout) as Taken
}
