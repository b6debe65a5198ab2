import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createGunzip } from 'node:zlib'
import readline from 'node:readline'
import * as fc from 'fast-check'
import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import { planView } from './plan/plan-view.ts'
import { readView } from './read-view.ts'
import { viewRows } from './view-rows.ts'
import type { Row } from './stream-rows.ts'
import { sameRows } from './suite/same-rows.ts'
import { ViewError } from './view-error.ts'

/*
 * The oracle: the processing algorithm of the specification, word by word, with the fhirpath package. An element is
 * known by the path that leads to it, `(name)[1]`, so that each expression is evaluated from the resource on.
 */

type Json = Readonly<Record<string, unknown>>
type Column = { readonly name: string; readonly path: string; readonly collection?: boolean }
type Select = {
  readonly column?: readonly Column[]
  readonly select?: readonly Select[]
  readonly unionAll?: readonly Select[]
  readonly forEach?: string
  readonly forEachOrNull?: string
  readonly repeat?: readonly string[]
}
type ViewJson = Select & { readonly resource: string; readonly where?: readonly { readonly path: string }[] }
type Options = NonNullable<Parameters<typeof fhirpath.compile>[2]>
type Evaluate = {
  (expression: string, rowIndex: number): unknown[]
  /** Whether a value too many stops the run where its row does not come out, too. */
  readonly eager: boolean
}

const compiled = new Map<string, ReturnType<typeof fhirpath.compile>>()

function evaluator(resource: Json, constants: Json, eager: boolean): Evaluate {
  const evaluate = (expression: string, rowIndex: number) => {
    const known = compiled.get(expression) ?? fhirpath.compile(expression, r4, { userInvocationTable: KEYS })
    compiled.set(expression, known)
    return known(resource, { ...constants, rowIndex }) as unknown[]
  }
  return Object.assign(evaluate, { eager })
}

const KEYS = {
  getResourceKey: {
    fn: (nodes: unknown[]) => nodes.map((node) => (data(node) as Json)['id']),
    arity: { 0: [] },
  },
  getReferenceKey: {
    fn: (nodes: unknown[], type?: { name: string }) =>
      nodes.flatMap((node) => {
        const parts = ((data(node) as { reference?: string }).reference ?? '').split('/')
        const [of, id] = parts.slice(-2)
        return parts.length < 2 || (type !== undefined && type.name !== of) ? [] : [id]
      }),
    arity: { 0: [], 1: ['TypeSpecifier'] },
  },
} as unknown as NonNullable<Options['userInvocationTable']>

function data(node: unknown): unknown {
  return (node as { data?: unknown }).data ?? node
}

function interpret(view: ViewJson, resource: Json, constants: Json, eager = false): Row[] {
  if (resource['resourceType'] !== view.resource) return []
  const evaluate = evaluator(resource, constants, eager)
  for (const { path: condition } of view.where ?? []) {
    const [found] = evaluate(condition, 0)
    if (found !== true) return []
  }
  return rowsOf({ select: view.select ?? [] }, '$this', evaluate, 0).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value()])),
  )
}

const MOST_ROWS = 20_000
class TooMany extends Error {}

/** Values are asked for in rows that come out: a value too many elsewhere stops nothing. */
type LazyRow = Readonly<Record<string, () => unknown>>

