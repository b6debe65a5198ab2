import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { landBulkData, openEngine, partPath, readSnapshot, writeSynthetic } from '@rounds/fhir-tables'
import { seededRandom } from '@rounds/methods'

/** What killing landings showed. */
export type LandingKills = {
  /** How often the directory held the old or the new data after the kill, and how often it came too late. */
  readonly outcomes: { old: number; new: number; late: number }
  readonly violations: readonly string[]
}

/**
 * Kills a landing, in a process of its own, with SIGKILL at random moments of the time that one takes: of a first one, and of one that
 * changes, adds and deletes. After each, the directory must hold exactly what it held before or what it would hold
 * after, and landing again must end in the latter and leave nothing of the killed one.
 */
export async function landingKills(options: {
  readonly kills: number
  readonly seed: number
  readonly patients: number
}): Promise<LandingKills> {
  const folder = mkdtempSync(join(tmpdir(), 'landing-kills-'))
  const random = seededRandom(options.seed)
  const outcomes = { old: 0, new: 0, late: 0 }
  const violations: string[] = []
  try {
    const { first, second } = exportsIn(folder, options.patients)
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const landed = join(folder, 'landed')
    const firstTakes = await land(first, landed)
    const both = join(folder, 'both')
    cpSync(landed, both, { recursive: true })
    const secondTakes = await land(second, both)
    const cases = [
      { from: first, start: empty, old: 'nothing', new: await contentOf(landed), within: firstTakes },
      {
        from: second,
        start: landed,
        old: await contentOf(landed),
        new: await contentOf(both),
        within: secondTakes,
      },
    ]
    for (let trial = 0; trial < options.kills; trial++) {
      const one = cases[trial % cases.length]!
      const to = join(folder, 'trial')
      cpSync(one.start, to, { recursive: true })
      const killAfter = random() * one.within
      const ended = await landAndKill(one.from, to, killAfter)
      one.within *= ended ? 0.8 : 1.05
      const found = await contentOf(to)
      const which = found === one.old ? 'old' : found === one.new ? 'new' : null
      if (which === null)
        violations.push(`kill ${trial} after ${killAfter} ms: neither the old nor the new data`)
      else outcomes[ended ? 'late' : which]++
      await land(one.from, to)
      if ((await contentOf(to)) !== one.new)
        violations.push(`kill ${trial}: landing again does not give the new data`)
      violations.push(...leftovers(to).map((file) => `kill ${trial}: ${file} is left`))
      rmSync(to, { recursive: true })
    }
    return { outcomes, violations }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Lands, and gives the milliseconds that it took. */
async function land(from: string, to: string): Promise<number> {
  const start = performance.now()
  await landBulkData({ from, to, now: new Date(), mostRejected: 0 })
  return performance.now() - start
}

/** An export, and a later one: of every third resource a newer version, a quarter more patients, some deleted. */
function exportsIn(folder: string, patients: number): { readonly first: string; readonly second: string } {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  writeSynthetic({ patients, seed: 1, random: seededRandom(1) }, first)
  writeSynthetic({ patients: Math.ceil(patients * 1.25), seed: 1, random: seededRandom(1) }, second)
  for (const name of readdirSync(second).filter((file) => file.endsWith('.ndjson'))) {
    const lines = readFileSync(join(second, name), 'utf8').split('\n')
    const newer = lines.map((line, index) =>
      index % 3 === 0 ? line.replace(/"lastUpdated":"\d{4}/, '"lastUpdated":"2028') : line,
    )
    writeFileSync(join(second, name), newer.join('\n'))
  }
  const manifest = JSON.parse(readFileSync(join(second, 'manifest.json'), 'utf8')) as object
  const entry = Array.from({ length: Math.floor(patients / 4) }, (_, index) => ({
    request: { method: 'DELETE', url: `Patient/patient-${4 * index + 1}` },
  }))
  const deleted = [{ type: 'Bundle', url: 'deleted.ndjson' }]
  writeFileSync(join(second, 'manifest.json'), JSON.stringify({ ...manifest, deleted }))
  writeFileSync(
    join(second, 'deleted.ndjson'),
    JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }),
  )
  return { first, second }
}

const program = `
  import { landBulkData } from '@rounds/fhir-tables'
  const [from, to] = process.argv.slice(1)
  process.stdout.write('go')
  await landBulkData({ from, to, now: new Date(), mostRejected: 0 })`

/** Lands in a process of its own and kills it so long after it began; whether it had ended before. */
function landAndKill(from: string, to: string, killAfter: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', from, to], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), killAfter))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code !== 0 && signal !== 'SIGKILL') reject(new Error(`landing ended with ${code ?? signal}`))
      else resolve(signal === null)
    })
  })
}

/** A digest of every row that a directory holds, as a reader sees it. */
async function contentOf(directory: string): Promise<string> {
  const snapshot = readSnapshot(directory)
  if (snapshot === null) return 'nothing'
  const engine = await openEngine({ threads: 1 })
  const hash = createHash('sha256')
  try {
    const { deletions } = snapshot
    const sets = [
      ...Object.entries(snapshot.types),
      ...(deletions === null ? [] : [['deletions', [deletions]] as const]),
    ]
    for (const [type, parts] of sets.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const files = parts.map((part) => `'${partPath(directory, part)}'`).join(', ')
      const rows = await engine.connection.runAndReadAll(`FROM read_parquet([${files}]) ORDER BY ALL`)
      hash.update(`${type} ${JSON.stringify(rows.getRows())}\n`)
    }
  } finally {
    engine.close()
  }
  return hash.digest('hex')
}

/** Files in a directory that neither its snapshot nor the one before names. */
function leftovers(directory: string): readonly string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  const texts = readdirSync(join(directory, 'snapshots')).map((name) =>
    readFileSync(join(directory, 'snapshots', name), 'utf8'),
  )
  const known = ['current', 'landing.duckdb', 'parts', 'snapshots', 'rejects']
  return names.filter((name) => {
    if (known.includes(name) || /^(snapshots\/|parts\/[A-Za-z]+$)/.test(name)) return false
    return (
      !name.startsWith('parts/') || !texts.some((text) => text.includes(`"${name.slice('parts/'.length)}"`))
    )
  })
}
