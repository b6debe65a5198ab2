import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { findSource } from '../find-source.ts'
import { runJob } from '../jobs/run-job.ts'
import { readView } from '../read-view.ts'
import type { Row } from '../stream-rows.ts'
import { libraryJob } from './query-library.ts'
import { readLibrary } from './read-library.ts'
import { readValueSet } from './value-set.ts'

const folder = fs.mkdtempSync(path.join(tmpdir(), 'query-library-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

const conditions = [
  ['c1', 'a', 'http://snomed.info/sct', '38341003'],
  ['c2', 'a', 'http://snomed.info/sct', '44054006'],
  ['c3', 'b', 'http://snomed.info/sct', '38341003'],
  ['c4', 'b', 'http://example.org', '38341003'],
].map(([id, patient, system, code]) => ({
  resourceType: 'Condition',
  id,
  subject: { reference: `Patient/${patient}` },
  code: { coding: [{ system, code }] },
}))
const patients = ['a', 'b', 'c'].map((id) => ({
  resourceType: 'Patient',
  id,
  gender: id === 'b' ? 'male' : 'female',
}))
for (const [type, resources] of Object.entries({ Condition: conditions, Patient: patients })) {
  fs.writeFileSync(
    path.join(folder, `${type}.ndjson`),
    resources.map((one) => `${JSON.stringify(one)}\n`).join(''),
  )
}

const base = 'http://example.org'
const views = [
  readView({
    resourceType: 'ViewDefinition',
    url: `${base}/ViewDefinition/patients`,
    resource: 'Patient',
    select: [
      {
        column: [
          { name: 'id', path: 'getResourceKey()' },
          { name: 'gender', path: 'gender' },
        ],
      },
    ],
  }),
  readView({
    url: `${base}/ViewDefinition/conditions`,
    resource: 'Condition',
    select: [
      { column: [{ name: 'patient_id', path: 'subject.getReferenceKey(Patient)' }] },
      {
        forEach: 'code.coding',
        column: [
          { name: 'system', path: 'system' },
          { name: 'code', path: 'code' },
        ],
      },
    ],
  }),
]
const hypertension = readValueSet({
  resourceType: 'ValueSet',
  url: `${base}/ValueSet/hypertension`,
  version: '2026',
  expansion: {
    contains: [
      {
        abstract: true,
        system: 'http://snomed.info/sct',
        code: 'x',
        contains: [{ system: 'http://snomed.info/sct', code: '38341003', display: "It's high" }],
      },
      { system: 'http://snomed.info/sct', code: '38341003' },
      { system: 'http://snomed.info/sct', code: '59621000', inactive: true },
    ],
  },
})

function library(kind: 'query' | 'view', sql: string, labels: Record<string, string>, more: object = {}) {
  return readLibrary({
    resourceType: 'Library',
    type: { coding: [{ code: `sql-${kind}` }] },
    relatedArtifact: Object.entries(labels).map(([label, resource]) => ({
      type: 'depends-on',
      label,
      resource: `${base}/${resource}`,
    })),
    content: [{ contentType: 'application/sql', data: Buffer.from(sql).toString('base64') }],
    ...more,
  })
}

async function run(
  query: ReturnType<typeof readLibrary>,
  {
    parameters = {},
    libraries = [],
    rows = 100,
    from = folder,
  }: Partial<{
    parameters: Record<string, string>
    libraries: ReturnType<typeof readLibrary>[]
    rows: number
    from: string
  }> = {},
): Promise<Row[]> {
  const found: Row[] = []
  const sourceOf = (resource: string) => findSource([from], resource)
  const artifacts = { views, libraries, valueSets: [hypertension], sourceOf }
  const limits = { rows, seconds: 600 }
  const job = libraryJob(query, artifacts, { parameters, limits, engine: { threads: 1 } })
  for await (const some of runJob(job)) found.push(...some)
  return found
}

const member = `SELECT c.patient_id FROM conditions c WHERE EXISTS (
  SELECT 1 FROM codes WHERE codes.system = c.system AND codes.code = c.code)`
const ill = { conditions: 'ViewDefinition/conditions', codes: 'ValueSet/hypertension|2026' }

describe('libraryJob', () => {
  it('joins views and a value set under their labels', async () => {
    expect(await run(library('query', `${member} ORDER BY 1`, ill))).toEqual([
      { patient_id: 'a' },
      { patient_id: 'b' },
    ])
  })

  it('has a value set as a relation of its members, each once', async () => {
    const all = library('query', 'SELECT * FROM codes ORDER BY code', { codes: 'ValueSet/hypertension' })
    const system = 'http://snomed.info/sct'
    expect(await run(all)).toEqual([
      { system, version: null, code: '38341003', display: null, inactive: null },
      { system, version: null, code: '59621000', display: null, inactive: true },
    ])
  })

  it('binds declared parameters, whatever they hold', async () => {
    const more = { parameter: [{ name: 'gender', type: 'code', use: 'in' }] }
    const query = library(
      'query',
      'SELECT id FROM p WHERE gender = :gender',
      { p: 'ViewDefinition/patients' },
      more,
    )
    expect(await run(query, { parameters: { gender: 'male' } })).toEqual([{ id: 'b' }])
    expect(await run(query, { parameters: { gender: "' OR 1 = 1 --" } })).toEqual([])
    await expect(run(query)).rejects.toThrow(/--param gender: expected a value of type code, found nothing/)
    await expect(run(query, { parameters: { gender: 'x', other: 'y' } })).rejects.toThrow(/--param other/)
  })

  it('composes SQLViews, each with its own labels', async () => {
    const view = library('view', `${member} -- ill`, ill, { url: `${base}/Library/ill` })
    const sql = 'SELECT count(*)::INTEGER AS n FROM codes JOIN conditions ON codes.patient_id = conditions.id'
    const labels = { codes: 'Library/ill', conditions: 'ViewDefinition/patients' }
    expect(await run(library('query', sql, labels), { libraries: [view] })).toEqual([{ n: 2 }])
  })

  it('refuses a circle, what is not given, and a label of another library', async () => {
    const circle = library('view', 'SELECT * FROM me', { me: 'Library/me' }, { url: `${base}/Library/me` })
    await expect(run(circle, { libraries: [circle] })).rejects.toThrow(/does not depend on itself/)
    await expect(run(library('query', 'SELECT 1', { x: 'ValueSet/none' }))).rejects.toThrow(
      /\$\.relatedArtifact\[0\]\.resource: expected a view or value set that is given/,
    )
    const lacking = library('view', 'SELECT 1', { y: 'ValueSet/none' }, { url: `${base}/Library/lacking` })
    await expect(
      run(library('query', 'SELECT 1', { x: 'Library/lacking' }), { libraries: [lacking] }),
    ).rejects.toThrow(/Library\/lacking, \$\.relatedArtifact\[0\]\.resource: expected a view or value set/)
    await expect(run(library('query', 'SELECT 1', { x: 'ValueSet/hypertension|2025' }))).rejects.toThrow(
      /is given/,
    )
    await expect(run(library('query', 'SELECT * FROM other', {}))).rejects.toThrow(/other/)
  })

  it.each([
    ['two statements', 'SELECT 1; SELECT 2', /expected one SELECT, found 2 statements/],
    ['a change', 'DELETE FROM p', /expected one SELECT, found another statement/],
    ['another file', `SELECT * FROM read_text('/etc/hostname')`, /found the table function read_text/],
    ['a setting', 'SET threads = 8', /expected one SELECT/],
    ['a copy', `COPY (SELECT 1) TO '${folder}/x.csv'`, /found another statement/],
    ['too many rows', 'SELECT * FROM range(200)', /expected at most 100 rows, found more/],
  ])('refuses %s', async (_what, sql, problem) => {
    await expect(run(library('query', sql, { p: 'ViewDefinition/patients' }))).rejects.toThrow(problem)
    expect(fs.readdirSync(folder).toSorted()).toEqual(['Condition.ndjson', 'Patient.ndjson'])
  })

  it('reads nothing but the files of its views, by what a SQLView says neither', async () => {
    const other = fs.mkdtempSync(path.join(tmpdir(), 'query-library-other-'))
    const secret = path.join(other, 'secret.csv')
    fs.writeFileSync(secret, 'a secret\n')
    fs.mkdirSync(path.join(folder, 'sub'))
    fs.writeFileSync(path.join(folder, 'sub', 'secret.txt'), 'x')
    try {
      for (const file of [secret, path.join(folder, 'sub', 'secret.txt')]) {
        const sql = `SELECT * FROM read_text('${file}')`
        const view = library('view', sql, {}, { url: `${base}/Library/v` })
        const names = library('query', 'SELECT * FROM v', {
          v: 'Library/v',
          p: 'ViewDefinition/patients',
        })
        await expect(run(names, { libraries: [view], rows: 100_000 }), file).rejects.toThrow(
          /\$\.relatedArtifact\[0\]\.resource: .*found the table function read_text/,
        )
      }
    } finally {
      fs.rmSync(other, { recursive: true })
      fs.rmSync(path.join(folder, 'sub'), { recursive: true })
    }
  })

  it('names the line of NDJSON at which it stops, and a packed file that is damaged', async () => {
    const from = fs.mkdtempSync(path.join(tmpdir(), 'query-library-bad-'))
    const query = library('query', 'SELECT count(*)::INT AS n FROM p', { p: 'ViewDefinition/patients' })
    const good = patients.map((one) => `${JSON.stringify(one)}\n`).join('')
    const problemOf = async (name: string, content: string | Buffer) => {
      const file = path.join(from, name)
      fs.writeFileSync(file, content)
      const error = await run(query, { from }).catch((failure: Error) => failure)
      fs.rmSync(file)
      return error instanceof Error ? error.message.replaceAll(`${from}/`, '') : error
    }
    try {
      expect(await problemOf('Patient.ndjson', good)).toEqual([{ n: 3 }])
      expect(await problemOf('Patient.ndjson', `${good}\n{"resourceType":`)).toBe(
        'Patient.ndjson, line 5: expected JSON, found {"resourceType":',
      )
      expect(await problemOf('Patient.ndjson', `${good}{"resourceType":"Patient","gender":["x"]`)).toMatch(
        /^Patient\.ndjson, line 4: /,
      )
      const packed = gzipSync(good)
      expect(await problemOf('Patient.ndjson.gz', packed)).toEqual([{ n: 3 }])
      expect(await problemOf('Patient.ndjson.gz', packed.subarray(0, packed.length - 8))).toMatch(
        /^Patient\.ndjson\.gz: expected a whole compressed file, found Z_\w+$/,
      )
    } finally {
      fs.rmSync(from, { recursive: true })
    }
  })

  it('refuses a version of a view that is not given', async () => {
    const versioned = library('view', 'SELECT 1 AS a', {}, { url: `${base}/Library/v`, version: '2' })
    const query = (version: string) => library('query', 'SELECT a FROM v', { v: `Library/v|${version}` })
    expect(await run(query('2'), { libraries: [versioned] })).toEqual([{ a: 1 }])
    await expect(run(query('9.9'), { libraries: [versioned] })).rejects.toThrow(/is given, found/)
    const view = library('query', 'SELECT 1', { v: 'ViewDefinition/patients|9.9' })
    await expect(run(view)).rejects.toThrow(/is given, found/)
  })

  it.each([
    ['two statements', 'SELECT 1; SELECT 2', /expected one SELECT in .*, found 2 statements/],
    ['a drop', 'SELECT 1; DROP VIEW x', /expected one SELECT in .*, found another statement/],
    ['a change', 'INSERT INTO x VALUES (1)', /expected one SELECT in .*, found another statement/],
    ['what names nothing', 'SELECT * FROM nothing', /expected a SELECT over its dependencies/],
    ['no SQL', 'SELEC', /expected one SELECT in .*, found/],
    ['a way out of its parentheses', 'SELECT 1) UNION (SELECT 2', /expected one SELECT in .*, found/],
  ])('refuses %s in a SQLView', async (_what, sql, problem) => {
    const view = library('view', sql, {}, { url: `${base}/Library/v` })
    await expect(
      run(library('query', 'SELECT * FROM v', { v: 'Library/v' }), { libraries: [view] }),
    ).rejects.toThrow(problem)
  })
})

describe('readLibrary', () => {
  it('takes the text for DuckDB before the one for no dialect', () => {
    const data = (sql: string) => Buffer.from(sql).toString('base64')
    const content = [
      { contentType: 'application/sql', data: data('any') },
      { contentType: 'application/sql; dialect=duckdb', data: data('ours') },
    ]
    expect(library('query', '', {}, { content }).sql).toBe('ours')
    expect(library('query', '', {}, { content: content.slice(0, 1) }).sql).toBe('any')
    const other = [{ contentType: 'application/sql;dialect=postgresql', data: data('x') }]
    expect(() => library('query', '', {}, { content: other })).toThrow(/dialect=postgresql is not supported/)
  })

  it.each([
    [{ resourceType: 'Patient' }, '$.resourceType: expected "Library", found "Patient"'],
    [
      { type: { coding: [{ code: 'logic-library' }] } },
      '$.type.coding: expected the code sql-query or sql-view, found "logic-library"',
    ],
    [
      { content: [{ contentType: 'application/sql', data: '%%' }] },
      '$.content[0].data: expected SQL in base64, found "%%"',
    ],
    [
      { content: [{ contentType: 'application/sql', data: '//8=' }] },
      '$.content[0].data: expected SQL in UTF-8, found other bytes',
    ],
    [
      { relatedArtifact: [{ type: 'depends-on', label: 'a b', resource: 'x' }] },
      '$.relatedArtifact[0].label: expected a name of letters, digits and _, found "a b"',
    ],
    [
      { parameter: [{ name: 'x', type: 'string', use: 'out' }] },
      '$.parameter[0].use: expected "in", found "out"',
    ],
    [
      { relatedArtifact: ['a', 'A'].map((label) => ({ type: 'depends-on', label, resource: 'x' })) },
      '$.relatedArtifact[1].label: expected a label that no other has, found "A"',
    ],
  ])('refuses %j', (more, message) => {
    expect(() => library('query', 'SELECT 1', {}, more)).toThrow(message)
  })
})

describe('readValueSet', () => {
  const set = (more: object) => readValueSet({ resourceType: 'ValueSet', url: 'u', ...more })

  it('has the codes that a value set lists itself where it has no expansion', () => {
    const include = [{ system: 's', version: '1', concept: [{ code: 'a', display: 'A' }, { code: 'b' }] }]
    expect(set({ compose: { include } }).members).toEqual([
      { system: 's', version: '1', code: 'a', display: 'A', inactive: null },
      { system: 's', version: '1', code: 'b', display: null, inactive: null },
    ])
    expect(set({ expansion: { contains: [] } }).members).toEqual([])
  })

  it('does not guess members', () => {
    const include = [{ system: 's', filter: [{ property: 'concept', op: 'is-a', value: 'x' }] }]
    expect(() => set({ compose: { include } })).toThrow(/a value set without an expansion is not supported/)
    expect(() => set({ expansion: { contains: [{ code: 'x' }] } })).toThrow(
      /contains\[0\]\.system: expected text/,
    )
  })
})
