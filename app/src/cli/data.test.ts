import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { generateCommand } from './data-generate.ts'
import { landCommand } from './data-land.ts'
import { queryCommand } from './data-query.ts'
import { outputsOf } from './run-in-test.ts'
import { statusCommand } from './data-status.ts'

const folder = mkdtempSync(join(tmpdir(), 'data-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  process.exitCode = undefined
})

async function run(...args: readonly string[]) {
  const data = new Command('data')
    .addCommand(generateCommand())
    .addCommand(landCommand())
    .addCommand(statusCommand())
    .addCommand(queryCommand())
  const { out, error } = await outputsOf(() => data.parseAsync([...args], { from: 'user' }))
  const code = process.exitCode ?? 0
  process.exitCode = undefined
  return { out, error: error.replaceAll(`${folder}/`, ''), code }
}

const at = (name: string) => join(folder, name)

describe('data', () => {
  it('generates synthetic patients and says so, lands them, and tells what is there', async () => {
    const generated = await run('generate', '--patients', '20', '--seed', '4', '--out', at('export'))
    expect(generated.code).toBe(0)
    expect(generated.out).toContain('Synthetic data: no such person or place exists. 20 patients, seed 4')
    expect(generated.out).toContain('From 2025-04-01 at clinics 1, 2, 3')
    const landed = await run('land', '--from', at('export'), '--to', at('landed'), '--json')
    const manifest = JSON.parse(readFileSync(join(at('export'), 'manifest.json'), 'utf8')) as {
      readonly output: readonly { readonly count: number }[]
    }
    const read = manifest.output.reduce((sum, { count }) => sum + count, 0)
    expect(JSON.parse(landed.out)).toMatchObject({ snapshot: '000001', read, loaded: read, rejected: 0 })
    const status = await run('status', at('landed'))
    expect(status.out).toContain(`read ${read} = loaded ${read} + unchanged 0 + deleted 0 + rejected 0`)
    expect(status.out).toMatch(/\n {2}Patient +20 +1\n/)
    expect(JSON.parse((await run('status', at('landed'), '--json')).out)).toMatchObject({ id: '000001' })
  })

  it('tells where resources have a shape that FHIR does not give them', async () => {
    const resource = { resourceType: 'Patient', id: 'a', name: [{ given: 'Ada' }], gender: ['x'] }
    writeFileSync(at('shapes.ndjson'), JSON.stringify(resource))
    const { out, code } = await run('land', '--from', at('shapes.ndjson'), '--to', at('shapes'))
    const told = [
      'misshapen in some: Patient.name[*].given, where FHIR has a list\n',
      'misshapen in some: Patient.gender, where FHIR has a text\n',
    ]
    expect(code).toBe(0)
    for (const line of told) expect(out).toContain(line)
    expect((await run('status', at('shapes'))).out).toContain(told.join('\n'))
    const url = 'http://example.org/names'
    const column = [{ name: 'given', path: 'name.given.first()' }]
    writeFileSync(at('given.json'), JSON.stringify({ url, resource: 'Patient', select: [{ column }] }))
    const library = {
      resourceType: 'Library',
      type: { coding: [{ code: 'sql-query' }] },
      relatedArtifact: [{ type: 'depends-on', label: 'names', resource: url }],
      content: [
        { contentType: 'application/sql', data: Buffer.from('SELECT given FROM names').toString('base64') },
      ],
    }
    writeFileSync(at('library.json'), JSON.stringify(library))
    const asked = await run('query', at('shapes'), '--sql', at('library.json'), '--view', at('given.json'))
    expect([asked.code, asked.out]).toEqual([2, ''])
    expect(asked.error).toContain('expected a list at $.name[*].given, found "Ada" in the resource a')
  })

  it('names where it cannot land', async () => {
    await run('generate', '--patients', '1', '--out', at('small'))
    writeFileSync(at('a-file'), '')
    const { out, error, code } = await run('land', '--from', at('small'), '--to', at('a-file'))
    expect([out, error, code]).toEqual([
      '',
      'a-file/parts: expected a file or folder that can be used, found ENOTDIR\n',
      2,
    ])
  })

  it('queries what landed, through a view, with a parameter', async () => {
    await run('generate', '--patients', '20', '--out', at('query-export'))
    await run('land', '--from', at('query-export'), '--to', at('queried'))
    const view = {
      name: 'patient',
      resource: 'Patient',
      select: [{ column: [{ name: 'key', path: 'getResourceKey()' }] }],
    }
    writeFileSync(at('patient.json'), JSON.stringify(view))
    writeFileSync(
      at('query.sql'),
      '-- @param: id string\nSELECT count(*)::INT AS n FROM patient WHERE key <> :id',
    )
    const args = ['query', at('queried'), '--sql', at('query.sql'), '--view', at('patient.json')]
    expect(await run(...args, '--param', 'id=patient-7')).toEqual({
      out: '{"n":19}\n',
      error: '',
      code: 0,
    })
    const tabled = await run(
      'land',
      '--from',
      at('query-export'),
      '--to',
      at('queried'),
      '--view',
      at('patient.json'),
    )
    expect(tabled.out).toMatch(/\n {2}patient +20\n/)
    const fromTable = ['query', at('queried'), '--sql', at('query.sql'), '--param', 'id=patient-7']
    expect(await run(...fromTable)).toEqual({ out: '{"n":19}\n', error: '', code: 0 })
    const refused = async (...more: readonly string[]) => {
      const { out, error, code } = await run(...args, ...more)
      expect([out, code]).toEqual(['', 2])
      return error
    }
    expect(await refused()).toBe('query.sql: --param id: expected a value of type string, found nothing\n')
    expect(await refused('--param', 'id=a', '--param', 'id=b')).toBe(
      '--param: expected each name once, found id again\n',
    )
    expect(await refused('--param', 'id')).toBe('--param: expected name=value, found "id"\n')
    expect(await refused('--sql', at('absent.sql'))).toBe(
      'absent.sql: expected a file that can be read, found ENOENT\n',
    )
    writeFileSync(at('bad.json'), '{"resource":"Patient","select":[]}')
    expect(await refused('--view', at('bad.json'))).toContain(
      'bad.json: $.select: expected at least one select',
    )
    const endless = `SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000)) FROM patient`
    writeFileSync(at('query.sql'), endless)
    expect(await refused('--max-seconds', '0.5')).toBe(
      'query.sql: the query: expected at most 0.5 s, it took longer\n',
    )
    writeFileSync(at('query.sql'), 'SELECT nothing FROM patient')
    expect(await refused()).toMatch(/^query\.sql: the query: Binder Error: [^\n]+\n$/)
  })

  it('runs a SQLQuery with its views, SQLViews and value sets, and writes CSV', async () => {
    const lines = [
      { resourceType: 'Condition', id: 'a', code: { coding: [{ system: 's', code: '1' }] } },
      { resourceType: 'Condition', id: 'b', code: { coding: [{ system: 's', code: '2' }] } },
    ]
    writeFileSync(at('conditions.ndjson'), lines.map((one) => `${JSON.stringify(one)}\n`).join(''))
    await run('land', '--from', at('conditions.ndjson'), '--to', at('conditions'))
    const define = (name: string, json: object) => {
      writeFileSync(at(`${name}.json`), JSON.stringify({ url: `http://example.org/${name}`, ...json }))
      return at(`${name}.json`)
    }
    const library = (code: string, sql: string, labels: readonly string[], more: object = {}) => ({
      resourceType: 'Library',
      type: { coding: [{ code }] },
      relatedArtifact: labels.map((label) => ({
        type: 'depends-on',
        label,
        resource: `http://example.org/${label}`,
      })),
      content: [{ contentType: 'application/sql', data: Buffer.from(sql).toString('base64') }],
      ...more,
    })
    const query = define(
      'query',
      library(
        'sql-query',
        `SELECT id, :note AS note, 1.5 AS "n,m", NULL AS "2024", -12345678901234567890 AS big FROM ill WHERE :note <> ''`,
        ['ill'],
        {
          parameter: [{ name: 'note', use: 'in', type: 'string' }],
        },
      ),
    )
    const ill = library('sql-view', 'SELECT c.id FROM c JOIN codes USING (system, code)', ['c', 'codes'])
    const paths = ['id', 'code.coding.system', 'code.coding.code']
    const names = ['id', 'system', 'code']
    const column = paths.map((path, index) => ({ path, name: names[index] }))
    const concept = [{ code: '2' }]
    const definitions = [
      define('ill', ill),
      define('c', { resource: 'Condition', select: [{ column }] }),
      define('codes', { resourceType: 'ValueSet', compose: { include: [{ system: 's', concept }] } }),
    ].flatMap((file) => ['--view', file])
    const args = ['query', at('conditions'), '--sql', query, ...definitions, '--param']
    expect(await run(...args, 'note==x')).toEqual({
      out: '{"id":"b","note":"=x","n,m":1.5,"2024":null,"big":"-12345678901234567890"}\n',
      error: '',
      code: 0,
    })
    expect(await run(...args, 'note==x', '--csv')).toEqual({
      out: `"id","note","n,m","2024","big"\n"b","'=x",1.5,,"-12345678901234567890"\n`,
      error: '',
      code: 0,
    })
    expect(await run(...args, 'note=', '--csv')).toEqual({
      out: `"id","note","n,m","2024","big"\n`,
      error: '',
      code: 0,
    })
    writeFileSync(at('plain.sql'), 'SELECT 1')
    expect(await run('query', at('conditions'), '--sql', at('plain.sql'), ...definitions)).toEqual({
      out: '',
      error: '--view: expected ViewDefinitions beside a query that is no SQLQuery\n',
      code: 2,
    })
  })

  it('lands without the table of a view that fails on the data, and nothing for a view that cannot be run', async () => {
    writeFileSync(
      at('names.ndjson'),
      '{"resourceType":"Patient","id":"p","name":[{"text":"A"},{"text":"B"}]}',
    )
    const args = (path: string) => {
      const view = { name: 'names', resource: 'Patient', select: [{ column: [{ name: 'n', path }] }] }
      writeFileSync(at('names.json'), JSON.stringify(view))
      return ['land', '--from', at('names.ndjson'), '--to', at('names'), '--view', at('names.json')]
    }
    expect(await run(...args('name.txt'))).toEqual({
      out: '',
      error:
        'names.json: $.select[0].column[0].path: expected an element of HumanName, found txt at character 6\n',
      code: 2,
    })
    expect((await run('status', at('names'))).code).toBe(2)
    const { out, code } = await run(...args('name.text'))
    expect(code).toBe(1)
    const why = 'no table of names: $.select[0].column[0].path: expected at most one value'
    expect(out).toContain(why)
    expect((await run('status', at('names'))).out).toContain(why)
  })

  it('tells where rejected lines are, and stops at too many', async () => {
    const good = Array.from({ length: 30 }, (_, n) => `{"resourceType":"Patient","id":"p${n}"}\n`).join('')
    writeFileSync(at('some.ndjson'), `${good}bad\n`)
    const { out } = await run('land', '--from', at('some.ndjson'), '--to', at('some'))
    expect(out).toContain('read 31 = loaded 30 + unchanged 0 + deleted 0 + rejected 1')
    expect(out).toContain(`rejected lines: ${at('some')}/rejects/000001.ndjson`)
    expect(
      await run('land', '--from', at('some.ndjson'), '--to', at('none'), '--max-rejected', '0.01'),
    ).toEqual({
      out: '',
      error:
        'some.ndjson: expected at most 1 % of lines to be rejected, found 1 of 31 lines, see none/rejects/stopped.ndjson\n',
      code: 2,
    })
  })

  it.each([
    [['generate'], '--out: expected a directory, found nothing'],
    [
      ['generate', '--out', 'x', '--patients', '-1'],
      '--patients: expected a whole number in [0, 10000000], found "-1"',
    ],
    [['generate', '--out', folder], `${folder}: expected a new or empty directory, found something in it`],
    [['land', '--to', 'x'], '--from: expected a file or folder, found nothing'],
    [['land', '--from', 'x'], '--to: expected a directory, found nothing'],
    [
      ['land', '--from', at('absent'), '--to', at('x')],
      'absent: expected a file or folder that can be read, found ENOENT',
    ],
    [
      ['land', '--from', 'x', '--to', 'x', '--max-rejected', '2'],
      '--max-rejected: expected a number in [0, 1], found "2"',
    ],
    [
      ['land', '--from', 'x', '--to', 'x', '--memory', 'much'],
      '--memory: expected a size as 500MB or 2GB, found "much"',
    ],
    [['status', at('absent')], 'absent: expected a directory with landed data, found none'],
  ])('refuses %j in one line', async (args, error) => {
    expect(await run(...args)).toEqual({ out: '', error: `${error}\n`, code: 2 })
  })
})
