import { describe, expect, it } from 'vitest'
import { planView } from './plan/plan-view.ts'
import { readView } from './read-view.ts'
import { ViewError } from './view-error.ts'

const id = { name: 'id', path: 'id' }

function problem(view: unknown): readonly [string, string] {
  try {
    planView(readView(view))
  } catch (error) {
    if (error instanceof ViewError) return [error.kind, error.message]
    throw error
  }
  return ['none', '']
}

function ofColumn(path: unknown, more: object = {}): readonly [string, string] {
  return problem({ resource: 'Patient', select: [{ column: [{ name: 'c', path, ...more }] }] })
}

describe('readView', () => {
  it('reads the spellings of 2.0 and 3.0.0-ballot', () => {
    const select = [{ column: [{ ...id, type: 'http://hl7.org/fhir/StructureDefinition/id' }] }]
    const spellings = [
      undefined,
      'ViewDefinition',
      'https://sql-on-fhir.org/ig/StructureDefinition/ViewDefinition',
      'http://hl7.org/fhir/uv/sql-on-fhir/StructureDefinition/ViewDefinition',
    ]
    for (const resourceType of spellings) {
      const view = readView({
        resource: 'Patient',
        select,
        ...(resourceType !== undefined && { resourceType }),
      })
      expect(view.select[0]?.columns[0]?.type).toBe('id')
    }
  })

  it.each([
    ['no view', 7, '$: expected an object, found 7'],
    [
      'another resource',
      { resourceType: 'Patient' },
      '$.resourceType: expected "ViewDefinition", found "Patient"',
    ],
    ['no type', { select: [] }, '$.resource: expected text, found nothing'],
    [
      'a type that is none',
      { resource: 'Coding' },
      '$.resource: expected a resource type of FHIR R4, found "Coding"',
    ],
    [
      'no select',
      { resource: 'Patient', select: [] },
      '$.select: expected at least one select, found a list of 0',
    ],
    [
      'an empty select',
      { resource: 'Patient', select: [{}] },
      '$.select[0]: expected a column, a select or a unionAll, found nothing',
    ],
    [
      'forEach twice',
      { resource: 'Patient', select: [{ column: [id], forEach: 'name', repeat: ['name'] }] },
      '$.select[0]: expected one of forEach, forEachOrNull, repeat, found forEach, repeat',
    ],
    [
      'a column without a path',
      { resource: 'Patient', select: [{ column: [{ name: 'a' }] }] },
      '$.select[0].column[0].path: expected text, found nothing',
    ],
    [
      'a name that SQL has trouble with',
      { resource: 'Patient', select: [{ column: [{ name: 'a b', path: 'id' }] }] },
      '$.select[0].column[0].name: expected a name of letters, digits and _ that begins with a letter, found "a b"',
    ],
    [
      'a column twice',
      {
        resource: 'Patient',
        select: [{ column: [id] }, { select: [{ column: [{ name: 'ID', path: 'id' }] }] }],
      },
      '$.select[1].select[0].column[0].name: expected a name that no other column has, found "ID"',
    ],
    [
      'other columns in a union',
      {
        resource: 'Patient',
        select: [{ unionAll: [{ column: [id] }, { column: [{ name: 'x', path: 'id' }] }] }],
      },
      '$.select[0].unionAll[1]: expected the columns id, found x',
    ],
    [
      'another kind of column in a union',
      {
        resource: 'Patient',
        select: [{ unionAll: [{ column: [id] }, { column: [{ name: 'id', path: 'active' }] }] }],
      },
      '$.select[0].unionAll[1].column[0]: expected id as in the first branch, found boolean',
    ],
    [
      'a constant without a value',
      { resource: 'Patient', constant: [{ name: 'c' }], select: [{ column: [id] }] },
      '$.constant[0]: expected one value[x], found a list of 0',
    ],
    [
      'a constant in another form',
      { resource: 'Patient', constant: [{ name: 'c', valueDate: 'nope' }], select: [{ column: [id] }] },
      '$.constant[0].valueDate: expected a date, YYYY-MM-DD, found "nope"',
    ],
    [
      'a constant that no calendar has',
      { resource: 'Patient', constant: [{ name: 'c', valueDate: '2026-13-01' }], select: [{ column: [id] }] },
      '$.constant[0].valueDate: expected a date, YYYY-MM-DD, found "2026-13-01"',
    ],
    [
      'a constant of another kind',
      { resource: 'Patient', constant: [{ name: 'c', valueInteger: 1.5 }], select: [{ column: [id] }] },
      '$.constant[0].valueInteger: expected a value of type integer, found 1.5',
    ],
    [
      'a name that no select has',
      { resource: 'Patient', select: [{ column: [id], foreach: 'name' }] },
      '$.select[0]: expected only names that a select has, found "foreach"',
    ],
    [
      'a name that no column has',
      { resource: 'Patient', select: [{ column: [{ ...id, collections: true }] }] },
      '$.select[0].column[0]: expected only names that a column has, found "collections"',
    ],
    [
      'a constant beyond 32 bits',
      { resource: 'Patient', constant: [{ name: 'c', valueInteger: 2 ** 31 }], select: [{ column: [id] }] },
      '$.constant[0].valueInteger: expected a value of type integer, found 2147483648',
    ],
    [
      'a constant below its least value',
      { resource: 'Patient', constant: [{ name: 'c', valuePositiveInt: 0 }], select: [{ column: [id] }] },
      '$.constant[0].valuePositiveInt: expected a whole number from 1, found 0',
    ],
    [
      'a filter under another name',
      { resource: 'Patient', wheres: [{ path: 'active' }], select: [{ column: [id] }] },
      '$: expected the name where, found "wheres"',
    ],
    [
      'a filter that is no condition',
      { resource: 'Patient', where: [{ path: 'name.family' }], select: [{ column: [id] }] },
      '$.where[0].path: expected a path that is true or false, found "name.family"',
    ],
  ])('refuses %s', (_what, view, message) => {
    expect(problem(view)).toEqual(['invalid', message])
  })
})

