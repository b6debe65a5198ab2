import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { landLater, resourceLine, writeFiles } from '../land/test-landing.ts'
import { openEngine } from '../engine.ts'
import { readView } from '../read-view.ts'
import { runJob } from '../jobs/run-job.ts'
import { landedJob, type LandedQuery } from './query-landed.ts'
import { lockEngine } from './query-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'query-'))
const landed = join(folder, 'landed')
afterAll(() => rmSync(folder, { recursive: true }))
beforeAll(async () => {
  const at = '2026-01-01T00:00:00Z'
  const patients = ['a', 'b', 'c'].map((id, index) =>
    resourceLine('Patient', id, at, {
      gender: index === 0 ? 'male' : 'female',
      birthDate: `19${index}0-01-01`,
    }),
  )
  await landLater(writeFiles(join(folder, 'export'), { 'p.ndjson': patients }), landed)
  writeFileSync(join(folder, 'secret.csv'), 'a,b\n1,2\n')
})

const patient = readView({
  name: 'patient',
  resource: 'Patient',
  select: [
    {
      column: [
        { path: 'id', name: 'id' },
        { path: 'gender', name: 'gender' },
        { path: 'birthDate', name: 'born' },
      ],
    },
  ],
})

/** The rows in this process, which starts in a tenth of the time. */
async function* rowsHere(directory: string, query: LandedQuery) {
  yield* runJob(await landedJob(directory, query))
}

async function rowsOf(sql: string, parameters: Readonly<Record<string, string>> = {}, limits: object = {}) {
  const rows: unknown[] = []
  const query = {
    sql,
    parameters,
    views: [patient],
    limits: { rows: 100, seconds: 600, ...limits },
    engine: { threads: 1 },
  }
  try {
    for await (const some of rowsHere(landed, query)) rows.push(...some)
  } catch (error) {
    return [...rows, (error as Error).message.replaceAll(folder, '')]
  }
  return rows
}

