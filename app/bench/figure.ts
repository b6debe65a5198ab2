/** One measured figure beside what it has to reach; `target` null where it is only told for comparison. */
export type Figure = Readonly<{
  what: string
  measured: number
  unit: string
  digits?: number
  target: { atMost: number } | { atLeast: number } | null
}>

/** Whether a figure reaches its target. */
export function isMet({ measured, target }: Figure): boolean {
  if (target === null) return true
  return 'atMost' in target ? measured <= target.atMost : measured >= target.atLeast
}

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

const limit = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 })

/** The figures as one table of text. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, measured, unit, digits, target } = figure
    const wanted =
      target === null
        ? ''
        : 'atMost' in target
          ? `≤ ${limit(target.atMost)} ${unit}`
          : `≥ ${limit(target.atLeast)} ${unit}`
    return [
      what,
      `${number(measured, digits)} ${unit}`.trim(),
      wanted.trim(),
      target === null ? '' : isMet(figure) ? 'met' : 'NOT MET',
    ]
  })
  const all = [['', 'measured', 'target', ''], ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map(([what = '', measured = '', wanted = '', met = '']) =>
      `${what.padEnd(widths[0] ?? 0)}  ${measured.padStart(widths[1] ?? 0)}  ${wanted.padStart(widths[2] ?? 0)}  ${met}`.trimEnd(),
    )
    .join('\n')
}
