import type { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { Data } from '../../ui/data.tsx'
import { Page } from '../../ui/page.tsx'
import { homeMessages } from './messages.ts'
import type { HelpModel } from './help-model.ts'

/** What this is, how it goes, who to ask; where harm is reported, where physicians find support. */
export function HelpPage({ model, context }: { model: z.output<typeof HelpModel>; context: Context }) {
  const { chrome, locale } = context
  const t = homeMessages(locale)
  return (
    <Page chrome={chrome} title={t('help.title')}>
      <h1>{t('help.title')}</h1>
      <p>{t('help.promise')}</p>
      <h2>{t('help.how')}</h2>
      <ol>
        <li>{t('help.asked')}</li>
        <li>{t('help.read')}</li>
        <li>{t('help.decided')}</li>
        <li>{t('help.done')}</li>
      </ol>
      <h2>{t('help.who')}</h2>
      <p>{t('help.whoSees')}</p>
      <p>
        <a href="/privacy">{t('place.privacy')}</a>
      </p>
      <h2>{t('help.ask')}</h2>
      {model.privacyContact ? (
        <p>
          {t('help.contact')} <Data of={model.privacyContact} />
        </p>
      ) : (
        <p>{t('help.noContact')}</p>
      )}
      <h2>{t('help.safety')}</h2>
      <p>{t('help.safetyLead')}</p>
      {model.safetyReportingUrl ? (
        <p>
          <a href={model.safetyReportingUrl} rel="noreferrer">
            {t('help.safetyLink')}
          </a>
        </p>
      ) : (
        <p>{t('help.safetyPlain')}</p>
      )}
      {model.physicianHealthUrl ? (
        <>
          <h2>{t('help.support')}</h2>
          <p>{t('help.supportLead')}</p>
          <p>
            <a href={model.physicianHealthUrl} rel="noreferrer">
              {t('help.supportLink')}
            </a>
          </p>
        </>
      ) : null}
    </Page>
  )
}
