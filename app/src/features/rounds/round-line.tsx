import type { Formats } from '../../platform/i18n/format.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import type { Locale } from '../../platform/i18n/locale.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { Meta } from '../../ui/card.tsx'
import { useChrome } from '../../ui/chrome-context.ts'
import { Data } from '../../ui/data.tsx'
import { type ExpectedTime, askedOfOne } from './expected-time.ts'
import type en from './messages.en.json'
import { roundMessages } from './messages.ts'
import type { RoundHeader } from './participant-model.ts'
import type { TakingPart } from './taking-part.ts'

export type RoundWords = Translate<keyof typeof en>

/** A length of time as people say it: a measure in tens of seconds, an estimate in half minutes. */
export function durationWords(t: RoundWords, formats: Formats, { seconds, measured }: ExpectedTime): string {
  const step = measured ? 10 : 30
  const rounded = Math.max(1, Math.round(seconds / step)) * step
  const minutes = Math.floor(rounded / 60)
  if (minutes === 0) return t('time.seconds', { seconds: formats.number(rounded) })
  return rounded % 60 === 0
    ? t('time.minutes', { minutes })
    : t('time.minutes-and', { minutes, seconds: formats.number(rounded % 60) })
}

/** How long a round takes, and whether that was measured. */
export function timeWords(t: RoundWords, formats: Formats, time: ExpectedTime): string {
  const length = durationWords(t, formats, time)
  return time.measured ? t('time.measured', { length }) : t('time.estimated', { length })
}

/** How many statements a round has, how many of them one person is asked, and how long that takes. */
export function lengthWords(t: RoundWords, formats: Formats, statements: number, time: ExpectedTime): string {
  const length = durationWords(t, formats, time)
  return statements > askedOfOne
    ? t('length.routed', { statements, asked: askedOfOne, length })
    : t('length', { statements, length })
}

/** What is paid to each person, by whom and when; or that nothing is. */
export function payWords(
  t: RoundWords,
  formats: Formats,
  locale: Locale,
  { payCents, payer, payOn }: Pick<RoundHeader, 'payCents' | 'payer' | 'payOn'>,
): string {
  if (payCents === null) return t('pay.none')
  const amount = formats.money(payCents)
  const by = inLanguage(payer, locale).text
  return payOn && by
    ? t('pay.full', { amount, payer: by, day: formats.date(payOn) })
    : t('pay.amount', { amount })
}

/** How many of those invited have taken part, or that this is hidden. */
export const takingPartWords = (t: RoundWords, { tookPart, invited, atLeast }: TakingPart): string =>
  tookPart === null
    ? t('took-part-hidden', { invited })
    : t(atLeast ? 'took-part-at-least' : 'took-part', { tookPart, invited })

/** What every page of a round says: its name, how long, what is paid, until when, who can see what. */
export function RoundLine({ round, quiet = false }: { round: RoundHeader; quiet?: boolean }) {
  const chrome = useChrome()
  const t = roundMessages(chrome.locale)
  return (
    <div class="round-line">
      {quiet ? null : (
        <p>
          <strong>
            <Data of={inLanguage(round.title, chrome.locale)} />
          </strong>
        </p>
      )}
      <Meta
        items={[
          timeWords(t, chrome.formats, round),
          payWords(t, chrome.formats, chrome.locale, round),
          round.closesAt
            ? t(round.closed ? 'closed-on' : 'closes', { when: chrome.formats.dateTime(round.closesAt) })
            : null,
          t(`level.${round.level}.short`),
          round.id ? <a href={`/rounds/${round.id}/who-can-see`}>{t('who-can-see')}</a> : t('who-can-see'),
        ]}
      />
    </div>
  )
}
