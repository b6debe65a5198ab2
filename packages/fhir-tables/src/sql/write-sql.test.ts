import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../engine.ts'
import { planView } from '../plan/plan-view.ts'
import { readView } from '../read-view.ts'
import { duckdb } from './duckdb.ts'
import { writeSql } from './write-sql.ts'

const views = path.join(import.meta.dirname, '../../suite/example-views')
const scratch = fs.mkdtempSync(path.join(tmpdir(), 'write-sql-'))
const empty = path.join(scratch, 'empty.ndjson')
let engine: Engine
beforeAll(async () => {
  fs.writeFileSync(empty, '')
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  fs.rmSync(scratch, { recursive: true })
})

async function bound(sql: string): Promise<void> {
  await engine.connection.run(`EXPLAIN ${sql.replace("'data.ndjson'", `'${empty}'`)}`)
}

function sqlOf(view: unknown, mixed = false): string {
  const plan = planView(readView(view))
  return writeSql(plan, { kind: 'ndjson', files: ['data.ndjson'], mixed }, duckdb)
}

describe('the SQL of the example views', () => {
  it.each(fs.readdirSync(views))('%s is as committed, and DuckDB takes it', async (file) => {
    const sql = sqlOf(JSON.parse(fs.readFileSync(path.join(views, file), 'utf8')))
    const name = /ViewDefinition-(\w+)\.json/.exec(file)![1]!
    const kebab = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
    await expect(`${sql}\n`).toMatchFileSnapshot(`example-views/${kebab}.sql`)
    await bound(sql)
  })

  it('DuckDB refuses SQL that does not fit the fields that are read', async () => {
    const sql = sqlOf({ resource: 'Patient', select: [{ column: [{ name: 'id', path: 'id' }] }] })
    await expect(bound(sql.replace('_r."id"', '_r."name"'))).rejects.toThrow(/name/)
  })
})

describe('docs/fhir-tables.md', () => {
  it('shows the SQL that its view becomes', () => {
    const guide = fs.readFileSync(path.join(import.meta.dirname, '../../../../docs/fhir-tables.md'), 'utf8')
    const block = (language: string) =>
      new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(guide)![1]!
    const plan = planView(readView(JSON.parse(block('json'))))
    const source = { kind: 'ndjson', files: ['Patient.ndjson'], mixed: false } as const
    expect(block('sql')).toBe(writeSql(plan, source, duckdb))
  })
})

describe('names and texts', () => {
  it('are quoted, whatever they hold', async () => {
    const hostile = `'); DROP TABLE x; --"\\`
    const view = {
      resource: 'Patient',
      constant: [{ name: 'c', valueString: hostile }],
      select: [
        {
          column: [
            { name: 'select', path: '%c' },
            { name: 'e1', path: 'id' },
          ],
        },
      ],
      where: [{ path: `extension('${hostile.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}').exists()` }],
    }
    const sql = sqlOf(view)
    expect(sql).toContain(`'''); DROP TABLE x; --"\\' AS "select"`)
    await bound(sql)
    const statements = await engine.connection.extractStatements(sql)
    expect(statements.count).toBe(1)
  })

  it('keep their lines, however deep they stand', async () => {
    const lines = "a\n  'b'\r\n\\n\\\\"
    const view = {
      resource: 'Patient',
      constant: [{ name: 'c', valueString: lines }],
      select: [{ forEach: 'name', select: [{ forEach: 'given', column: [{ name: 'c', path: '%c' }] }] }],
    }
    const patient = { resourceType: 'Patient', name: [{ given: ['x'] }] }
    const file = path.join(scratch, 'Patient.ndjson')
    fs.writeFileSync(file, JSON.stringify(patient))
    const reader = await engine.connection.runAndReadAll(sqlOf(view).replace("'data.ndjson'", `'${file}'`))
    expect(reader.getRowObjectsJson()).toEqual([{ c: lines }])
  })

  it('of columns do not meet those of the generator', async () => {
    const column = ['r', 'x', 'n', 'lambda', 'select'].map((name) => ({ name, path: 'given.first()' }))
    await bound(sqlOf({ resource: 'Patient', select: [{ forEachOrNull: 'name', column }] }))
  })
})

describe('what is read', () => {
  it('is what the view uses and nothing else, typed by FHIR', () => {
    const sql = sqlOf({
      resource: 'Observation',
      select: [
        { column: [{ name: 'v', path: 'value.ofType(Quantity).value' }] },
        { forEach: 'component', column: [{ name: 'c', path: 'code.coding.code.first()' }] },
      ],
    })
    const columns = /columns = \{([\s\S]*?)\n {2,}\}\)/.exec(sql)![1]!
    expect(columns.trim().split(/,\n\s*/)).toEqual([
      `'resourceType': 'VARCHAR'`,
      `'valueQuantity': 'STRUCT("value" DOUBLE)'`,
      `'component': 'STRUCT("code" STRUCT("coding" STRUCT("code" VARCHAR)[]))[]'`,
    ])
  })

  it('keeps the digits of a decimal only where a boundary asks for them', () => {
    const column = (name: string, at: string) => ({ name, path: `value.ofType(Quantity).value${at}` })
    const sql = sqlOf({
      resource: 'Observation',
      select: [{ column: [column('v', ''), column('low', '.lowBoundary()')] }],
    })
    expect(sql).toContain('STRUCT("value" VARCHAR)')
    expect(sql).toContain('fhir_decimal(_r."valueQuantity"."value") AS "v"')
    expect(sql).toContain('fhir_low_decimal(_r."valueQuantity"."value") AS "low"')
  })

  it('is a structure that contains itself where a walk goes down', async () => {
    const sql = sqlOf({
      resource: 'QuestionnaireResponse',
      select: [
        { column: [{ name: 'second', path: 'item.item.item.linkId.first()' }] },
        { repeat: ['item', 'answer.item'], column: [{ name: 'id', path: 'linkId' }] },
      ],
    })
    expect(sql).toContain('STRUCT("item" JSON, "linkId" VARCHAR, "answer" STRUCT("item" JSON)[])[]')
    await bound(sql)
  })
})
