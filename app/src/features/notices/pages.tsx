import type { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Card, Cards, Meta } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { messages } from './messages.ts'
import type { NoticesModel } from './models.ts'

type Model = z.output<typeof NoticesModel>

type ToldProps = { notice: Model['notices'][number]; context: Context; level: 2 | 3 }

function Told({ notice, context, level }: ToldProps) {
  const t = messages(context.locale)
  return (
    <Card level={level} title={t(`kind.${notice.kind}`)} href={notice.address}>
      {notice.title ? (
        <p>
          <Data of={inLanguage(notice.title, context.locale)} />
        </p>
      ) : null}
      <Meta
        items={[
          notice.facts ? <Data of={inLanguage(notice.facts, context.locale)} /> : null,
          context.formats.date(notice.at),
        ]}
      />
    </Card>
  )
}

/** What a person has been told, what they have not seen first, and "not now". */
export function NoticesPage({ model, context }: { model: Model; context: Context }) {
  const t = messages(context.locale)
  const open = model.notices.filter((notice) => !notice.seen)
  const seen = model.notices.filter((notice) => notice.seen)
  return (
    <Page chrome={context.chrome} title={t('title')}>
      <h1>{t('title')}</h1>
      {open.length === 0 ? (
        <EmptyState title={t('none')}>
          <p>{t('none-more')}</p>
        </EmptyState>
      ) : (
        <>
          <Cards>
            {open.map((notice) => (
              <Told key={notice.id} notice={notice} context={context} level={2} />
            ))}
          </Cards>
          <ActionForm action="/notices/seen">{t('seen')}</ActionForm>
          {model.remindAt === null && model.messagesPerWeek > 0 ? (
            <ActionForm action="/notices/later" kind="quiet">
              {t('later')}
            </ActionForm>
          ) : null}
        </>
      )}
      {model.remindAt === null ? null : (
        <>
          <p>{t('later-set', { when: context.formats.dateTime(model.remindAt) })}</p>
          <ActionForm action="/notices/later/cancel" kind="quiet">
            {t('later-cancel')}
          </ActionForm>
        </>
      )}
      <p>
        {t('limit', { count: model.messagesPerWeek })} <a href="/me">{t('limit-change')}</a>
      </p>
      {seen.length > 0 ? (
        <>
          <h2>{t('earlier')}</h2>
          <Cards>
            {seen.map((notice) => (
              <Told key={notice.id} notice={notice} context={context} level={3} />
            ))}
          </Cards>
        </>
      ) : null}
    </Page>
  )
}
