import { given } from './option-values.ts'

/** The file of a series and its columns, as `--series`, `--value` and `--date` name them. */
export function seriesOptions(
  options: Readonly<{ series?: string; value?: string; date?: string }>,
): Readonly<{ file: string; value: string; date: string }> {
  return {
    file: given('--series', options.series),
    value: given('--value', options.value, 'a column'),
    date: given('--date', options.date, 'a column'),
  }
}
