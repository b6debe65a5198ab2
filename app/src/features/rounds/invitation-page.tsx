import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Words } from '../../ui/data.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import type { InvitationModel } from './invitation-model.ts'
import { roundMessages } from './messages.ts'
import { payWords, timeWords } from './round-line.tsx'

/** One sheet to print and put up. Its link is no credential: whoever opens it signs in. */
export function InvitationPage(model: InvitationModel, context: Context): VNode {
  const { formats, locale } = context
  const t = roundMessages(locale)
  const { round, qr } = model
  return (
    <Page chrome={context.chrome} title={t('invitation.title')} back={{ href: `/rounds/${round.id}/edit` }}>
      <Words of={inLanguage(round.title, locale)} as="h1" />
      <Words of={inLanguage(round.question, locale)} />
      <Facts
        items={[
          {
            term: t('fact.time'),
            value: timeWords(t, formats, round),
          },
          {
            term: t('fact.pay'),
            value: payWords(t, formats, locale, round),
          },
          { term: t('fact.level'), value: t(`level.${round.level}.short`) },
          {
            term: t(round.closed ? 'fact.closed' : 'fact.closes'),
            value: round.closesAt ? formats.dateTime(round.closesAt) : t('fact.none'),
          },
          {
            term: t('fact.decision'),
            value:
              model.decider && model.decisionOn
                ? t('opening.decision', { decider: model.decider, day: formats.date(model.decisionOn) })
                : t('fact.none'),
          },
        ]}
      />
      <svg
        class="qr"
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label={t('invitation.qr')}
        shape-rendering="crispEdges"
      >
        <path d={qr.path} />
      </svg>
      <p class="address">
        <a href={model.address}>
          <span data-content>{model.address}</span>
        </a>
      </p>
      <p>{t('invitation.signs-in')}</p>
    </Page>
  )
}
