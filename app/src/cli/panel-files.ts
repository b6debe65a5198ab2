import type { ColumnLimit, PanelRequest, Quota } from '@rounds/methods'
import { InputError } from './input-error.ts'
import { readColumns } from './read-columns.ts'

/**
 * Reads quotas: `category,feature,min,max`, or `feature,value,min,max` as newer tools name the same columns.
 *
 * `min_flex` and `max_flex`, where present, say how far a relaxation may go.
 */
export function readCategories(file: string): readonly Quota[] {
  const optional = ['category', 'feature', 'value', 'min_flex', 'max_flex']
  const { has, rows } = readColumns(file, { required: ['min', 'max'], optional })
  const names = has('category') ? (['category', 'feature'] as const) : (['feature', 'value'] as const)
  for (const name of names) {
    if (!has(name)) {
      throw new InputError(
        file,
        { line: 1, column: '1' },
        'expected the columns category,feature,min,max or feature,value,min,max',
      )
    }
  }
  const seen = new Set<string>()
  return rows.map((row) => {
    const [category, feature] = names.map((name) => {
      if (row.text(name) === '') throw row.expected(name, `a ${name}`)
      return row.text(name)
    }) as [string, string]
    const key = JSON.stringify([category, feature])
    if (seen.has(key)) throw row.expected(names[1], 'each feature of a category once')
    seen.add(key)
    const min = row.number('min', { least: 0, whole: true })
    const max = row.number('max', { least: min, whole: true })
    return {
      category,
      feature,
      min,
      max,
      ...(row.text('min_flex') === ''
        ? {}
        : { leastMin: row.number('min_flex', { least: 0, most: min, whole: true }) }),
      ...(row.text('max_flex') === ''
        ? {}
        : { mostMax: row.number('max_flex', { least: max, whole: true }) }),
    }
  })
}

/** Reads one person a line: a column for every category of the quotas, and one for every limit. */
export function readRespondents(
  file: string,
  quotas: readonly Quota[],
  limits: readonly ColumnLimit[],
): PanelRequest['people'] {
  const features = Map.groupBy(quotas, ({ category }) => category)
  const teams = limits.map(({ column }) => column)
  const { rows } = readColumns(file, { required: [...features.keys(), ...teams] })
  return rows.map((row) => {
    for (const [category, known] of features) {
      if (!known.some(({ feature }) => feature === row.text(category))) {
        throw row.expected(
          category,
          `a feature with a quota (${known.map(({ feature }) => feature).join(', ')})`,
        )
      }
    }
    return Object.fromEntries([...features.keys(), ...teams].map((column) => [column, row.text(column)]))
  })
}
