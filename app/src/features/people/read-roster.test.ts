import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ReadRoster, type RosterStratum, readRoster } from './read-roster.ts'

const strata: readonly RosterStratum[] = [
  {
    code: 'zone',
    labels: ['Zone', 'Zone de santé'],
    values: [
      { code: 'east', labels: ['Eastern', 'Est'] },
      { code: 'west', labels: ['Western, rural', 'Ouest'] },
    ],
  },
]
const read = (text: string | Buffer): ReadRoster => {
  const roster = readRoster(typeof text === 'string' ? Buffer.from(text) : text, strata, '2027-03-01')
  if (roster.kind !== 'read') throw new Error(roster.reason)
  return roster
}
const header = 'key,given name,family name,e-mail,organisation,zone,joined'

test('one roster written five ways is read the same', () => {
  const comma = `${header}\n1,Zoé,O'Brien,Zoe@Example.org,HSC,"Western, rural",2024-02-29\n`
  const semicolon =
    "Clé;Prénom;Nom;Courriel;Organisme;Zone de santé;Arrivée\r\n1;Zoé;O'Brien;zoe@example.org;HSC;Ouest;2024/2/29\r\n"
  const expected = read(comma).rows
  expect(expected).toMatchObject([
    {
      line: 2,
      key: '1',
      givenName: 'Zoé',
      email: 'zoe@example.org',
      language: 'en',
      calling: 'physician',
      joinedOn: '2024-02-29',
      values: { zone: 'west' },
    },
  ])
  for (const text of [semicolon, `\u{feff}${semicolon}`, comma.replaceAll(/,(?! rural)/g, '\t')])
    expect(read(text).rows).toEqual(expected)
  expect(read(Buffer.from(semicolon, 'latin1')).rows).toEqual(expected)
  expect(read(Buffer.from(`\u{feff}${semicolon}`, 'utf16le')).rows).toEqual(expected)
})

test('a decimal comma, a quote in a quote and a line in a quote stay what they are', () => {
  const text =
    'key;given_name;family_name;email;organisation;job\n1;A;B;a@b.org;HSC;"0,8 ""EFT""\nnights"\n2;C;D;c@d.org;HSC;1,0\n'
  expect(read(text).rows.map((row) => row.job)).toEqual(['0,8 "EFT"\nnights', '1,0'])
})

test('lines are numbered as they stand in the file, whatever ends them and whatever they hold', () => {
  const lines = [
    `sep=;`,
    '',
    'key;given_name;family_name;email;organisation;job',
    '1;A;B;a@b.org;HSC;"two',
    'lines"',
    '',
    '2;;D;c@d.org;HSC;',
    '3;E;F;no;HSC;',
  ]
  for (const end of ['\n', '\r\n', '\r'])
    for (const mark of ['', '\u{feff}']) {
      const roster = read(mark + lines.join(end))
      expect(roster.rows).toMatchObject([{ line: 4, job: 'two\nlines' }])
      expect(roster.rejected.map((one) => [one.line, one.reason])).toEqual([
        [7, 'no-name'],
        [8, 'email'],
      ])
    }
})

test('a quote that nobody closes costs the lines after it and says so; those before it are read', () => {
  const roster = read(`${header}\n1,A,B,a@b.org,HSC,,\n2,"C,D,c@d.org,HSC,,\n3,E,F,e@f.org,HSC,,\n`)
  expect(roster.rows.map((row) => row.key)).toEqual(['1'])
  expect(roster.rejected).toMatchObject([{ line: 3, reason: 'malformed', key: null }])
  const stray = read(`${header}\n1,A "Al" B,C,a@b.org,HSC,,\n2,D,E,d@e.org,HSC,,\n`)
  expect(stray.rows.map((row) => [row.key, row.givenName])).toEqual([
    ['1', 'A "Al" B'],
    ['2', 'D'],
  ])
})

test.each([
  [',A,B,a@b.org,HSC,,', 'no-key', null],
  ['1,,B,a@b.org,HSC,,', 'no-name', '1'],
  ['1,A,B,not an address,HSC,,', 'email', '1'],
  ['1,A,B,a@b.org,,,', 'no-organisation', '1'],
  ['1,A,B,a@b.org,HSC,north,', 'value', '1'],
  ['1,A,B,a@b.org,HSC,,2023-02-29', 'joined', '1'],
  ['local:1,A,B,a@b.org,HSC,,', 'key-reserved', 'local:1'],
  ['1.23457E+11,A,B,a@b.org,HSC,,', 'key-rounded', null],
  [`1,${'A'.repeat(400)},B,a@b.org,HSC,,`, 'too-long', '1'],
  ['1,A\0,B,a@b.org,HSC,,', 'malformed', '1'],
])('%j is rejected alone, with its line: %s', (line, reason, key) => {
  const roster = read(`${header}\n9,Good,Line,good@b.org,HSC,,\n${line}\n`)
  expect(roster.rows.map((row) => row.key)).toEqual(['9'])
  expect(roster.rejected).toMatchObject([{ line: 3, reason, key }])
})

test('the second line of a key or an address is rejected', () => {
  const roster = read(`${header}\n1,A,B,a@b.org,HSC,,\n1,C,D,c@d.org,HSC,,\n2,E,F,A@B.org,HSC,,\n`)
  expect(roster.rejected.map((one) => [one.line, one.reason])).toEqual([
    [3, 'key-twice'],
    [4, 'email-twice'],
  ])
})

test('a file without the needed columns, or without lines, says so', () => {
  const missing = readRoster(Buffer.from('key,name\n1,A\n'), strata, '2027-03-01')
  expect(missing).toMatchObject({
    reason: 'columns-missing',
    columns: ['given_name', 'family_name', 'email', 'organisation'],
  })
  expect(readRoster(Buffer.from(''), strata, '2027-03-01')).toMatchObject({ reason: 'empty' })
})

test('whatever the file, it is read or refused, and every line is accounted for once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 8 }), { maxLength: 12 }),
      (lines) => {
        const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`
        const body = lines.map((cells) => cells.map(quote).join(',')).filter((line) => line !== '')
        const roster = readRoster(Buffer.from([header, ...body].join('\n')), strata, '2027-03-01')
        const accounted = roster.kind === 'read' ? roster.rows.length + roster.rejected.length : 0
        expect(accounted).toBe(body.length)
      },
    ),
  )
})
