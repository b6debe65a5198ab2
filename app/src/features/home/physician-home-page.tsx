import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Cards, Meta } from '../../ui/card.tsx'
import { Data } from '../../ui/data.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { State } from '../../ui/state.tsx'
import type { PhysicianHome } from './home-models.ts'
import { homeMessages, replyWords } from './messages.ts'

type Parts = { model: PhysicianHome; context: Context }
type Item = PhysicianHome['items'][number]

function Waiting({ item, context }: { item: Item; context: Context }) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  const minutes = (seconds: number) => t('minutes', { minutes: Math.max(1, Math.round(seconds / 60)) })
  if (item.kind === 'round')
    return (
      <Card level={2} href={item.href} title={<Data of={inLanguage(item.title, locale)} />}>
        <Meta
          items={[
            minutes(item.seconds),
            item.payCents === null ? null : t('paid', { amount: formats.money(item.payCents) }),
            t(`level.${item.level}`),
            item.closesAt ? t('closes', { when: formats.dateTime(item.closesAt) }) : null,
            item.begun ? t('begun') : null,
          ]}
        />
      </Card>
    )
  return (
    <Card
      level={2}
      href={item.href}
      title={replyWords(locale, item.notice)}
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

/** What a physician meets: at most three things, how long they take, one button; and a way to say something. */
export function PhysicianHomeView({ model, context }: Parts) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  const minutes = Math.max(1, Math.ceil(model.seconds / 60))
  const first = model.items[0]
  return (
    <>
      <p>
        {t('greeting')} <Data of={model.name} />
      </p>
      {first ? (
        <>
          <h1>{t('things', { count: model.items.length, minutes })}</h1>
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
          <h1>{t('nothing')}</h1>
          <EmptyState title={t('nothingMore')} />
        </>
      )}
      <section>
        <h2>{t('sayTitle')}</h2>
        <p>{t(`example.${model.practice}`)}</p>
        <p>
          <ButtonLink href="/say" kind={first ? 'secondary' : 'primary'}>
            {t('sayOneThing')}
          </ButtonLink>
        </p>
      </section>
      <Meta
        items={[
          model.paidCents === null ? null : t('paidThisYear', { amount: formats.money(model.paidCents) }),
          model.said === 0 ? null : (
            <a href="/said">{t('pointsAnswered', { answered: model.answered, said: model.said })}</a>
          ),
        ]}
      />
    </>
  )
}
