import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ParticipationChart } from '../../ui/charts/participation-chart.tsx'
import { Details } from '../../ui/details.tsx'
import { resultMessages } from './messages.ts'
import type { ResultView } from './result-model.ts'

type Stratum = ResultView['participation'][number]
type Value = Stratum['values'][number]

/** The share that took part over all values that may be shown; null where one is hidden. */
function shareOfAll(values: readonly Value[]): number | null {
  if (values.some((value) => value.respondents === null)) return null
  const asked = values.reduce((sum, value) => sum + value.invited, 0)
  return asked === 0 ? null : values.reduce((sum, value) => sum + (value.respondents ?? 0), 0) / asked
}

/** How far below everybody's share a value must lie, its whole interval, to be named as missing. */
function fewest(values: readonly Value[]): Value | null {
  const shown = values.filter((value) => value.rate !== null && value.respondents !== null)
  const took = shown.reduce((sum, value) => sum + (value.respondents ?? 0), 0)
  const asked = shown.reduce((sum, value) => sum + value.invited, 0)
  const low = shown.filter((value) => asked > 0 && (value.rate?.upper ?? 1) < took / asked)
  return low.toSorted((a, b) => (a.rate?.share ?? 0) - (b.rate?.share ?? 0))[0] ?? null
}

/** Who answered and who is missing, stratum by stratum, after disclosure control. */
export function ParticipationSection({ strata, context }: { strata: readonly Stratum[]; context: Context }) {
  const t = resultMessages(context.locale)
  const { formats, locale } = context
  const nameOf = (value: Value): { text: string; language: string } =>
    typeof value.label === 'string'
      ? { text: t(`who.${value.label}`), language: locale === 'fr' ? 'fr' : 'en' }
      : inLanguage(value.label, locale)
  const divided = strata.filter((stratum) => stratum.values.length > 1)
  const shown = divided.filter((stratum) => stratum.values.some((value) => value.rate !== null))
  const tooFew = divided.filter((stratum) => !shown.includes(stratum))
  const isWhole = (stratum: Stratum) => stratum.values.every((value) => value.rate !== null)
  const chart = (stratum: Stratum) => {
    const label = inLanguage(stratum.label, locale)
    const low = fewest(stratum.values)
    const everybody = shareOfAll(stratum.values)
    return (
      <section key={label.text}>
        <ParticipationChart
          id={`who-${shown.indexOf(stratum)}`}
          category={label}
          everybody={everybody}
          sentence={
            low
              ? t(isWhole(stratum) ? 'who.missing' : 'who.missing-shown', {
                  label: nameOf(low).text,
                  rate: formats.percent(low.rate?.share ?? 0),
                  invited: low.invited,
                })
              : t(isWhole(stratum) ? 'who.even' : 'who.unsure')
          }
          rows={stratum.values.map((value) => ({
            label: nameOf(value),
            took: value.respondents,
            invited: value.invited,
            roster: value.roster,
            rate: value.rate && {
              share: value.rate.share,
              low: value.rate.lower,
              high: value.rate.upper,
            },
          }))}
        />
      </section>
    )
  }
  const named = (of: readonly Stratum[]) => of.map(({ label }) => inLanguage(label, locale).text).join(', ')
  const missing = shown.filter((stratum) => fewest(stratum.values) !== null)
  const others = shown.filter((stratum) => !missing.includes(stratum))
  const even = others.filter(isWhole)
  const unsure = others.filter((stratum) => !isWhole(stratum))
  return (
    <section>
      <h2>{t('who.heading')}</h2>
      {divided.length === 0 ? <p>{t('who.none')}</p> : null}
      {tooFew.length > 0 ? <p>{t('who.too-few', { strata: named(tooFew) })}</p> : null}
      {missing.length > 0 ? <div class="side-by-side">{missing.map(chart)}</div> : null}
      {unsure.length > 0 ? <p>{t('who.unsure-by', { strata: named(unsure) })}</p> : null}
      {even.length > 0 ? <p>{t('who.even-by', { strata: named(even) })}</p> : null}
      {others.length > 0 ? (
        <Details summary={t('who.even-shown')}>
          <div class="side-by-side">{others.map(chart)}</div>
        </Details>
      ) : null}
    </section>
  )
}
