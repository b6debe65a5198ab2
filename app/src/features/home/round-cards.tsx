import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Card, Cards, Meta } from '../../ui/card.tsx'
import { Data } from '../../ui/data.tsx'
import type { AskedHome } from './home-models.ts'
import { homeMessages } from './messages.ts'

export type OpenRound = Extract<AskedHome['items'][number], { kind: 'round' }>

/** A round that is open for this person: how long, what is paid, who sees it, until when. */
export function RoundCard({ item, context, level }: { item: OpenRound; context: Context; level: 2 | 3 }) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  return (
    <Card level={level} href={item.href} title={<Data of={inLanguage(item.title, locale)} />}>
      <Meta
        items={[
          t('minutes', { minutes: Math.max(1, Math.round(item.seconds / 60)) }),
          item.payCents === null ? t('unpaid') : t('paid', { amount: formats.money(item.payCents) }),
          t(`level.${item.level}`),
          item.closesAt ? t('closes', { when: formats.dateTime(item.closesAt) }) : null,
          item.begun ? t('begun') : null,
        ]}
      />
    </Card>
  )
}

/** What is asked of somebody who meets their other work first; nothing where nothing is. */
export function AskedOfYou({ rounds, context }: { rounds: readonly OpenRound[]; context: Context }) {
  const t = homeMessages(context.locale)
  if (rounds.length === 0) return null
  return (
    <section>
      <h2>{t('askedOfYou')}</h2>
      <Cards>
        {rounds.map((round) => (
          <RoundCard key={round.href} item={round} context={context} level={3} />
        ))}
      </Cards>
    </section>
  )
}
