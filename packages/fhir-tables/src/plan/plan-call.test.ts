import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../engine.ts'
import { readView } from '../read-view.ts'
import { viewRows } from '../view-rows.ts'
import { planView } from './plan-view.ts'

const folder = fs.mkdtempSync(path.join(tmpdir(), 'plan-call-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  fs.rmSync(folder, { recursive: true })
})

/** What a path is for each of some resources. */
async function valuesOf(expression: string | object, resource: string, ...elements: readonly object[]) {
  const file = path.join(folder, `${resource}.ndjson`)
  fs.writeFileSync(
    file,
    elements.map((one) => `${JSON.stringify({ resourceType: resource, ...one })}\n`).join(''),
  )
  const given = typeof expression === 'string' ? { path: expression } : expression
  const column = [{ name: 'value', ...given }]
  const plan = planView(readView({ resource, select: [{ column }] }))
  const values: unknown[] = []
  for await (const rows of viewRows(engine, plan, { kind: 'ndjson', files: [file], mixed: false }))
    values.push(...rows.map((row) => row['value']))
  return values
}

describe('is', () => {
  it('is empty where there is nothing', async () => {
    const patients = [{ birthDate: '2000' }, { active: true }]
    expect(await valuesOf('birthDate is date', 'Patient', ...patients)).toEqual([true, null])
    expect(await valuesOf('birthDate is string', 'Patient', ...patients)).toEqual([false, null])
    const observations = [{ valueString: 'x' }, { valueBoolean: true }, { status: 'final' }]
    expect(await valuesOf('value is string', 'Observation', ...observations)).toEqual([true, false, null])
  })

  it('is for one value', async () => {
    expect(await valuesOf('name.family is string', 'Patient', { name: [{ family: 'a' }] })).toEqual([true])
    const names = { name: [{ family: 'a' }, { family: 'b' }] }
    await expect(valuesOf('name.family is string', 'Patient', names)).rejects.toThrow(
      /at most one value, found 2/,
    )
    const extensions = {
      extension: [
        { url: 'a', valueString: 'x' },
        { url: 'b', valueBoolean: true },
      ],
    }
    await expect(valuesOf('extension.value is string', 'Patient', extensions)).rejects.toThrow(
      /at most one value, found 2/,
    )
    const one = { extension: extensions.extension.slice(0, 1) }
    expect(await valuesOf('extension.value is string', 'Patient', one, {})).toEqual([true, null])
    expect(await valuesOf('extension.value is boolean', 'Patient', one)).toEqual([false])
  })
})

describe('a type and those that it rests on', () => {
  it('are all what a value is', async () => {
    const patient = { gender: 'male', extension: [{ url: 'a', valueCode: 'x' }] }
    const is = async (expression: string) => (await valuesOf(expression, 'Patient', patient, {}))[0]
    expect(await is('gender is string')).toBe(true)
    expect(await is('gender is uri')).toBe(false)
    expect(await is('$this is DomainResource')).toBe(true)
    expect(await is('extension.value is string')).toBe(true)
    expect(await is('extension.value is uri')).toBe(false)
    expect(await is('gender.ofType(string)')).toBe('male')
  })

  it('are all taken by ofType, in the order in which they stand', async () => {
    const patient = {
      extension: [
        { url: 'a', valueCode: 'c' },
        { url: 'b', valueUri: 'u' },
        { url: 'c', valueString: 's', extension: [{ url: 'd', valueAge: { value: 7, unit: 'a' } }] },
        { url: 'd', valueQuantity: { value: 8, unit: 'kg' } },
        { url: 'e', valueCanonical: 'k' },
      ],
    }
    const taken = async (asked: string) => (await valuesOf(asked, 'Patient', patient, {}))[0]
    expect(await taken("extension.value.ofType(string).join(',')")).toBe('c,s')
    expect(await taken("(extension.value as uri).join(',')")).toBe('u,k')
    expect(await taken("extension.where(url = 'a').first().value.ofType(string)")).toBe('c')
    expect(await taken('extension.value.ofType(Quantity).count()')).toBe(1)
    expect(await taken('extension.extension.value.ofType(Quantity).value')).toBe(7)
    expect(await taken('extension.value.ofType(Quantity).unit')).toBe('kg')
  })

  it('may be told apart beside each other', async () => {
    const onset = { resourceType: 'Condition', onsetAge: { value: 7 } }
    expect(await valuesOf('onset.ofType(Quantity).value', 'Condition', onset)).toEqual([7])
    const both = { extension: [{ url: 'a', valueAge: { value: 7, unit: 'a' } }] }
    const asked = "extension.value.ofType(Age).unit = 'a' and extension.value.ofType(Quantity).value = 7"
    expect(await valuesOf(asked, 'Patient', both)).toEqual([true])
    await expect(valuesOf('extension.value.ofType(Element)', 'Patient', both)).rejects.toThrow(
      /expected one of/,
    )
  })
})

