import { AnswerChart } from '../app/src/ui/charts/answer-chart.tsx'
import { CompositionChart } from '../app/src/ui/charts/composition-chart.tsx'
import { OpinionMapChart, type Place } from '../app/src/ui/charts/opinion-map-chart.tsx'
import { ParticipationChart } from '../app/src/ui/charts/participation-chart.tsx'
import { SeriesChart } from '../app/src/ui/charts/series-chart.tsx'
import { useWords } from '../app/src/ui/chrome-context.ts'

const ellipse = (centre: Place, width: number, height: number): Place[] =>
  Array.from({ length: 24 }, (_, index) => ({
    x: centre.x + width * Math.cos((index * Math.PI) / 12),
    y: centre.y + height * Math.sin((index * Math.PI) / 12),
  }))
const share = (middle: number) => ({ share: middle, low: middle - 0.1, high: middle + 0.1 })
const group = (label: string, centre: Place, size: number | null) => ({
  label,
  size,
  centre,
  outline: ellipse(centre, 0.9, 0.6),
})

/** Every chart, with marks of every kind and something hidden. */
export function PartsCharts() {
  const t = useWords()
  const sentence = t('problem.kept')
  return (
    <>
      <AnswerChart
        id="answers"
        sentence={sentence}
        n={41}
        shares={{ agree: share(0.6), disagree: share(0.25), pass: null }}
      />
      <OpinionMapChart
        id="map"
        sentence={sentence}
        you={{ x: 1, y: 0.2 }}
        groups={[
          group('A', { x: -1.5, y: 0 }, 18),
          group('B', { x: 1.4, y: 0.4 }, 13),
          group('C', { x: 0, y: -1.5 }, null),
          group('D', { x: 0.2, y: 1.6 }, 7),
          group('E', { x: -1.8, y: 1.6 }, 9),
        ]}
      />
      <ParticipationChart
        id="participation"
        sentence={sentence}
        category="Specialty"
        everybody={0.6}
        rows={[
          { label: 'Family medicine', invited: 30, roster: 44, took: 14, rate: share(0.47) },
          { label: 'Anesthesia', invited: 6, roster: null, took: null, rate: null },
        ]}
      />
      <CompositionChart
        id="composition"
        sentence={sentence}
        rows={[
          { label: 'Rural', roster: 0.4, invited: 0.35, respondents: share(0.2) },
          { label: 'Urban', roster: 0.6, invited: 0.65, respondents: null },
        ]}
      />
      <SeriesChart
        id="series"
        sentence={sentence}
        target={{ value: 30, words: t('chart.value') }}
        points={[52, 47, 38, 36, 33].map((value, index) => ({
          at: new Date(Date.UTC(2026, index, 1)),
          value,
          kind: (['usual', 'worse', 'neutral', 'better', 'better'] as const)[index],
          words: { at: `2026-0${index + 1}`, value: String(value) },
        }))}
      />
    </>
  )
}
