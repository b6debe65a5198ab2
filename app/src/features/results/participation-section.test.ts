import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import type { Chrome, Context } from '../../platform/http/context.ts'
import { formatsFor } from '../../platform/i18n/format.ts'
import { ChromeContext } from '../../ui/chrome-context.ts'
import { ParticipationSection } from './participation-section.tsx'

type Strata = Parameters<typeof ParticipationSection>[0]['strata']

const group = (name: string, respondents: number | null, invited = 40) => ({
  label: { en: name },
  invited,
  roster: null,
  respondents,
  rate:
    respondents === null
      ? null
      : {
          share: respondents / invited,
          lower: Math.max(0, respondents / invited - 0.15),
          upper: Math.min(1, respondents / invited + 0.15),
        },
})

const shown = (strata: Strata): string => {
  const common = { locale: 'en', formats: formatsFor('en') }
  const section = h(ParticipationSection, { strata, context: common as Context })
  return renderToString(h(ChromeContext.Provider, { value: common as unknown as Chrome, children: section }))
}

test('that nobody stands out as missing is said only where every group is shown', () => {
  const whole = shown([{ label: { en: 'Site' }, values: [group('Gander', 20), group('Corner Brook', 21)] }])
  expect(whole).toContain('Nobody stands out as missing, by: Site.')
  expect(whole).not.toContain('too few did not')
  expect(whole.indexOf('<figure'), 'its chart is there for who asks').toBeGreaterThan(
    whole.indexOf('<details'),
  )
  const hidden = [group('Gander', 20), group('Corner Brook', 21), group('Burgeo', null)]
  const part = shown([{ label: { en: 'Site' }, values: hidden }])
  expect(part).not.toContain('stands out as missing')
  expect(part).toContain('to say whether one is missing, by: Site.')
})

test('where no group can be shown it is not said that few took part: perhaps nearly all did', () => {
  const values = [group('Gander', null), group('Corner Brook', null)]
  expect(shown([{ label: { en: 'Site' }, values }])).toContain(
    'Too few people took part, or too few did not, to show how many did, by: Site.',
  )
})

test('which group took part least is said of those that are shown', () => {
  const values = [group('Gander', 30), group('Corner Brook', 6)]
  const missing = shown([{ label: { en: 'Site' }, values }])
  expect(missing).toContain('>Fewest took part: Corner Brook')
  expect(missing.slice(0, missing.indexOf('<figure'))).not.toContain('<details')
  expect(shown([{ label: { en: 'Site' }, values: [...values, group('Burgeo', null)] }])).toContain(
    'Of the groups that can be shown, fewest took part: Corner Brook',
  )
})
