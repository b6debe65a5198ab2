import type { Formats } from '../../platform/i18n/format.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { Meta } from '../../ui/card.tsx'
import { useChrome } from '../../ui/chrome-context.ts'
import { Data } from '../../ui/data.tsx'
import type en from './messages.en.json'
import { roundMessages } from './messages.ts'
import type { RoundHeader } from './participant-model.ts'

export type RoundWords = Translate<keyof typeof en>

/** A length of time as people say it: whole half minutes, at least one. */
export function durationWords(t: RoundWords, formats: Formats, seconds: number): string {
  const halves = Math.max(1, Math.round(seconds / 30))
  const minutes = Math.floor(halves / 2)
  if (minutes === 0) return t('time.seconds', { seconds: formats.number(30) })
  return halves % 2 === 0
    ? t('time.minutes', { minutes })
    : t('time.minutes-half', { minutes, seconds: formats.number(30) })
}

/** What every page of a round says: its name, how long, who can see what, until when. */
export function RoundLine({ round, quiet = false }: { round: RoundHeader; quiet?: boolean }) {
  const chrome = useChrome()
  const t = roundMessages(chrome.locale)
  const length = durationWords(t, chrome.formats, round.seconds)
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
          round.measured ? t('time.measured', { length }) : t('time.estimated', { length }),
          round.payCents === null ? null : t('pay.amount', { amount: chrome.formats.money(round.payCents) }),
          round.closesAt ? t('closes', { when: chrome.formats.dateTime(round.closesAt) }) : null,
          t(`level.${round.level}.short`),
          <a href={`/rounds/${round.id}/who-can-see`}>{t('who-can-see')}</a>,
        ]}
      />
    </div>
  )
}