describe('a path', () => {
  const at = '$.select[0].column[0].path: '

  it.each([
    ['@@', 'expected a FHIRPath expression, found "@@" at character 1'],
    ['name.', 'expected a name, found the end at character 6'],
    ['name.family extra', 'expected the end of the expression, found "extra" at character 13'],
    ["name.where(use = 'a'", 'expected "," or ")", found the end at character 21'],
    ['@2020-13-', 'expected a date, a dateTime or a time, found "@2020-13-" at character 1'],
    ["'\\q'", 'expected an escape that FHIRPath has, found "\\\\q" at character 1'],
    ["'\\u0000'", 'expected characters that FHIR allows, found "\\u0000" at character 1'],
    ['name.famly', 'expected an element of HumanName, found famly at character 6'],
    [
      'deceasedBoolean',
      'expected an element of Patient, found deceasedBoolean (write deceased.ofType(…)) at character 1',
    ],
    ['deceased.ofType(string)', 'expected one of boolean, dateTime, found string at character 17'],
    ['deceased.ofType(Nothing)', 'expected a type of FHIR R4, found Nothing at character 17'],
    ['%none', 'expected a constant that the view declares, found %none at character 1'],
    ['gender = 1', 'expected two values of one kind, found code = integer at character 8'],
    ['gender + 1', 'expected a value of kind text, found integer at character 10'],
    ['name[gender]', 'expected an integer, found code at character 6'],
    ['name.getReferenceKey()', 'expected a Reference, found HumanName at character 1'],
    ['generalPractitioner.getReferenceKey(Coding)', 'expected a resource type, found Coding at character 37'],
    ['name.getResourceKey()', 'expected getResourceKey() at the resource at character 6'],
    ['name.first(1)', 'expected 0 arguments of first(), found 1 at character 6'],
    ['x'.repeat(10_001), /at most 10000 characters/],
    ['('.repeat(200), /at most 100 levels of nesting/],
    ['-'.repeat(5000), /at most 100 levels of nesting/],
  ])('%s is refused', (path, message) => {
    const [kind, found] = ofColumn(path)
    expect(kind).toBe('invalid')
    if (typeof message === 'string') expect(found).toBe(at + message)
    else expect(found).toMatch(message)
  })

  it.each([
    ['name.children()', 'the function children() is not supported at character 6'],
    ['name | contact.name', '"the operator |" is not supported at character 6'],
    ["gender in ('a')", '"the operator in" is not supported at character 8'],
    ['name', 'a column of type HumanName is not supported'],
    ['deceased', 'deceased without ofType(…) is not supported'],
    ['4 days', '"the quantity 4 days" is not supported at character 1'],
    ["4 'mg'", '"the quantity 4 \'mg\'" is not supported at character 1'],
    ['contained.ofType(Patient)', 'ofType(Patient) of a contained resource is not supported at character 11'],
    [
      'maritalStatus = maritalStatus',
      '= between values of type CodeableConcept is not supported at character 15',
    ],
  ])('%s is named as unsupported', (path, message) => {
    expect(ofColumn(path)).toEqual(['unsupported', at + message])
  })

  it.each([
    ['Patient.id', 'id'],
    ['`name`.family.first() // a comment', 'string'],
    ["name /* one */ .where(use = 'official').given.first()", 'string'],
    ['multipleBirth.ofType(integer) + 1', 'integer'],
    ['multipleBirth.ofType(integer) / 2', 'decimal'],
    ['deceased.ofType(FHIR.dateTime)', 'dateTime'],
    ['(deceased as boolean).not()', 'boolean'],
    ['birthDate', 'date'],
  ])('%s has the type that FHIR gives it', (path, type) => {
    const plan = planView(readView({ resource: 'Patient', select: [{ column: [{ name: 'c', path }] }] }))
    expect(plan.columns).toEqual([{ name: 'c', type, collection: false }])
  })
})

describe('the type of a column', () => {
  it.each([
    [
      'active',
      { type: 'integer' },
      '$.select[0].column[0].type: expected a type that active (boolean) fits, found "integer"',
    ],
    ['id', { type: 'words' }, '$.select[0].column[0].type: expected a type of FHIR R4, found "words"'],
    ['id', { collection: 'yes' }, '$.select[0].column[0].collection: expected true or false, found "yes"'],
  ])('of %s as %j is refused', (path, more, message) => {
    expect(ofColumn(path, more)).toEqual(['invalid', message])
  })

  it('in SQL is one of a list', () => {
    const tag = (value: string) => ({ tag: [{ name: 'ansi/type', value }] })
    expect(ofColumn('birthDate', tag('DATE'))).toEqual(['none', ''])
    for (const type of ['DECIMAL(39)', 'DECIMAL(2,3)', 'decimal(0)', 'NUMERIC(00, 0)', 'varchar(0)'])
      expect(ofColumn('birthDate', tag(type))[1]).toContain(`the SQL type "${type}" is not supported`)
    expect(ofColumn('birthDate', tag('NUMERIC(38, 38)'))).toEqual(['none', ''])
    expect(ofColumn('birthDate', tag('DATE); DROP TABLE x; --'))).toEqual([
      'unsupported',
      '$.select[0].column[0].tag[0].value: the SQL type "DATE); DROP TABLE x; --" is not supported',
    ])
  })
})
