const columns = ['A', 'B', 'C', 'D', 'E', 'F'] as const
const mostRows = 8
/** CSS pixels: the width a picture has at least on the smallest phone, and the height a finger needs. */
const narrowest = 288
const finger = 44

/** A place on a picture, both from 0 to 1 from the top left. */
export type Point = Readonly<{ x: number; y: number }>

/** How many rows of places a picture gets: at most 8, fewer where they would be too low for a finger on a phone. */
export const rowsFor = (width: number, height: number): number =>
  Math.max(1, Math.min(mostRows, Math.floor((narrowest * height) / width / finger)))

/** The places of a picture, `A1` to at most `F8`, row by row. */
export const cellsOf = (rows: number): readonly string[] =>
  Array.from({ length: rows }, (_, row) => columns.map((column) => `${column}${row + 1}`)).flat()

/** The middle of a place; null where there is no such place. */
export function middleOf(cell: string, rows: number): Point | null {
  const column = columns.findIndex((name) => name === cell[0])
  const row = Number(cell.slice(1)) - 1
  if (column < 0 || !/^[A-F][1-8]$/.test(cell) || row >= rows) return null
  return { x: (column + 0.5) / columns.length, y: (row + 0.5) / rows }
}
