import { Buffer } from 'node:buffer'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { elementsOf, familyOf, isPrimitive, numberOf, resourceTypes } from '../definitions/elements.ts'
import type { JsonKind } from '../misshapen.ts'
import { mostMisshapen } from '../misshapen.ts'
import { resourceScanner } from './scan-resource.ts'
import { hashOf, keptOf, kindOf, markOf, shapeTable, stateOf } from './shape-table.ts'
import { ScanProblem } from './skip-json.ts'

const scan = resourceScanner()

/** Where a line is misshapen by the scanner, null where that is not known, or why it refuses it. */
function misshapenIn(line: string): Readonly<Record<string, JsonKind>> | null | string {
  const bytes = Buffer.from(`${line}\n   `)
  try {
    const { misshapen } = scan(bytes, 0, bytes.length - 4)
    return misshapen === null ? null : Object.fromEntries(misshapen)
  } catch (error) {
    if (!(error instanceof ScanProblem)) throw error
    return error.message
  }
}
const inPatient = (json: string) => misshapenIn(`{"resourceType":"Patient",${json}}`)

describe('the scanner', () => {
  it.each([
    ['"name":[{"family":"x","given":["y",null],"_given":[null,{"id":"z"}]}],"active":true', {}],
    ['"name":null,"gender":null,"contact":[{"name":null}]', {}],
    ['"multipleBirthInteger":2,"deceasedBoolean":false,"_birthDate":{"extension":[]}', {}],
    ['"other":{"name":5},"names":[[]],"resourceTypes":[5]', {}],
    ['"name":{"family":5}', { name: 'list' }],
    ['"name":"x"', { name: 'list' }],
    ['"name":[["x"],5]', { 'name[*]': 'object' }],
    [
      '"name":[{"given":"x"},{"given":[5,{}],"family":["x"]}]',
      { 'name[*].given': 'list', 'name[*].given[*]': 'text', 'name[*].family': 'text' },
    ],
    ['"maritalStatus":[{"text":5}]', { maritalStatus: 'object' }],
    [
      '"maritalStatus":{"coding":[{"system":{},"userSelected":"true"}]}',
      { 'maritalStatus.coding[*].system': 'text', 'maritalStatus.coding[*].userSelected': 'boolean' },
    ],
    [
      '"multipleBirthInteger":"2","deceasedBoolean":1',
      { multipleBirthInteger: 'number', deceasedBoolean: 'boolean' },
    ],
    ['"gender":["male"],"birthDate":1970', { gender: 'text', birthDate: 'text' }],
    [
      '"_gender":"x","name":[{"_given":{},"_family":[]}]',
      { _gender: 'object', 'name[*]._given': 'list', 'name[*]._family': 'object' },
    ],
    [
      '"extension":[{"url":"u","extension":[{"url":5,"valueQuantity":{"value":"1"}}]}]',
      { 'extension[*].extension[*].url': 'text', 'extension[*].extension[*].valueQuantity.value': 'number' },
    ],
    [
      '"contained":[{"resourceType":"Patient","id":5,"name":5,"meta":{"profile":"p"}},[]]',
      { 'contained[*].id': 'text', 'contained[*].meta.profile': 'list', 'contained[*]': 'object' },
    ],
    ['"meta":{"tag":{}},"text":"x"', { 'meta.tag': 'list', text: 'object' }],
  ] as const)('finds what is misshapen in a Patient with %s', (json, places) => {
    expect(inPatient(json)).toEqual(places)
  })

  it('goes down forms in forms, and bundles as far as a resource of any type', () => {
    expect(
      misshapenIn('{"resourceType":"Questionnaire","item":[{"item":[{"item":[{"text":5,"item":{}}]}]}]}'),
    ).toEqual({
      'item[*].item[*].item[*].text': 'text',
      'item[*].item[*].item[*].item': 'list',
    })
    expect(
      misshapenIn('{"resourceType":"Bundle","entry":[{"resource":{"id":1,"name":1}},{"resource":[]}]}'),
    ).toEqual({
      'entry[*].resource.id': 'text',
      'entry[*].resource': 'object',
    })
  })

  it('knows the type wherever it stands, and whatever the line before was', () => {
    const observation = '{"resourceType":"Observation","name":5,"status":[]}'
    const late = '{"name":5,"status":[],"resourceType":"Patient"}'
    for (const line of [observation, late, late, observation, late]) {
      expect(misshapenIn(line)).toEqual(line === late ? { name: 'list' } : { status: 'text' })
    }
    expect(misshapenIn('{"name":5,"resourceType":"Unknown"}')).toEqual({})
  })

  it('tells names whose hashes are the same by their bytes, and then knows no shape', () => {
    expect(hashOf('hendFr')).toBe(hashOf('gender'))
    expect(inPatient('"gender":"x","hendFr":[],"name":5')).toBe(null)
    expect(inPatient('"name":5')).toEqual({ name: 'list' })
    expect(inPatient('"gender":"x","active":true,"gender":"y"')).toContain('"gender" is there again')
    expect(inPatient('"name":[{"given":[],"_given":[],"given":[]}]')).toContain('"given" is there again')
    expect(inPatient('"contained":[{"resourceType":"A","a":1,"resourceType":"B"}]')).toContain(
      'is there again',
    )
    expect(misshapenIn('{"resourceType":"Patient","id":"x","resourceType":"Patient"}')).toContain(
      'is there again',
    )
  })

  it('keeps so many places and one more', () => {
    const nested = (levels: number): string =>
      `{"url":5,"extension":[${levels > 0 ? nested(levels - 1) : ''}]}`
    const wide = (levels: number) => `"extension":[${nested(levels)}],"modifierExtension":[${nested(levels)}]`
    expect(Object.keys(inPatient(`${wide(39)},"contact":[${nested(39)}]`) as object)).toHaveLength(
      mostMisshapen + 1,
    )
  })
})

