import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkboxes, Radios } from '../../ui/choices.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { levelName } from '../initiatives/public.ts'
import { outcomes } from './decision.ts'
import { decisionMessages, errorWords } from './messages.ts'
import type { DecideModel } from './models.ts'

/** What somebody else saved meanwhile, above what was typed: nothing of either is lost. */
function SavedMeanwhile({ model, context }: { model: DecideModel; context: Context }) {
  const t = decisionMessages(context.locale)
  const { decision } = model
  if (!decision) return null
  return (
    <Notice kind="attention" announce>
      <h2>{t('stale.title')}</h2>
      <p>{t('stale.lead', { name: decision.decidedBy })}</p>
      <p>
        <strong>{t(`outcome.${decision.outcome}`)}</strong>
      </p>
      <Words as="blockquote" of={inLanguage(decision.reason, context.locale)} />
      <p>{t('stale.next')}</p>
    </Notice>
  )
}

/** The form on which the decider named in the charter decides, or changes what was decided. */
export function DecidePage({
  model,
  context,
  form,
}: {
  model: DecideModel
  context: Context
  form: FormState
}) {
  const { chrome, locale, formats } = context
  const t = decisionMessages(locale)
  const { decision, initiative } = model
  const errors = fieldErrors(form, errorWords(locale))
  const value = (name: string, stored: string | null | undefined) => form.values[name] ?? stored ?? undefined
  return (
    <Page
      chrome={chrome}
      title={t('decide.title')}
      form="decide"
      errors={errors}
      back={{ href: `/initiatives/${initiative.id}` }}
    >
      <h1>{t(decision ? 'decide.changeTitle' : 'decide.title')}</h1>
      <p>
        <Data of={inLanguage(initiative.title, locale)} />
      </p>
      <Facts
        items={[
          {
            term: t('decide.openQuestion'),
            value: <Data of={inLanguage(initiative.openQuestion, locale)} />,
          },
          ...(initiative.participationLevel
            ? [{ term: t('decide.level'), value: levelName(locale, initiative.participationLevel) }]
            : []),
          ...(initiative.decisionDueOn
            ? [{ term: t('decide.due'), value: formats.date(initiative.decisionDueOn) }]
            : []),
          ...(model.results.length > 0
            ? [
                {
                  term: t('decide.results'),
                  value: (
                    <ul>
                      {model.results.map((round) => (
                        <li key={round.id}>
                          <a href={`/rounds/${round.id}/results`}>
                            <Data of={inLanguage(round.title, locale)} />
                          </a>
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]
            : []),
          ...(model.awaited.length > 0
            ? [
                {
                  term: t('decide.awaited'),
                  value: (
                    <ul>
                      {model.awaited.map((round) => (
                        <li key={round.id}>
                          <Data of={inLanguage(round.title, locale)} />
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]
            : []),
          {
            term: t('decide.owed'),
            value:
              model.owed === 0 ? (
                formats.number(0)
              ) : (
                <a href={`/initiatives/${initiative.id}/answers`}>
                  {t('decide.owedThings', { count: model.owed })}
                </a>
              ),
          },
        ]}
      />
      {form.errors['revision'] ? <SavedMeanwhile model={model} context={context} /> : null}
      <form method="post" id="decide" action={`/initiatives/${initiative.id}/decision`} novalidate>
        <Hidden fields={{ revision: decision?.revision ?? 0 }} />
        <Radios
          name="outcome"
          label={t('decide.outcome')}
          error={errorAt(errors, 'outcome')}
          value={value('outcome', decision?.outcome)}
          choices={outcomes.map((one) => ({
            value: one,
            label: t(`outcome.${one}`),
            hint: t(`outcomeHint.${one}`),
          }))}
        />
        <BilingualField
          name="reason"
          label={t('decide.reason')}
          hint={t('decide.reasonHint')}
          error={errorAt(errors, 'reason')}
          form={form}
          stored={decision?.reason}
          lines={5}
        />
        <div class="if-deferred">
          <DateField
            name="revisitOn"
            label={t('decide.revisitOn')}
            hint={t('decide.revisitHint')}
            error={errorAt(errors, 'revisitOn')}
            value={value('revisitOn', decision?.revisitOn)}
            min={model.today}
          />
        </div>
        <DateField
          name="reviewOn"
          label={t('decide.reviewOn')}
          hint={t('decide.reviewHint')}
          error={errorAt(errors, 'reviewOn')}
          value={value('reviewOn', decision?.reviewOn)}
          min={model.today}
        />
        <BilingualField
          name="dissent"
          label={t('decide.dissent')}
          hint={t('decide.dissentHint')}
          form={form}
          lines={3}
          optional
        />
        {model.owed > 0 ? (
          <Checkboxes
            name="answerTheRest"
            label={t('decide.restLabel')}
            value={form.values['answerTheRest']}
            choices={[
              {
                value: 'yes',
                label: t('decide.rest', { count: model.owed }),
                hint: t('decide.restHint'),
              },
            ]}
          />
        ) : null}
        <Button>{t(decision ? 'decide.change' : 'decide.sign')}</Button>
      </form>
    </Page>
  )
}