describe('landedJob', () => {
  it('reads a directory whose name would be a pattern, and no other that it fits', async () => {
    cpSync(landed, join(folder, 'landed*'), { recursive: true, preserveTimestamps: true })
    const query = {
      sql: 'SELECT count(*) AS n, (SELECT count(*) FROM patient) AS m FROM "Patient"',
      parameters: {},
      views: [
        readView({ name: 'p', resource: 'Patient', select: [{ column: [{ path: 'id', name: 'id' }] }] }),
      ],
      limits: { rows: 100, seconds: 600 },
      engine: { threads: 1 },
    }
    for await (const rows of rowsHere(join(folder, 'landed*'), query)) expect(rows).toEqual([{ n: 3, m: 3 }])
    expect.assertions(1)
  })

  it('gives the rows of resource types and of views, which stand before them', async () => {
    expect(await rowsOf(`SELECT id, gender FROM patient ORDER BY id DESC;`)).toEqual([
      { id: 'c', gender: 'female' },
      { id: 'b', gender: 'female' },
      { id: 'a', gender: 'male' },
    ])
    const query = {
      sql: `SELECT id, resource->>'gender' AS g FROM "Patient" WHERE id = 'a'`,
      parameters: {},
      views: [],
      limits: { rows: 9, seconds: 600 },
    }
    const rows = []
    for await (const some of rowsHere(landed, query)) rows.push(...some)
    expect(rows).toEqual([{ id: 'a', g: 'male' }])
  })

  it('names the relation that may be meant', async () => {
    expect(await rowsOf('SELECT * FROM pateint')).toEqual([
      expect.stringContaining('Did you mean "patient"?'),
    ])
    expect(await rowsOf('SELECT * FROM observatoin')).toEqual([expect.stringContaining('"observation"')])
  })

  it('binds what the query declares', async () => {
    const sql = `-- @param: gender code\n-- @param: since date\nSELECT id FROM patient WHERE gender = :gender AND born >= :since`
    expect(await rowsOf(sql, { gender: 'female', since: '1915' })).toEqual([{ id: 'c' }])
    expect(await rowsOf(sql, { gender: "x' OR true --", since: '1900' })).toEqual([])
    expect(await rowsOf(sql, { gender: 'female' })).toEqual([
      '--param since: expected a value of type date, found nothing',
    ])
    expect(await rowsOf('SELECT 1', { x: '1' })).toEqual([
      '--param x: expected a parameter that the query declares by @param',
    ])
    expect(await rowsOf('SELECT $x')).toEqual(['the query: expected $x to be declared by @param'])
    expect(await rowsOf('-- @param: n integer\nSELECT :n + 1 AS n', { n: '41' })).toEqual([{ n: 42 }])
  })

  it('runs one SELECT and nothing else', async () => {
    expect(await rowsOf('SELECT 1; SELECT 2')).toEqual(['the query: expected one SELECT, found 2 statements'])
    expect(await rowsOf(' -- nothing ;')).toEqual(['the query: expected one SELECT, found nothing'])
    expect(await rowsOf('DROP VIEW patient')).toEqual([
      'the query: expected one SELECT, found another statement',
    ])
  })

  it.each([
    ['SELECT 1 AS a, 2 AS a, 3 AS "a:1"', 'a:1'],
    ['SELECT 1 AS "__proto__"', '__proto__'],
  ])('refuses columns of which a row would lose one: %s', async (sql, name) => {
    expect(await rowsOf(sql)).toEqual([
      `the query: expected each column under a name of its own, found "${name}"`,
    ])
    expect(await rowsOf('SELECT 1 AS a, 2 AS a')).toEqual([{ a: 1, 'a:1': 2 }])
  })

  it('reads nothing but what landed, whatever the SQL', async () => {
    const engine = await openEngine()
    await lockEngine(engine, [`${landed}/current`])
    for (const file of [`${folder}/secret.csv`, `${landed}/../secret.csv`, 'http://example.org/']) {
      await expect(engine.connection.run(`FROM read_text('${file}')`)).rejects.toThrow(
        'disabled by configuration',
      )
    }
    await expect(engine.connection.run(`COPY (SELECT 1) TO '${folder}/out.csv'`)).rejects.toThrow('disabled')
    await expect(engine.connection.run('SET enable_external_access = true')).rejects.toThrow()
    engine.close()
    expect(String((await rowsOf(`FROM '${folder}/secret.csv'`))[0])).toMatch(/^the query: /)
  })

  it('stops at more rows than may come, after those', async () => {
    expect(await rowsOf('SELECT range AS n FROM range(5000)', {}, { rows: 3 })).toEqual([
      { n: 0 },
      { n: 1 },
      { n: 2 },
      'the query: expected at most 3 rows, found more',
    ])
    expect(await rowsOf('SELECT range FROM range(3)', {}, { rows: 3 })).toHaveLength(3)
  })

  it('names the part that is damaged or gone, where the query reads it', async () => {
    const broken = join(folder, 'broken')
    cpSync(landed, broken, { recursive: true })
    const part = join(broken, 'parts', 'Patient', readdirSync(join(broken, 'parts', 'Patient'))[0]!)
    const problem = async (sql: string, views = [patient]) => {
      const query = { sql, parameters: {}, views, limits: { rows: 9, seconds: 20 } }
      return await rowsHere(broken, query)
        .next()
        .then(
          ({ value }) => value,
          (error: Error) => error,
        )
    }
    const whole = readFileSync(part)
    whole[4]! ^= 0xff // the head of its first page
    writeFileSync(part, whole)
    expect(await problem('FROM "Patient"', [])).toMatchObject({
      name: 'DataError',
      file: part,
      problem: expect.stringMatching(/found Invalid Error: /) as unknown,
    })
    truncateSync(part, 100)
    for (const relation of ['patient', '"Patient"']) {
      expect(await problem(`SELECT id FROM ${relation}`)).toMatchObject({ name: 'DataError', file: part })
    }
    expect(await problem('SELECT count(*) AS n FROM "Observation"')).toEqual([{ n: 0 }])
    rmSync(part)
    expect(await problem('SELECT 1 FROM patient')).toMatchObject({ name: 'DataError', file: part })
  })

  it('tells of an error behind rows that have come', async () => {
    const sql = `SELECT CASE WHEN range = 300000 THEN error('a bad row') ELSE 1 END AS n FROM range(300001)`
    const rows = await rowsOf(sql, {}, { rows: 1e9 })
    expect(rows.length).toBeGreaterThan(1000)
    expect(rows.at(-1)).toBe('the query: Invalid Input Error: a bad row')
  })

  it('refuses a directory where nothing has landed, and two views of one name', async () => {
    const query = {
      sql: 'SELECT 1',
      parameters: {},
      views: [patient, { ...patient, name: 'PATIENT' }],
      limits: { rows: 9, seconds: 600 },
    }
    await expect(landedJob(folder, query)).rejects.toThrow(
      'expected a directory with landed data, found none',
    )
    await expect(landedJob(landed, query)).rejects.toThrow(
      'expected each view under a name of its own, found PATIENT again',
    )
  })

  it('has no rows of a type of which nothing has landed, or nothing is left', async () => {
    const views = [
      readView({ name: 'o', resource: 'Observation', select: [{ column: [{ path: 'id', name: 'id' }] }] }),
    ]
    const sql = `SELECT (SELECT count(*) FROM o) AS a, (SELECT count(resource->>'status') FROM "Observation") AS b`
    const query = { sql, parameters: {}, views, limits: { rows: 9, seconds: 600 } }
    expect((await rowsHere(landed, query).next()).value).toEqual([{ a: 0, b: 0 }])
  })

  it('gives numbers as numbers where JSON has them exactly', async () => {
    const sql = `SELECT count(*) AS n, 1.50::DECIMAL(9, 2) AS d, 9007199254740993 AS big, [1::BIGINT] AS list,
      12345678901234.567::DECIMAL(20, 3) AS long FROM patient`
    expect(await rowsOf(sql)).toEqual([
      { n: 3, d: 1.5, big: '9007199254740993', list: [1], long: '12345678901234.567' },
    ])
  })

  it('puts what does not fit into its memory into a folder of its own, which it removes', async () => {
    const sql = `SELECT current_setting('temp_directory') AS folder, current_setting('memory_limit') AS memory`
    const [row] = (await rowsOf(sql)) as [{ readonly folder: string; readonly memory: string }]
    expect(row.folder.startsWith(join(tmpdir(), 'rounds-engine-'))).toBe(true)
    expect(row.memory).toBe('953.6 MiB')
    expect(existsSync(row.folder)).toBe(false)
  })
})