describe('shapeTable', () => {
  it('has one key for each name in each type, with its kind, its mark and its place among the kept', () => {
    const table = shapeTable(['id', 'meta'])
    const queue = [...resourceTypes()]
    for (const type of queue) table.ofResource(type)
    const faults: string[] = []
    const expectName = (type: string, name: string, kind: JsonKind, marks: ReadonlySet<number>): number => {
      const shape = table.ofName(numberOf(type), hashOf(name))
      const isKept = keptOf(shape) === ['id', 'meta'].indexOf(name)
      if (kindOf(shape) !== kind || !isKept || marks.has(markOf(shape))) faults.push(`${type}.${name}`)
      return markOf(shape)
    }
    for (const type of queue) {
      const marks = new Set<number>()
      for (const [name, { types, many, choice }] of elementsOf(type)) {
        for (const one of types) {
          const written = choice ? `${name}${one[0]!.toUpperCase()}${one.slice(1)}` : name
          const mark = expectName(type, written, many ? 'list' : kindOfType(one), marks)
          if (mark > 0) marks.add(mark)
          if (isPrimitive(one)) expectName(type, `_${written}`, many ? 'list' : 'object', marks)
          else if (!queue.includes(one)) queue.push(one)
        }
      }
    }
    expect(queue.length).toBeGreaterThan(600)
    expect(faults).toEqual([])
  })

  it('has the same keys whichever type is asked for first', () => {
    const [one, other] = [shapeTable([]), shapeTable([])]
    one.ofResource('Patient')
    expect(stateOf(one.ofResource('Claim'))).toBe(stateOf(other.ofResource('Claim')))
  })
})

const kindOfType = (type: string): JsonKind => {
  if (!isPrimitive(type)) return 'object'
  const family = familyOf(type)
  return family === 'number' || family === 'boolean' ? family : 'text'
}

type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json }

/** The same, slowly: a name is looked for among the elements of its type. Of a list, what follows a misshapen value is not looked at. */
function slowly(
  value: Json,
  type: string,
  many: boolean,
  place: string,
  found: Record<string, JsonKind>,
): boolean {
  if (value === null) return true
  const kind = Array.isArray(value) ? 'list' : typeof value === 'string' ? 'text' : (typeof value as JsonKind)
  const expected = many ? 'list' : kindOfType(type)
  if (kind !== expected) {
    found[place] = expected
    return false
  }
  if (kind === 'list') {
    ;(value as readonly Json[]).every((one) => slowly(one, type, false, `${place}[*]`, found))
  } else if (kind === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      const below = place === '' ? name : `${place}.${name}`
      for (const [element, { types, many: repeats, choice }] of elementsOf(type)) {
        for (const one of types) {
          const written = choice ? `${element}${one[0]!.toUpperCase()}${one.slice(1)}` : element
          if (name === written) slowly(inner, one, repeats, below, found)
          if (isPrimitive(one) && name === `_${written}`) slowly(inner, 'Element', repeats, below, found)
        }
      }
    }
  }
  return true
}

it('finds in 600 drawn resources of many types what a slow interpretation finds', () => {
  let state = 7
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647
  const whole = (bound: number) => Math.floor(random() * bound)
  const odd = (): Json => [null, 'x', 5, true, [], {}, [5], ['x'], [{}], { id: 5 }][whole(10)]!
  const one = (type: string, depth: number): Json => {
    if (random() < 0.04) return odd()
    if (type === 'Resource') return { resourceType: 'Patient', id: 'x', name: odd() }
    if (!isPrimitive(type)) return object(type, depth)
    return { text: 'x', number: 1.5, boolean: true }[kindOfType(type) as 'text']
  }
  const object = (type: string, depth: number): { readonly [name: string]: Json } => {
    const fields: Record<string, Json> = {}
    const all = [...elementsOf(type)]
    const share = Math.min(0.4, (depth === 0 ? 6 : 2) / all.length)
    for (const [name, { types, many, choice }] of all) {
      if (random() > share || depth > 4) continue
      const chosen = types[whole(types.length)]!
      const written = choice ? `${name}${chosen[0]!.toUpperCase()}${chosen.slice(1)}` : name
      fields[written] =
        many && random() < 0.97 ? [one(chosen, depth + 1), one(chosen, depth + 1)] : one(chosen, depth + 1)
      if (random() < 0.1)
        fields[`_${written}`] = many ? [null, one('Element', depth + 1)] : one('Element', depth + 1)
    }
    if (random() < 0.1) fields['unknown'] = odd()
    return fields
  }
  const types = [
    'Patient',
    'Observation',
    'Questionnaire',
    'Bundle',
    'ExplanationOfBenefit',
    'StructureDefinition',
    'Claim',
    'Parameters',
  ]
  const faults: string[] = []
  let misshapen = 0
  for (let trial = 0; trial < 600; trial++) {
    const type = types[whole(types.length)]!
    const { meta: _, ...drawn } = object(type, 0)
    const resource = random() < 0.8 ? { resourceType: type, ...drawn } : { ...drawn, resourceType: type }
    const slow: Record<string, JsonKind> = {}
    slowly(resource, type, false, '', slow)
    const line = JSON.stringify(resource)
    const fast = misshapenIn(line)
    if (Object.keys(slow).length > 0) misshapen++
    const same = typeof fast === 'object' && isDeepStrictEqual(fast, slow)
    if (!same) faults.push(`${JSON.stringify(fast)} not ${JSON.stringify(slow)} in ${line}`)
  }
  expect(faults.slice(0, 3)).toEqual([])
  expect(misshapen).toBeGreaterThan(100)
  expect(misshapen).toBeLessThan(500)
})
