import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Data } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import { privacyMessages } from './messages.ts'
import type { PrivacyModel } from './models.ts'

type Parts = { model: PrivacyModel; context: Context }

function HandOver({ model, context }: Parts) {
  const t = privacyMessages(context.locale)
  return (
    <section>
      <h2>{t('handOver.title')}</h2>
      <p>{t('handOver.lead')}</p>
      {model.levels.map(({ level, tables }) => (
        <section key={level}>
          <h3>{t(`handOver.${level}`)}</h3>
          <p>{t(`handOver.who.${level}`)}</p>
          <Details summary={t('handOver.columns', { count: tables.length })}>
            <dl>
              {tables.map(({ table, columns, who }) => (
                <div key={table}>
                  <dt>
                    <code data-content>{table}</code>
                    {who.length > 0 ? (
                      <>
                        {' '}
                        {t('handOver.says')} <code data-content>{who.join(', ')}</code>
                      </>
                    ) : null}
                  </dt>
                  <dd>
                    <code data-content>{columns.join(', ')}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </Details>
        </section>
      ))}
      <p>{t('handOver.cannot')}</p>
    </section>
  )
}

function Keys({ model, context }: Parts) {
  const { locale, formats } = context
  const t = privacyMessages(locale)
  if (model.keys.length === 0) return null
  return (
    <section>
      <h2>{t('keys.title')}</h2>
      <p>{t('keys.lead')}</p>
      <ul>
        {model.keys.map((round) => (
          <li key={round.id}>
            <a href={`/rounds/${round.id}/who-can-see`}>
              <Data of={inLanguage(round.title, locale)} />
            </a>{' '}
            {round.destroyedAt
              ? t('keys.destroyed', { date: formats.date(round.destroyedAt) })
              : round.held
                ? t('keys.held')
                : round.destroyOn
                  ? t(round.destroyOn < todayIn(context) ? 'keys.late' : 'keys.destroyOn', {
                      date: formats.date(round.destroyOn),
                    })
                  : t('keys.later')}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The collection notice, for anybody to read before they say anything. */
export function NoticePage({ model, context }: Parts) {
  const { chrome, locale, formats } = context
  const t = privacyMessages(locale)
  return (
    <Page chrome={chrome} title={t('notice.title')}>
      <h1>{t('notice.title')}</h1>
      <h2>{t('notice.purpose')}</h2>
      <p>{t('notice.purposeText')}</p>
      <h2>{t('notice.authority')}</h2>
      <p>{t('notice.authorityText')}</p>
      <h2>{t('notice.contact')}</h2>
      {model.contact ? (
        <p>
          <Data of={model.contact} />
        </p>
      ) : (
        <p>{t('notice.noContact')}</p>
      )}
      <h2>{t('notice.patients')}</h2>
      <p>{t('notice.patientsText')}</p>
      <h2>{t('notice.retention')}</h2>
      <Facts
        items={[
          { term: t('retention.raw'), value: t('retention.months', { count: model.retentionMonths }) },
          { term: t('retention.keys'), value: t('retention.keysText') },
          { term: t('retention.devices'), value: t('retention.days', { count: model.deviceDays }) },
          { term: t('retention.mail'), value: t('retention.days', { count: model.mailDays }) },
          { term: t('retention.notices'), value: t('retention.days', { count: model.noticeDays }) },
          { term: t('retention.lists'), value: t('retention.listsText') },
          { term: t('retention.decisions'), value: t('retention.decisionsText') },
          { term: t('retention.audit'), value: t('retention.auditText') },
          { term: t('retention.backups'), value: t('retention.backupsText') },
        ]}
      />
      <h2>{t('own.title')}</h2>
      <p>{t('own.text')}</p>
      {model.signedIn ? (
        <p>
          <ButtonLink href="/me/download.json">{t('own.download')}</ButtonLink>
        </p>
      ) : null}
      <Keys model={model} context={context} />
      <HandOver model={model} context={context} />
      {model.mayPurge ? (
        <p>
          <a href="/privacy/purge">{t('purge.title')}</a>
        </p>
      ) : null}
      <p>{t('notice.asOf', { date: formats.date(context.now) })}</p>
    </Page>
  )
}