function rowsOf(select: Select, node: string, evaluate: Evaluate, outerIndex: number): LazyRow[] {
  const from = (expression: string) => (node === '$this' ? expression : `${node}.select(${expression})`)
  const each = (expression: string): string[] =>
    evaluate(from(expression), outerIndex).map((_, index) => `(${from(expression)})[${index}]`)
  const below = (at: string): string[] =>
    (select.repeat ?? []).flatMap((expression) => {
      const within = at === '$this' ? expression : `${at}.select(${expression})`
      return evaluate(within, outerIndex).flatMap((_, index) => {
        const child = `(${within})[${index}]`
        return [child, ...below(child)]
      })
    })
  const listed = select.forEach ?? select.forEachOrNull
  const foci = select.repeat !== undefined ? below(node) : listed === undefined ? [node] : each(listed)
  if (foci.length === 0 && select.forEachOrNull !== undefined) {
    const blank = columnsOf(select).map(({ name, path: at, collection }) => {
      const index = collection === true ? [0] : 0
      return [name, () => (at === '%rowIndex' ? index : null)]
    })
    return [Object.fromEntries(blank) as LazyRow]
  }
  const iterates = select.repeat !== undefined || listed !== undefined
  return foci.flatMap((focus, index) => {
    const rowIndex = iterates ? index : outerIndex
    const parts: LazyRow[][] = (select.column ?? []).map((column) => {
      const at = focus === '$this' ? column.path : `${focus}.select(${column.path})`
      const value = () => valueOf(column, evaluate(at, rowIndex))
      if (evaluate.eager) value()
      return [{ [column.name]: value }]
    })
    for (const nested of select.select ?? []) parts.push(rowsOf(nested, focus, evaluate, rowIndex))
    if (select.unionAll !== undefined) {
      parts.push(select.unionAll.flatMap((branch) => rowsOf(branch, focus, evaluate, rowIndex)))
    }
    return parts.reduce<LazyRow[]>(
      (left, right) => {
        if (left.length * right.length > MOST_ROWS) throw new TooMany()
        return left.flatMap((a) => right.map((b) => ({ ...a, ...b })))
      },
      [{}],
    )
  })
}

function valueOf(column: Column, found: unknown[]): unknown {
  /* The suite has '' where the package has nothing. */
  const values = found.length === 0 && /\.join\([^()]*\)$/.test(column.path) ? [''] : found
  if (column.collection === true) return values
  if (values.length > 1) throw new Error(`multiple values in ${column.name}`)
  return values[0] ?? null
}

function columnsOf(select: Select): Column[] {
  return [
    ...(select.column ?? []),
    ...(select.select ?? []).flatMap(columnsOf),
    ...(select.unionAll?.slice(0, 1) ?? []).flatMap(columnsOf),
  ]
}

const scratch = fs.mkdtempSync(path.join(tmpdir(), 'oracle-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  fs.rmSync(scratch, { recursive: true })
})

async function run(view: unknown, file: string): Promise<Row[]> {
  const rows: Row[] = []
  const mixed = !/(Patient|Observation|Condition|Encounter)\.ndjson/.test(file)
  const source = { kind: 'ndjson', files: [file], mixed } as const
  for await (const some of viewRows(engine, planView(readView(view)), source)) rows.push(...some)
  return rows
}

describe('the example views on synthetic patients', () => {
  const folder = path.join(import.meta.dirname, '../../../../shared/data/fhir-synthea-615')
  const views = path.join(import.meta.dirname, '../suite/example-views')
  /* The oracle takes a millisecond and more for each resource: all of them with ALL_RESOURCES=1. */
  const most = process.env['ALL_RESOURCES'] === '1' ? Infinity : 300

  async function resources(type: string): Promise<string[]> {
    const lines: string[] = []
    const file = fs.createReadStream(path.join(folder, `${type}.ndjson.gz`)).pipe(createGunzip())
    for await (const line of readline.createInterface({ input: file })) {
      if (lines.push(line) >= most) break
    }
    return lines
  }

  it.skipIf(!fs.existsSync(folder)).each([
    ['ConditionFlat', 1],
    ['EncounterFlat', 1],
    ['PatientAddresses', 1],
    ['PatientDemographics', 1],
    ['PatientNamesWithIndex', 1],
    ['UsCoreBloodPressures', 0.01],
  ])('%s has the same rows', { timeout: 3_600_000 }, async (name, least) => {
    const text = fs.readFileSync(path.join(views, `ViewDefinition-${name}.json`), 'utf8')
    const view = JSON.parse(text.replace('85354-9', '55284-4')) as ViewJson
    const constants = { systolic_bp: '8480-6', diastolic_bp: '8462-4', bp_code: '55284-4' }
    const lines = await resources(view.resource)
    const file = path.join(scratch, `${view.resource}.ndjson`)
    fs.writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
    const expected = lines.flatMap((line) => interpret(view, JSON.parse(line) as Json, constants))
    expect(expected.length).toBeGreaterThanOrEqual(lines.length * least)
    expect(sameRows(await run(view, file), expected)).toBe(true)
  })
})