describe('the extension of a primitive', () => {
  const family = (name: string) => ({
    family: name,
    _family: { extension: [{ url: 'x', valueString: name }] },
  })
  const of = ".extension('x').value.ofType(string)"

  it('is that of the value that a filter leaves', async () => {
    const patients = [{ name: [family('a'), family('b')] }]
    const last = `name[1].family.where($this = 'b')${of}`
    expect(await valuesOf(last, 'Patient', ...patients)).toEqual(['b'])
    expect(await valuesOf(`name[0].family.where($this = 'b')${of}`, 'Patient', ...patients)).toEqual([null])
  })

  it.each([
    `name.family.first()${of}`,
    `name.family.last()${of}`,
    `name.family[1]${of}`,
    `name.family.where($this = 'b')${of}`,
    `name.family.exists(extension('x').exists())`,
    'name.given.first().id',
  ])('is not told apart from those of others: %s', async (expression) => {
    await expect(valuesOf(expression, 'Patient', {})).rejects.toMatchObject({ kind: 'unsupported' })
  })

  it('is not known of each of several', () => {
    const column = [{ name: 'value', path: "extension('x').exists()" }]
    const view = (forEach: string) => readView({ resource: 'Patient', select: [{ forEach, column }] })
    expect(() => planView(view('name.given'))).toThrow(/extension\(\) of one of several string/)
    expect(() => planView(view('birthDate'))).toThrow(/extension\(\) of one of several date/)
    expect(() => planView(view('name'))).not.toThrow()
  })
})

describe('what FHIRPath has and views of this engine do not', () => {
  it.each([
    '%resource.id',
    '%context.id',
    "%ucum = 'x'",
    'gender and active',
    'gender.not()',
    'name.where(family)',
    'deceased',
    'deceased.first()',
    'deceased.where($this is boolean)',
    'birthDate.lowBoundary(4)',
    'name.where($index = 0).family',
    'birthDate > @2020-01-01 - 1 year',
  ])('tells that %s is not supported', async (expression) => {
    await expect(valuesOf(expression, 'Patient', {})).rejects.toMatchObject({ kind: 'unsupported' })
  })
})

describe('{} in a branch of a unionAll', () => {
  it.each([
    ['active', '{}', 'boolean', [true, null]],
    ['{}', 'birthDate', 'date', [null, '2000']],
    ['{}', '{}', 'string', [null, null]],
  ])('has the type of the other: %s, %s', async (first, second, type, values) => {
    const file = path.join(folder, 'Patient.ndjson')
    fs.writeFileSync(
      file,
      `${JSON.stringify({ resourceType: 'Patient', active: true, birthDate: '2000' })}\n`,
    )
    const unionAll = [first, second].map((one) => ({ column: [{ name: 'value', path: one }] }))
    const plan = planView(readView({ resource: 'Patient', select: [{ unionAll }] }))
    expect(plan.columns).toEqual([{ name: 'value', type, collection: false }])
    const rows: unknown[] = []
    for await (const some of viewRows(engine, plan, { kind: 'ndjson', files: [file], mixed: false }))
      rows.push(...some)
    expect(rows).toEqual(values.map((value) => ({ value })))
  })
})

describe('a text in quotes', () => {
  it('may have escapes', async () => {
    const written = String.raw`'\u00e9\n\t\'\\\u0041'`
    expect(await valuesOf(written, 'Patient', {})).toEqual(["é\n\t'\\A"])
  })
})

describe('arithmetic of integers', () => {
  it('is empty beyond 32 bits', async () => {
    const of = 'multipleBirth.ofType(integer)'
    const patients = [2147483647, 1, -2147483648].map((multipleBirthInteger) => ({ multipleBirthInteger }))
    expect(await valuesOf(`${of} + 1`, 'Patient', ...patients)).toEqual([null, 2, -2147483647])
    expect(await valuesOf(`${of} - 1`, 'Patient', ...patients)).toEqual([2147483646, 0, null])
    expect(await valuesOf(`${of} * 2`, 'Patient', ...patients)).toEqual([null, 2, null])
    expect(await valuesOf(`${of} div (0 - 1)`, 'Patient', ...patients)).toEqual([-2147483647, -1, null])
    expect(await valuesOf(`-(${of})`, 'Patient', ...patients)).toEqual([-2147483647, -1, null])
  })
})

