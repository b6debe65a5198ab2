import { stringify } from 'csv-stringify/sync'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import type { Locale } from '../../platform/i18n/locale.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import type { ResultView } from './result-model.ts'

type T = Translate<'hiddenShort' | 'who.combined' | 'who.unstated'>
type Cell = string | number
type Share = NonNullable<ResultView['computed']>['statements'][number]['agree']

const written = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${stringify(rows as Cell[][], { escape_formulas: true })}`

/** The answers by statement as CSV: the disclosed numbers and nothing else. */
export function statementTable(view: ResultView, locale: Locale, t: T): string {
  const count = (share: Share): Cell =>
    share.kind === 'shown' && share.count !== null ? share.count : t('hiddenShort')
  const groups = view.computed?.groups.map(({ group }) => group) ?? []
  const head = ['statement', 'wording', 'agree', 'disagree', 'pass', 'answered', 'not_my_area']
  const groupHead = groups.flatMap((group) => [`agree_${group}`, `answered_${group}`])
  const rows = (view.computed?.statements ?? []).map((one) => [
    one.number,
    inLanguage(one.wording, locale).text,
    count(one.agree),
    count(one.disagree),
    count(one.pass),
    one.answered ?? t('hiddenShort'),
    one.notMyArea ?? t('hiddenShort'),
    ...groups.flatMap((group) => {
      const line = one.groups.find((candidate) => candidate.group === group)
      return line ? [count(line.agree), line.answered ?? t('hiddenShort')] : ['', '']
    }),
  ])
  return written([[...head, ...groupHead], ...rows])
}

/** Who took part by stratum as CSV, after disclosure control. */
export function participationTable(view: ResultView, locale: Locale, t: T): string {
  const shown = (value: number | null): Cell => value ?? t('hiddenShort')
  return written([
    ['stratum', 'value', 'took_part', 'invited', 'roster', 'share', 'lower_95', 'upper_95'],
    ...view.participation.flatMap((stratum) =>
      stratum.values.map((value) => [
        inLanguage(stratum.label, locale).text,
        typeof value.label === 'string' ? t(`who.${value.label}`) : inLanguage(value.label, locale).text,
        shown(value.respondents),
        shown(value.invited),
        shown(value.roster),
        shown(value.rate && Number(value.rate.share.toFixed(4))),
        shown(value.rate && Number(value.rate.lower.toFixed(4))),
        shown(value.rate && Number(value.rate.upper.toFixed(4))),
      ]),
    ),
  ])
}
