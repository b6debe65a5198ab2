import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../engine.ts'
import { findSource } from '../find-source.ts'
import { planView } from '../plan/plan-view.ts'
import { readView } from '../read-view.ts'
import { duckdb } from '../sql/duckdb.ts'
import { writeSql } from '../sql/write-sql.ts'
import type { Row } from '../stream-rows.ts'
import { viewRows } from '../view-rows.ts'
import type { Snapshot } from './snapshot.ts'
import { landLater, resourceLine, writeFiles } from './test-landing.ts'

const folder = mkdtempSync(join(tmpdir(), 'misshapen-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

let number = 0
let from = ''
let to = ''
beforeEach(() => {
  number++
  from = join(folder, `export-${number}`)
  to = join(folder, `landed-${number}`)
})

const planOf = (paths: readonly string[], type = 'Patient', more: object = {}) =>
  planView(
    readView({
      resource: type,
      select: [
        {
          column: paths.map((path, at) => ({ name: `c${at}`, path, collection: path === 'name.given' })),
          ...more,
        },
      ],
    }),
  )

/** The rows of a view over what has landed, or why there are none. */
async function rowsOf(plan: ReturnType<typeof planOf>): Promise<readonly Row[] | string> {
  const rows: Row[] = []
  try {
    for await (const some of viewRows(engine, plan, findSource([to], plan.resource))) rows.push(...some)
    return rows
  } catch (error) {
    return (error as Error).message
  }
}
const sqlOf = (plan: ReturnType<typeof planOf>) => writeSql(plan, findSource([to], plan.resource), duckdb)
const patient = (id: string, elements: object) =>
  resourceLine('Patient', id, '2026-01-01T00:00:00Z', { ...elements })

describe('what has landed misshapen', () => {
  it.each([
    [{ name: { given: ['y'] } }, 'a list at $.name, found {"given":["y"]}', { name: 'list' }],
    [{ name: ['x'] }, 'an object at $.name[*], found "x"', { 'name[*]': 'object' }],
    [
      { name: [{ given: ['y'] }, { given: 'z' }] },
      'a list at $.name[*].given, found "z"',
      { 'name[*].given': 'list' },
    ],
    [
      { name: [{ given: ['y', ['z']] }] },
      'one value at $.name[*].given[*], found ["z"]',
      { 'name[*].given[*]': 'text' },
    ],
    [{ maritalStatus: [] }, 'an object at $.maritalStatus, found []', { maritalStatus: 'object' }],
    [{ gender: ['male'] }, 'one value at $.gender, found ["male"]', { gender: 'text' }],
    [{ _gender: [{}] }, null, { _gender: 'object' }],
    [
      { contact: [{ name: [] }], contained: [{ resourceType: 'Patient', name: 5, id: 5 }], other: [] },
      null,
      { 'contact[*].name': 'object', 'contained[*].id': 'text' },
    ],
    [
      { multipleBirthInteger: '2' },
      [{ c0: null, c1: [], c2: null, c3: 2 }],
      { multipleBirthInteger: 'number' },
    ],
  ] as const)(
    'is told by what reads it, and what reads something else has rows: %j',
    async (elements, problem, misshapen) => {
      writeFiles(from, { 'a.ndjson': [patient('a', {}), patient('o', elements)] })
      const { snapshot, totals } = await landLater(from, to)
      expect(totals).toMatchObject({ loaded: 2, rejected: 0 })
      expect(snapshot.types['Patient']![0]!.misshapen).toEqual(misshapen)
      const reading = await rowsOf(
        planOf(['maritalStatus.text', 'name.given', 'gender', 'multipleBirth.ofType(integer)']),
      )
      if (typeof problem === 'string') expect(reading).toContain(`expected ${problem} in the resource o`)
      else expect(reading).toHaveLength(2)
      if (typeof problem === 'object' && problem !== null) expect(reading).toContainEqual(problem[0])
      expect(await rowsOf(planOf(['id', 'birthDate']))).toHaveLength(2)
      expect(sqlOf(planOf(['id', 'birthDate']))).not.toMatch(/shaped/)
    },
  )

  it('is told below the first level of what is repeated', async () => {
    const form = (item: unknown) => resourceLine('Questionnaire', 'q', null, { item })
    writeFiles(from, {
      'a.ndjson': [form([{ linkId: '1', item: [{ linkId: '2', item: { linkId: '3' } }] }])],
    })
    await landLater(from, to)
    const plan = planView(
      readView({
        resource: 'Questionnaire',
        select: [{ repeat: ['item'], column: [{ name: 'link', path: 'linkId' }] }],
      }),
    )
    expect(await rowsOf(plan)).toContain(
      'expected a list at $.item[*].item[*].item, found {"linkId":"3"} in the resource',
    )
  })

  it('stays marked where parts are written again and where they are joined', async () => {
    writeFiles(from, {
      'a.ndjson': [patient('a', {}), patient('o', { name: 5 }), patient('p', { gender: [] })],
    })
    await landLater(from, to)
    const misshapen = { name: 'list', gender: 'text' }
    for (let day = 1; day <= 18; day++) {
      const later = resourceLine(
        'Patient',
        day === 1 ? 'a' : `b${day}`,
        `2026-02-${String(day).padStart(2, '0')}T00:00:00Z`,
      )
      writeFiles(from, { 'a.ndjson': [later] })
      const { snapshot } = await landLater(from, to)
      const parts = snapshot.types['Patient']!
      expect(parts.map((part) => part.misshapen)).toContainEqual(misshapen)
      if (day === 1) expect(parts.map((part) => part.misshapen)).toEqual([misshapen, {}])
    }
    expect(await rowsOf(planOf(['name.family.first()']))).toContain(
      'expected a list at $.name, found 5 in the resource o',
    )
    expect(await rowsOf(planOf(['id']))).toHaveLength(20)
  })

  it('is not known where one resource has more such places than are kept, whatever lands with it', async () => {
    const nested = (levels: number): object => ({
      url: 5,
      extension: levels > 0 ? [nested(levels - 1)] : [],
    })
    const many = Object.fromEntries(
      ['extension', 'modifierExtension', 'contact'].map((name) => [name, [nested(39)]]),
    )
    writeFiles(from, { 'a.ndjson': [patient('m', { ...many, name: 5 }), patient('o', { gender: [] })] })
    const { snapshot } = await landLater(from, to)
    expect(snapshot.types['Patient']!.map(({ misshapen }) => misshapen)).toEqual([null])
    expect(await rowsOf(planOf(['name.family.first()']))).toContain('expected a list at $.name, found 5')
  })

  it('is looked for at every path outside lists in a snapshot that does not say where', async () => {
    writeFiles(from, { 'a.ndjson': [patient('o', { name: 5 })] })
    const { snapshot } = await landLater(from, to)
    const file = join(to, 'snapshots', `${snapshot.id}.json`)
    const { types, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Snapshot
    const unmarked = types['Patient']!.map(({ file: part, rows }) => ({ file: part, rows }))
    writeFileSync(file, JSON.stringify({ ...rest, types: { Patient: unmarked } }))
    expect(await rowsOf(planOf(['name.family.first()']))).toContain(
      'expected a list at $.name, found 5 in the resource o',
    )
    expect(sqlOf(planOf(['gender']))).toContain(`fhir_shaped(json, ['$.gender'], [''])`)
  })
})
