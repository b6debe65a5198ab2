import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { csvCell, csvFile } from './csv.ts'

test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\n=x', '\0=x', '  =x', '|x', '%x'])(
  'no spreadsheet runs %j',
  (text) => {
    expect(csvCell(text).startsWith(`"'`)).toBe(true)
  },
)

test('whatever is written is read back, but for the apostrophe before a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 2 })),
      (rows) => {
        const file = csvFile(['a', 'b'], rows, 'en')
        const read = parse(file, { bom: true, relax_column_count: true }) as string[][]
        expect(read.length).toBe(rows.length + 1)
        for (const [index, row] of rows.entries())
          for (const [column, text] of row.entries()) {
            const cell = read[index + 1]?.[column] ?? ''
            const plain = text.replaceAll('\0', '')
            expect([plain, `'${plain}`]).toContain(cell)
            expect(cell).not.toMatch(/^\s*[=+\-@]/)
          }
      },
    ),
  )
})

test('a French reader’s file has the separators of a French spreadsheet, whatever stands in a name', () => {
  const file = csvFile(['nom', 'montant'], [['Côté; dit "Ti-Guy", É.', 1234.5]], 'fr')
  expect(file).toBe('\uFEFF"nom";"montant"\r\n"Côté; dit ""Ti-Guy"", É.";1234,5\r\n')
  expect(parse(file, { bom: true, delimiter: ';' })).toEqual([
    ['nom', 'montant'],
    ['Côté; dit "Ti-Guy", É.', '1234,5'],
  ])
})
