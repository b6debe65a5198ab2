import type { ComponentChildren } from 'preact'

/** One column: its words, and what stands in a row's cell. */
export type Column<Row> = Readonly<{
  title: string
  cell: (row: Row) => ComponentChildren
  /** Figures: right-aligned, in figures of one width. */
  number?: boolean | undefined
  /** The cell that names its row. */
  rowHeader?: boolean | undefined
}>

/**
 * A table that turns into a list of its rows on a phone.
 *
 * @param caption says what the table holds; `quietCaption` hides it where a heading says the same
 * @param plain on a phone the cells of a row follow each other without their titles, as they say what they are
 */
export function Table<Row>({
  caption,
  quietCaption = false,
  plain = false,
  columns,
  rows,
  rowKey,
}: {
  caption: string
  quietCaption?: boolean | undefined
  plain?: boolean | undefined
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey?: ((row: Row, index: number) => string) | undefined
}) {
  return (
    <table class={plain ? 'rows plain' : 'rows'} role="table">
      <caption class={quietCaption ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.title}
              scope="col"
              role="columnheader"
              class={column.number ? 'number' : undefined}
            >
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, index) => (
          <tr role="row" key={rowKey ? rowKey(row, index) : index}>
            {columns.map((column) =>
              column.rowHeader ? (
                <th key={column.title} scope="row" role="rowheader" data-label={column.title}>
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.title}
                  role="cell"
                  class={column.number ? 'number' : undefined}
                  data-label={column.title}
                >
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