/** Which paths may stand in a column, which lists may be unnested, by the type of the focus. */
type Paths = {
  readonly text: readonly string[]
  readonly one: readonly string[]
  readonly many: readonly string[]
}
const PATHS: Readonly<Record<string, Paths>> = {
  Patient: {
    text: ['id', 'gender', 'name.first().family', "'x'"],
    one: [
      'id',
      'active',
      'gender',
      'birthDate',
      'getResourceKey()',
      'managingOrganization.getReferenceKey(Organization)',
      'managingOrganization.getReferenceKey()',
      'name.first().family',
      'name.last().family',
      'name[1].family',
      "name.where(use = 'official').family.first()",
      "name.given.join('-')",
      'name.exists()',
      'name.empty()',
      'name.given.count()',
      'deceased.exists()',
      'deceased.ofType(boolean)',
      'deceased is boolean',
      'active and deceased.ofType(boolean)',
      "active or gender = 'male'",
      "gender = 'male' xor active",
      "gender != 'male' implies active",
      'active.not()',
      "name.exists(use = 'official' and family.exists())",
      'multipleBirth.ofType(integer) + 1',
      'multipleBirth.ofType(integer) * 2.5 > 4',
      'multipleBirth.ofType(integer) div 2',
      'multipleBirth.ofType(integer) mod 2',
      'multipleBirth.ofType(integer) <= -2 + 4',
      'birthDate < @1980-06-01',
      'birthDate >= @1980',
      'birthDate = @1980-06',
      'birthDate.lowBoundary()',
      'birthDate.highBoundary()',
      "birthDate.extension('urn:x').exists()",
      "extension('urn:x').value.ofType(code)",
      "extension('urn:x').value.ofType(string)",
      "extension('urn:x').exists()",
      'name.family',
      "name.family = 'Ng'",
      "'a' & gender",
      '%rowIndex',
      "where(gender = 'male').exists()",
      '{}',
    ],
    many: [
      'name',
      'telecom',
      'contact',
      'name.given',
      'contact.telecom',
      "name.where(use = 'official')",
      'name.first()',
    ],
  },
  name: {
    text: ['family', 'use', 'given.first()'],
    one: [
      'family',
      'use',
      'given.first()',
      "given.join(',')",
      'given.count()',
      'period.start',
      '%rowIndex',
      'given',
      "'x'",
    ],
    many: ['given'],
  },
  telecom: {
    text: ['value', "'x'"],
    one: ['value', 'system', 'rank', 'rank > 1', 'rank / 2', '%rowIndex', '$this.value.exists()'],
    many: [],
  },
  contact: {
    text: ['gender', 'name.family'],
    one: ['name.family', 'gender', 'name.given.first()', '%rowIndex', 'telecom.exists(rank = 1)'],
    many: ['telecom', 'name.given'],
  },
  given: { text: ['$this'], one: ['$this', "$this = 'Ada'", '%rowIndex', '$this.exists()'], many: [] },
  QuestionnaireResponse: {
    text: ['id'],
    one: ['id', 'questionnaire', 'item.linkId.first()', '%rowIndex'],
    many: ['item', 'item.answer'],
  },
  item: {
    text: ['linkId', 'text'],
    one: [
      'linkId',
      'text',
      '%rowIndex',
      'answer.value.ofType(integer)',
      'answer.exists()',
      'item.linkId.count()',
    ],
    many: ['answer', 'item'],
  },
  answer: {
    text: ["'x'"],
    one: ['value.ofType(string)', 'value.ofType(integer) + 1', 'value.exists()', '%rowIndex'],
    many: ['item'],
  },
}

function focusOf(list: string): string {
  return /(given|telecom|name|contact|item|answer)(?!.*\.(given|telecom|item|answer))/.exec(list)![1]!
}

