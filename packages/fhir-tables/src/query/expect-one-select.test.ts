import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Engine, openEngine } from '../engine.ts'
import { expectOneSelect } from './expect-one-select.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => engine.close())

const problemOf = async (sql: string) =>
  await expectOneSelect(engine.connection, sql, 'here').then(
    () => null,
    (error: Error) => error.message,
  )

it.each([
  'CREATE TABLE t AS SELECT 1',
  'CREATE TEMP MACRO m() AS 1',
  'INSERT INTO patient VALUES (1)',
  'DROP VIEW patient',
  'EXPLAIN SELECT 1',
  'CALL enable_logging()',
  "ATTACH 'x.duckdb'",
  'SET threads = 4',
  'INSTALL httpfs',
  'LOAD httpfs',
  'PRAGMA enable_profiling',
  'PRAGMA database_list',
  "COPY (SELECT 1) TO 'x.csv'",
  "EXPORT DATABASE 'x'",
  "PRAGMA json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
])('refuses %s', async (sql) => {
  expect(await problemOf(sql)).toBe('here: expected one SELECT, found another statement')
})

it('takes a list of any length', async () => {
  expect(await problemOf(`FROM a JOIN b USING (${Array(130_000).fill('x').join()})`)).toBeNull()
})

it('refuses nothing, two statements, and what is no SQL', async () => {
  expect(await problemOf(' -- nothing ;')).toBe('here: expected one SELECT, found nothing')
  expect(await problemOf('SELECT 1; SELECT 2')).toBe('here: expected one SELECT, found 2 statements')
  expect(await problemOf('SHOW TABLES')).toBe('here: expected one SELECT, found a list of relations')
  expect(await problemOf('SELEC 1')).toMatch(/^here: expected one SELECT, found syntax error/)
})

it.each([
  ['read_csv', "read_csv('/etc/passwd')"],
  ['glob', "glob('/etc/*')"],
  ['enable_logging', "enable_logging(level='trace', storage='file', storage_config={'path': 'x'})"],
  ['enable_profiling', "enable_profiling(format='json', save_location='x.json')"],
  ['query', "query('FROM read_csv(''/etc/passwd'')')"],
  ['json_execute_serialized_sql', "json_execute_serialized_sql(json_serialize_sql('SELECT 1'))"],
  ['duckdb_settings', 'duckdb_settings()'],
])('refuses the table function %s wherever it stands', async (name, call) => {
  for (const sql of [
    `SELECT * FROM ${call}`,
    `SELECT (SELECT count(*) FROM ${call})`,
    `WITH RECURSIVE r AS (SELECT 1 UNION ALL (SELECT 1 FROM ${call})) SELECT * FROM r`,
    `SELECT 1 WHERE EXISTS (FROM patient, LATERAL (FROM ${call}))`,
    `PIVOT (FROM ${call}) ON a IN (1) USING sum(b)`,
  ])
    expect(await problemOf(sql), sql).toBe(`here: expected one SELECT, found the table function ${name}`)
})

it('takes relations, and functions that compute', async () => {
  for (const sql of [
    `SELECT key, $n FROM json_each('{"a": 1}'), range(1), unnest([1]), patient -- ;`,
    'WITH p AS (FROM patient) SELECT count(*) FROM p ASOF JOIN o ON p.t >= o.t;',
    'DESCRIBE patient',
  ])
    expect(await problemOf(sql), sql).toBeNull()
})

it('tells which relations are read, however deep', async () => {
  const sql = `WITH w AS (FROM a) SELECT (SELECT 1 FROM "B") FROM w, s.c WHERE EXISTS (FROM d)`
  expect([...(await expectOneSelect(engine.connection, sql, 'here'))].toSorted()).toEqual([
    'a',
    'b',
    'c',
    'd',
    'w',
  ])
})
