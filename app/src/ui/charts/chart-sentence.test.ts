import { controlChart } from '@rounds/methods'
import type { ChartMessage, ControlChartOptions } from '@rounds/methods'
import { expect, test } from 'vitest'
import { chartSentence } from './chart-sentence.ts'
import en from './messages.en.json' with { type: 'json' }

const parameters: ChartMessage['parameters'] = {
  date: '2027-03-01',
  since: '2026-09-01',
  points: 7,
  baseline: 12,
  crossings: 1,
  useful: 2,
  earlier: 1,
  value: 1234.5678,
  center: 1200,
  lower: 1100.04,
  upper: 1299.96,
  target: 1300,
  centerLine: 'mean',
  scale: 'number',
}

const told = (key: ChartMessage['key'], changed: Partial<ChartMessage['parameters']> = {}) =>
  (['en', 'fr'] as const).map((locale) =>
    chartSentence([{ key, parameters: { ...parameters, ...changed } }], locale).replaceAll(
      /[\u00A0\u202F]/g,
      '~',
    ),
  )

test.each([
  [
    'shift-above',
    {},
    'The last 7 values, since September 1, 2026, are all above the mean, 1,200: more than chance explains.',
    'Depuis le 1er septembre 2026, les 7 dernières valeurs sont toutes au-dessus de la moyenne, 1~200~: le hasard ne suffit pas à l’expliquer.',
  ],
  [
    'common-cause',
    { centerLine: 'median', lower: null, upper: null, center: 3.25, value: 4 },
    'The latest value, 4 on March 1, 2027, is no more than chance explains: values vary around a median of 3.25.',
    'La dernière valeur, 4 le 1er mars 2027, peut s’expliquer par le hasard~: les valeurs varient autour d’une médiane de 3,25.',
  ],
  [
    'too-few-to-say',
    { centerLine: 'median', lower: null, upper: null, center: 3.25, value: 4 },
    'The latest value is 4 on March 1, 2027. Only 2 values are off the median of 3.25: too few to tell a change from chance.',
    'La dernière valeur est de 4 le 1er mars 2027. Seulement 2 valeurs s’écartent de la médiane de 3,25~: c’est trop peu pour distinguer un changement du hasard.',
  ],
  [
    'above-upper-limit',
    { scale: 'share', value: 0.1234, center: 0.08, lower: 0.061, upper: 0.0993 },
    'The latest value, 12.34% on March 1, 2027, is above the upper limit, 9.93%: more than chance explains.',
    'La dernière valeur, 12,34~% le 1er mars 2027, dépasse la limite supérieure, 9,93~%~: le hasard ne suffit pas à l’expliquer.',
  ],
  [
    'few-crossings',
    {},
    'Since September 1, 2026 the values have crossed the mean, 1,200, only once: less often than chance explains.',
    'Depuis le 1er septembre 2026, les valeurs n’ont croisé qu’une fois la moyenne, 1~200~: moins souvent que ce que le hasard explique.',
  ],
  [
    'earlier-signals',
    { earlier: 2 },
    '2 earlier values were more than chance explains.',
    '2 valeurs antérieures ne s’expliquaient pas par le seul hasard.',
  ],
] as const)('%s %j is said in both languages', (key, changed, english, french) => {
  expect(told(key, changed)).toEqual([english, french])
})

test('every key of a chart says something in both languages, and the same for values that are all equal', () => {
  const keys = Object.keys(en).slice(0, Object.keys(en).indexOf('trial-limits') + 1) as ChartMessage['key'][]
  expect(keys).toHaveLength(20)
  for (const key of keys) {
    for (const text of [...told(key), ...told(key, { center: 0, lower: 0, upper: 0 })]) {
      expect(text).toMatch(/^\p{Lu}|^\d/u)
      expect(text).toMatch(/\.$/)
      expect(text).not.toMatch(/[{}]|NaN|undefined|null/)
    }
  }
})

test('a chart that chance explains, with a target, is told in two sentences', () => {
  const options: ControlChartOptions = {
    chart: 'xmr',
    rules: 'making-data-count',
    improvement: 'decrease',
    screenOutliers: false,
    target: 10,
  }
  const values = Array.from({ length: 14 }, (_, i) => ({
    date: `2027-01-${10 + i}`,
    value: 12 + (i % 3) * 2,
  }))
  expect(chartSentence(controlChart(values, options).sentence, 'en')).toBe(
    'The latest value, 14 on January 23, 2027, is no more than chance explains: values vary around a mean of 13.9, between 6.9 and 20.8. The target of 10 will be met at times and missed at times, by chance.',
  )
})