let names = 0
function arbitrarySelect(focus: string, depth: number): fc.Arbitrary<Select> {
  const { one, many, text } = PATHS[focus]!
  const column = fc.record({ path: fc.constantFrom(...one), collection: fc.boolean() }).map((drawn) => {
    return { name: `c${++names}`, path: drawn.path, collection: drawn.collection }
  })
  const columns = fc.array(column, { minLength: 1, maxLength: 3 })
  if (depth === 0) return fc.record({ column: columns })
  const iterated = (list: string) =>
    fc
      .tuple(fc.constantFrom('forEach', 'forEachOrNull'), arbitrarySelect(focusOf(list), depth - 1))
      .map(([kind, inner]): Select => ({ ...inner, [kind]: list }))
  const walked = ['QuestionnaireResponse', 'item', 'answer'].includes(focus)
    ? fc
        .tuple(fc.constantFrom(['item'], ['item', 'answer.item']), arbitrarySelect('item', depth - 1))
        .map(([repeat, inner]): Select => ({ ...inner, repeat }))
    : null
  const nested = fc.oneof(
    arbitrarySelect(focus, depth - 1),
    ...many.map(iterated),
    ...(walked === null ? [] : [walked]),
  )
  const branch = fc.oneof(
    fc.constantFrom(...text).map((at): Select => ({ column: [{ name: 'u', path: at }] })),
    ...many
      .filter((list) => focusOf(list) === 'given')
      .map((list) =>
        fc
          .constantFrom('forEach', 'forEachOrNull')
          .map((kind): Select => ({ [kind]: list, column: [{ name: 'u', path: '$this' }] })),
      ),
  )
  const union = fc.array(branch, { minLength: 1, maxLength: 3 }).map((unionAll) => {
    const name = `u${++names}`
    return {
      unionAll: unionAll.map((each) => ({ ...each, column: [{ ...each.column![0]!, name }] })),
    }
  })
  return fc
    .tuple(columns, fc.array(nested, { maxLength: 2 }), fc.option(union))
    .map(([own, select, all]) => ({ column: own, ...(select.length > 0 && { select }), ...all }))
}

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const word = fc.constantFrom('Ada', 'Ng', "O'Neil", 'Éve', 'official', 'x'.repeat(20))
const listOf = <T>(value: fc.Arbitrary<T>) => sometimes(fc.array(value, { minLength: 1, maxLength: 3 }))
const extensions = listOf(
  fc.oneof(
    fc.record({ url: fc.constantFrom('urn:x', 'urn:y'), valueCode: word }),
    fc.record({ url: fc.constantFrom('urn:x', 'urn:y'), valueString: word }),
  ),
)
/* An element without content is not FHIR: the id is there where nothing else is. */
const humanName = fc.record({
  id: fc.constant('n'),
  use: sometimes(fc.constantFrom('official', 'usual')),
  family: sometimes(word),
  given: listOf(word),
  period: sometimes(fc.record({ start: fc.constantFrom('2001', '2001-02-03') })),
})
const telecom = fc.record({
  id: fc.constant('t'),
  system: sometimes(fc.constantFrom('phone', 'email')),
  value: sometimes(word),
  rank: sometimes(fc.integer({ min: 1, max: 3 })),
})
/* An extension without a value counts as a value in FHIRPath and does not in a table: none is drawn. */
const birthDate = fc.constantFrom('1980', '1980-06', '1980-06-01', '1979-12-31', '2001-02-28')
const birth = fc.oneof(
  fc.constant({}),
  fc.record({ birthDate }),
  fc.record({ birthDate, _birthDate: fc.record({ id: fc.constant('b'), extension: extensions }) }),
)
const patient = fc
  .tuple(
    birth,
    fc.record({
      resourceType: fc.constant('Patient'),
      id: fc.constantFrom('a', 'b', 'c'),
      active: sometimes(fc.boolean()),
      gender: sometimes(fc.constantFrom('male', 'female')),
      extension: extensions,
      name: listOf(humanName),
      telecom: listOf(telecom),
      contact: listOf(
        fc.record({
          id: fc.constant('c'),
          name: sometimes(humanName),
          telecom: listOf(telecom),
          gender: sometimes(fc.constant('male')),
        }),
      ),
      deceasedBoolean: sometimes(fc.boolean()),
      multipleBirthInteger: sometimes(fc.integer({ min: 1, max: 4 })),
      managingOrganization: sometimes(
        fc.record({
          reference: fc.constantFrom(
            'Organization/o1',
            'https://x.org/fhir/Organization/o2',
            'Group/g',
            'o3',
          ),
        }),
      ),
    }),
  )
  .map(([born, rest]) => ({ ...rest, ...born }))
