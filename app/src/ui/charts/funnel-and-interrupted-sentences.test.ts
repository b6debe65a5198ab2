import type { FunnelMessage, InterruptedMessage } from '@rounds/methods'
import { expect, test } from 'vitest'
import { funnelSentence } from './funnel-sentence.ts'
import { interruptedSentence } from './interrupted-sentence.ts'

const visible = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, '~')

const effect: InterruptedMessage['parameters'] = {
  change: '2027-03-01',
  last: '2028-02-01',
  estimate: 18.69,
  lower: 8.447,
  upper: 28.94,
  points: 12,
}

test.each([
  [
    'higher-than-expected',
    'On February 1, 2028, the value was 18.7 above what was expected without the change of March 1, 2027 (95% range: 8.4 to 28.9): more than chance explains.',
    'Le 1er février 2028, la valeur dépassait de 18,7 ce qu’on attendait sans le changement du 1er mars 2027 (intervalle à 95~%~: de 8,4 à 28,9)~: le hasard ne suffit pas à l’expliquer.',
  ],
  [
    'as-expected',
    'On February 1, 2028, the value was no further from what was expected without the change of March 1, 2027 than chance explains (difference: 18.7; 95% range: 8.4 to 28.9).',
    'Le 1er février 2028, l’écart entre la valeur et ce qu’on attendait sans le changement du 1er mars 2027 peut s’expliquer par le hasard (écart~: 18,7; intervalle à 95~%~: de 8,4 à 28,9).',
  ],
  [
    'few-points-for-interval',
    'With 12 points on one side of the change, this range is narrower than it should be.',
    'Avec 12 points d’un côté du changement, cet intervalle est plus étroit qu’il ne devrait l’être.',
  ],
] as const)('an interrupted series: %s', (key, english, french) => {
  const messages = [{ key, parameters: effect }]
  expect(interruptedSentence(messages, 'en')).toBe(english)
  expect(visible(interruptedSentence(messages, 'fr'))).toBe(french)
})

const counts: FunnelMessage['parameters'] = {
  units: 60,
  beyond95: 7,
  beyond998: 1,
  expected95: 3,
  phi: 3.744,
  flagsBy: 'adjusted',
}

test.each([
  [
    'units-beyond-limits',
    {},
    '7 of the 60 units lie beyond the 95% limits, one of them beyond the 99.8% limits. The limits allow for the usual differences between units; by chance, about 3 would lie beyond.',
    '7 des 60 unités sont au-delà des limites à 95~%, dont une au-delà des limites à 99,8~%. Ces limites tiennent compte des différences habituelles entre unités; le hasard en placerait environ 3 au-delà.',
  ],
  [
    'units-beyond-limits',
    { beyond95: 1, beyond998: 0, flagsBy: 'exact' },
    'One of the 60 units lies beyond the 95% limits. The limits allow for chance alone; by chance, about 3 would lie beyond.',
    'Une des 60 unités est au-delà des limites à 95~%. Ces limites tiennent compte du hasard seulement; le hasard en placerait environ 3 au-delà.',
  ],
  [
    'limits-for-chance-alone',
    {},
    'Units differ by more than chance explains (φ = 3.74), so these limits single out too many.',
    'Les unités diffèrent plus que le hasard ne l’explique (φ = 3,74)~: ces limites en distinguent trop.',
  ],
] as const)('a funnel: %s %j', (key, changed, english, french) => {
  const messages = [{ key, parameters: { ...counts, ...changed } }]
  expect(funnelSentence(messages, 'en')).toBe(english)
  expect(visible(funnelSentence(messages, 'fr'))).toBe(french)
})
