import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Cards, Meta } from '../../ui/card.tsx'
import { Data } from '../../ui/data.tsx'
import { State } from '../../ui/state.tsx'
import { noticeWords } from '../notices/public.ts'
import type { AskedHome } from './home-models.ts'
import { homeMessages } from './messages.ts'
import { RoundCard } from './round-cards.tsx'
import { SaySomething } from './say-something.tsx'

type Parts = { model: AskedHome; context: Context }
type Item = AskedHome['items'][number]

function Waiting({ item, context }: { item: Item; context: Context }) {
  const { locale } = context
  if (item.kind === 'round') return <RoundCard item={item} context={context} level={2} />
  return (
    <Card
      level={2}
      href={item.href}
      title={noticeWords(locale, item.notice)}
      aside={
        item.notice === 'commitment-done' ? (
          <State of="done" />
        ) : item.notice === 'answers-ready' || item.notice === 'need-answered' ? (
          <State of="decided" />
        ) : undefined
      }
    >
      {item.title ? (
        <p>
          <Data of={inLanguage(item.title, locale)} />
        </p>
      ) : null}
    </Card>
  )
}

/** What those who are asked meet: at most three things, how long they take, one button; and a way to say something. */
export function AskedHomeView({ model, context }: Parts) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  const minutes = Math.max(1, Math.ceil(model.seconds / 60))
  const first = model.items[0]
  return (
    <>
      <p>
        {t('greeting')} <Data of={model.name} />
      </p>
      <h1>{first ? t('things', { count: model.items.length, minutes }) : t('nothing')}</h1>
      {model.kind === 'community-partner' ? <p>{t('partnerLead')}</p> : null}
      <div class="side-by-side">
        <section>
          {first ? (
            <>
              <Cards>
                {model.items.map((item) => (
                  <Waiting
                    key={item.href + (item.kind === 'reply' ? item.notice : '')}
                    item={item}
                    context={context}
                  />
                ))}
              </Cards>
              <p>
                <ButtonLink kind="primary" href={first.href}>
                  {t('start', { minutes })}
                </ButtonLink>
              </p>
              {model.items.some((item) => item.kind === 'reply') ? (
                <ActionForm action="/notices/seen">{t('readThese')}</ActionForm>
              ) : null}
              {model.remindAt ? (
                <p>{t('reminded', { when: formats.dateTime(model.remindAt) })}</p>
              ) : model.mayRemind ? (
                <ActionForm action="/notices/later" kind="quiet">
                  {t(`later.${model.practice}`)}
                </ActionForm>
              ) : null}
              {model.more > 0 ? (
                <p>
                  <a href="/notices">{t('more', { count: model.more })}</a>
                </p>
              ) : null}
            </>
          ) : (
            <>
              <p>{t('nothingMore')}</p>
              <p>
                <a href="/said">
                  {model.said === 0
                    ? t('seeWhatChanged')
                    : t('pointsAnswered', { answered: model.answered, said: model.said })}
                </a>
              </p>
              {model.questions > 0 ? (
                <p>
                  <a href="/me">{t('questions', { count: model.questions })}</a>
                </p>
              ) : null}
            </>
          )}
        </section>
        <SaySomething context={context} practice={model.practice} first={first === undefined} />
      </div>
      <Meta
        items={[
          model.paidCents === null ? null : t('paidThisYear', { amount: formats.money(model.paidCents) }),
          model.said === 0 || first === undefined ? null : (
            <a href="/said">{t('pointsAnswered', { answered: model.answered, said: model.said })}</a>
          ),
        ]}
      />
    </>
  )
}