const { item } = fc.letrec<{ item: unknown }>((tie) => ({
  item: fc.record(
    {
      linkId: word,
      text: word,
      item: fc.oneof(
        { maxDepth: 2, depthIdentifier: 'item' },
        fc.constant(undefined),
        fc.array(tie('item'), { minLength: 1, maxLength: 2 }),
      ),
      answer: fc.oneof(
        { maxDepth: 2, depthIdentifier: 'item' },
        fc.constant(undefined),
        fc.array(
          fc.oneof(
            fc.record({ valueInteger: fc.integer({ min: 0, max: 9 }) }),
            fc.record({ valueString: word, item: fc.array(tie('item'), { minLength: 1, maxLength: 2 }) }),
          ),
          { minLength: 1, maxLength: 2 },
        ),
      ),
    },
    { requiredKeys: ['linkId'] },
  ),
}))
const response = fc.record({
  resourceType: fc.constant('QuestionnaireResponse'),
  id: word,
  status: fc.constant('completed'),
  questionnaire: sometimes(fc.constant('http://x.org/q')),
  item: sometimes(fc.array(item, { minLength: 1, maxLength: 3 })),
})

async function agrees(view: ViewJson, resources: readonly Json[], file: string): Promise<void> {
  const lines = resources.map((resource) => JSON.stringify(resource))
  fs.writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
  const interpreted = (eager: boolean) =>
    lines.flatMap((line) => interpret(view, JSON.parse(line) as Json, {}, eager))
  try {
    const rows = await run(view, file)
    const expected = interpreted(false)
    if (!sameRows(rows, expected)) expect(rows).toEqual(expected)
  } catch (error) {
    fc.pre(!(error instanceof TooMany))
    if (!(error instanceof ViewError)) throw error
    expect(error.message).toMatch(/at most one value/)
    expect(() => interpreted(true)).toThrow(/multiple values/)
  } finally {
    compiled.clear()
  }
}

/* The same views each time; others, and more, with RUNS=1000. */
const given = process.env['RUNS']
const runs = (usual: number) =>
  given === undefined ? { numRuns: usual, seed: 20_261_126 } : { numRuns: Number(given) }

describe('branches of a unionAll', () => {
  const of = (name: string, at: string, more: object = {}): Select => ({
    ...more,
    column: [{ name, path: at }],
  })

  it('may be lists beside lists, one within another', async () => {
    const unionAll: readonly Select[] = [
      { select: [of('u', 'family', { forEach: 'name' }), of('v', 'value', { forEachOrNull: 'telecom' })] },
      {
        select: [
          { forEach: 'telecom', unionAll: [of('u', 'value'), of('u', 'system')] },
          of('v', '$this', { forEach: 'name.given' }),
        ],
      },
      { ...of('u', 'gender'), select: [of('v', "'x'", { forEachOrNull: 'contact' })] },
    ]
    const people = [
      { name: [{ family: 'Ng', given: ['Ada', 'Éve'] }, { family: 'Li' }], telecom: [{ value: '1' }] },
      { gender: 'female', telecom: [{ value: '2', system: 'phone' }, { value: '3' }] },
      { name: [{ given: ['Bo'] }], contact: [{ id: 'c' }, { id: 'd' }] },
    ]
    const resources = people.map((person, index) => ({
      resourceType: 'Patient',
      id: `${index}`,
      ...person,
    }))
    const select: readonly Select[] = [of('id', 'id'), { unionAll }]
    await agrees({ resource: 'Patient', select }, resources, path.join(scratch, 'Patient.ndjson'))
  })
})

describe('any view of a grammar', () => {
  it.each([
    ['Patient', patient, 'Patient.ndjson', 25],
    ['Patient', patient, 'resources.ndjson', 25],
    ['QuestionnaireResponse', response, 'resources.ndjson', 8],
  ])(
    'of %s gives the rows of the algorithm',
    { timeout: 600_000 },
    async (resource, arbitrary, file, usual) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(arbitrarySelect(resource, 2), { minLength: 1, maxLength: 2 }),
          fc.array(arbitrary as fc.Arbitrary<Json>, { minLength: 1, maxLength: 4 }),
          (select, resources) => agrees({ resource, select }, resources, path.join(scratch, file)),
        ),
        runs(usual),
      )
    },
  )
})