describe('a value that is not of its type', () => {
  const isRefused = async (expression: string, resource: string, element: object, problem: RegExp) => {
    await expect(valuesOf(expression, resource, {}, element)).rejects.toThrow(problem)
    const all = path.join(folder, 'all.ndjson')
    fs.copyFileSync(path.join(folder, `${resource}.ndjson`), all)
    const plan = planView(readView({ resource, select: [{ column: [{ name: 'value', path: expression }] }] }))
    const rows = viewRows(engine, plan, { kind: 'ndjson', files: [all], mixed: true })
    await expect(rows.next()).rejects.toThrow(problem)
  }

  it('stops the run at its line, in files of one type and of several', async () => {
    await isRefused('active', 'Patient', { active: 'yes' }, /line 2: expected true or false, found yes/)
    const twins = 'multipleBirth.ofType(integer)'
    await isRefused(
      twins,
      'Patient',
      { multipleBirthInteger: 3.7 },
      /line 2: expected a whole number, found 3.7/,
    )
    await isRefused(
      twins,
      'Patient',
      { multipleBirthInteger: 3e9 },
      /line 2: .* of 32 bits, found 3000000000/,
    )
    const value = 'value.ofType(Quantity).value'
    const quantity = (of: string) => ({ valueQuantity: { value: of } })
    await isRefused(value, 'Observation', quantity('abc'), /line 2: expected a number, found "?abc/)
    await isRefused(value, 'Observation', quantity('NaN'), /line 2: expected a number, found nan/i)
    const before = 'birthDate < @2000'
    const birthDate = 'yesterday'
    await isRefused(before, 'Patient', { birthDate }, /line 2: expected a date or a time, found yesterday$/)
  })
})

describe('getReferenceKey', () => {
  it('has no key of what is no reference to a resource', async () => {
    const references = [
      'Patient/',
      'Patient/a b',
      'Patient/ok',
      'http://x/Patient/ok',
      'Patient/ok/_history/1',
    ]
    const observations = references.map((reference) => ({ subject: { reference } }))
    const keys = [null, null, 'ok', 'ok', 'ok']
    expect(await valuesOf('subject.getReferenceKey(Patient)', 'Observation', ...observations)).toEqual(keys)
    expect(await valuesOf('subject.getReferenceKey()', 'Observation', ...observations)).toEqual(keys)
  })
})

describe('a decimal as text', () => {
  const digits = 'component.value.ofType(Quantity).value'
  const component = [5, 1.5].map((value) => ({ valueQuantity: { value } }))
  const observation = { component }

  it('has the digits of the data', async () => {
    const type = 'string'
    const collection = true
    expect(await valuesOf({ path: digits, type, collection }, 'Observation', observation)).toEqual([
      ['5', '1.5'],
    ])
    expect(await valuesOf({ path: `${digits}.first()`, type }, 'Observation', observation)).toEqual(['5'])
    expect(await valuesOf({ path: `${digits}[0] + 1`, type }, 'Observation', observation)).toEqual(['6.0'])
  })

  it('has no boundary where its digits are not known', async () => {
    const boundary = `${digits}.where($this > 2).first().lowBoundary()`
    await expect(valuesOf(boundary, 'Observation', observation)).rejects.toThrow(
      /lowBoundary\(\) of one of several decimals is not supported/,
    )
    expect(await valuesOf(`${digits}.last().lowBoundary()`, 'Observation', observation)).toEqual([1.45])
  })
})

describe('highBoundary', () => {
  it('is never below the value', async () => {
    const values = ['2026-01-01T10:00:00.123456Z', '2026-01-01T10:00:00.12Z']
    const observations = values.map((effectiveDateTime) => ({ effectiveDateTime }))
    const boundary = (side: string) => `effective.ofType(dateTime).${side}Boundary()`
    expect(await valuesOf(boundary('high'), 'Observation', ...observations)).toEqual([
      '2026-01-01T10:00:00.123456Z',
      '2026-01-01T10:00:00.129Z',
    ])
    expect(await valuesOf(boundary('low'), 'Observation', ...observations)).toEqual([
      '2026-01-01T10:00:00.123456Z',
      '2026-01-01T10:00:00.120Z',
    ])
  })
})
