import type { ControlChart } from '@rounds/methods'
import { textTable } from './text-table.ts'

/** What stands for a person or a reason that was not given. */
export const notStated = 'not stated'

/** A control chart as text for a terminal. */
export function controlChartReport(
  { method, points, segments, variation, assurance }: ControlChart,
  sentence: { readonly en: string; readonly fr: string },
): string {
  const { chart, rules, screenOutliers } = method.parameters
  const number = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(7))))
  return `${[
    `Chart ${chart}, version ${method.version}, rules ${rules}, outliers ${screenOutliers ? '' : 'not '}screened`,
    sentence.en,
    sentence.fr,
    ...(segments.some(({ rebase }) => rebase?.person === notStated || rebase?.reason === notStated)
      ? ['Rebased without saying who decided it and why: --rebase-person, --rebase-reason']
      : []),
    `Variation: ${variation}. Assurance: ${assurance}.`,
    '',
    ...textTable(
      ['part', 'to', 'points', 'baseline', 'limits', 'longest run', 'crossings', 'rebased by', 'because'],
      segments.map(({ from, to, points: count, baseline, limits, runs, rebase }) => [
        from,
        to,
        String(count),
        String(baseline),
        limits,
        `${runs.longestRun} (≤ ${runs.longestRunLimit})`,
        `${runs.crossings} (≥ ${runs.crossingsLimit})`,
        rebase?.person ?? '–',
        rebase?.reason ?? '–',
      ]),
    ),
    ...textTable(
      ['date', 'value', 'centre', 'lower', 'upper', 'signals'],
      points.map(({ date, value, center, lower, upper, signals }) => [
        date,
        number(value),
        number(center),
        number(lower),
        number(upper),
        signals.join(' ') || '–',
      ]),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`
}
