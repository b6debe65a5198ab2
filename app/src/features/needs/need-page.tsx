import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Words } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { contributionMessages, moderationReasons } from '../contributions/public.ts'
import { errorWords, messages } from './messages.ts'
import type { NeedModel } from './models.ts'

type Props = Readonly<{ model: NeedModel; context: Context; form: FormState }>

function Raw({ model, context }: Props) {
  const t = messages(context.locale)
  if (!model.raw) return null
  return (
    <section>
      <h2>{t('need.raw')}</h2>
      <Words of={model.raw} />
      {model.receivedAt ? (
        <p>{t('need.by', { name: model.raw.author, date: context.formats.date(model.receivedAt) })}</p>
      ) : null}
      <p class="hint">{t('need.logged')}</p>
    </section>
  )
}

function Wording({ model, context }: Props) {
  const t = messages(context.locale)
  if (model.wordingState === 'raw' || Object.keys(model.wording).length === 0)
    return <p>{t('need.no-wording')}</p>
  return (
    <section>
      <h2>{t(model.wordingState === 'approved' ? 'need.wording' : 'need.proposed')}</h2>
      <Words of={inLanguage(model.wording, context.locale)} />
    </section>
  )
}

function Similar({ model, context }: Props) {
  const t = messages(context.locale)
  if (model.similar.length === 0 || model.mergedIntoId) return null
  return (
    <section>
      <h2>{t('need.similar')}</h2>
      <p>{t('need.merge-hint')}</p>
      <div class="cards">
        {model.similar.map((one) => (
          <article key={one.id} class="card">
            <a href={`/needs/${one.id}`}>
              {one.wording ? (
                <Data of={inLanguage(one.wording, context.locale)} />
              ) : (
                t('need.similar-unworded', {
                  date: one.receivedAt ? context.formats.date(one.receivedAt) : '',
                })
              )}
            </a>
            <p>{t('need.similar-lead', { percent: context.formats.percent(one.likeness) })}</p>
            {one.answered ? (
              <p>{t('need.similar-answered')}</p>
            ) : (
              <ActionForm action={`/needs/${model.id}/merge`} fields={{ into: one.id }}>
                {t('need.merge')}
              </ActionForm>
            )}
          </article>
        ))}
      </div>
    </section>
  )
}

/** Merging with what says the same in other words, in the other language for instance. */
function MergeElsewhere({ model, context }: Props) {
  const t = messages(context.locale)
  if (model.others.length === 0) return null
  return (
    <Details summary={t('need.merge-other')}>
      <form method="post" action={`/needs/${model.id}/merge`}>
        <Select
          name="into"
          label={t('need.merge-into')}
          hint={t('need.merge-hint')}
          empty={t('need.choose')}
          options={model.others.map((one) => {
            const words = one.wording ? inLanguage(one.wording, context.locale) : null
            return {
              value: one.id,
              label:
                words?.text ??
                t('need.similar-unworded', {
                  date: one.receivedAt ? context.formats.date(one.receivedAt) : '',
                }),
              lang: words?.language,
              data: words !== null,
            }
          })}
        />
        <Button kind="secondary">{t('need.merge-send')}</Button>
      </form>
    </Details>
  )
}

function Place({ model, context }: Props) {
  const t = messages(context.locale)
  return (
    <section>
      {model.initiative ? (
        <p>
          {t('need.initiative')}{' '}
          <a href={`/initiatives/${model.initiative.id}`}>
            <Data of={inLanguage(model.initiative.title, context.locale)} />
          </a>
        </p>
      ) : null}
      {model.initiatives.length === 0 ? (
        <p>
          <a href="/initiatives/new">{t('need.bring-none')}</a>
        </p>
      ) : (
        <form method="post" action={`/needs/${model.id}/initiative`}>
          <Select
            name="initiative"
            label={t('need.bring')}
            empty={t('need.choose')}
            options={model.initiatives.map((one) => ({
              value: one.id,
              label: inLanguage(one.title, context.locale).text,
              data: true,
            }))}
          />
          <Button kind="secondary">{t('need.bring-send')}</Button>
        </form>
      )}
    </section>
  )
}

/** One need: for its readers as it was written, with what can be done; for others as its author approved it. */
export function NeedPage(props: Props) {
  const { model, context, form } = props
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  const isTold = model.state === 'decided' || model.state === 'done'
  return (
    <Page
      chrome={context.chrome}
      title={t('need.title')}
      errors={errors}
      form={model.raw ? 'wording-form' : undefined}
      back={{ href: '/needs', label: t('list.title') }}
    >
      <h1>{t('need.title')}</h1>
      <p>
        <State of={model.state} />
      </p>
      {model.purged ? <p>{t('need.purged')}</p> : null}
      <Raw {...props} />
      <Wording {...props} />
      {model.mergedIntoId ? (
        <p>
          <a href={`/needs/${model.mergedIntoId}`}>{t('need.merged')}</a>
        </p>
      ) : null}
      {model.raw ? (
        <>
          {model.wordingState === 'approved' ? null : (
            <form method="post" id="wording-form" action={`/needs/${model.id}`}>
              <BilingualField
                name="wording"
                label={t('need.propose')}
                hint={t('need.propose-hint')}
                stored={model.wording}
                form={form}
                error={
                  errorAt(errors, 'wording') ?? errorAt(errors, 'wording_en') ?? errorAt(errors, 'wording_fr')
                }
                lines={3}
                maxlength={300}
              />
              <Button kind="secondary">{t('need.propose-send')}</Button>
            </form>
          )}
          <Similar {...props} />
          {model.mergedIntoId ? (
            <ActionForm action={`/needs/${model.id}/unmerge`} kind="quiet">
              {t('need.unmerge')}
            </ActionForm>
          ) : (
            <>
              <MergeElsewhere {...props} />
              <Place {...props} />
            </>
          )}
          <Actions>
            {isTold && !model.owed ? (
              <ButtonLink href={`/needs/${model.id}/answer`}>{t('need.answered')}</ButtonLink>
            ) : (
              <>
                <ButtonLink href={`/needs/${model.id}/answer`} kind="primary">
                  {t('need.answer')}
                </ButtonLink>
                {isTold ? null : (
                  <ButtonLink href={`/needs/${model.id}/return`}>{t('need.return')}</ButtonLink>
                )}
              </>
            )}
            {model.nextUnread ? (
              <ButtonLink href={`/needs/${model.nextUnread}`}>{t('list.next')}</ButtonLink>
            ) : null}
          </Actions>
        </>
      ) : null}
    </Page>
  )
}

/** Returning a need: a typed reason, what its author can do, and a word to them. */
export function ReturnPage({
  model,
  context,
  form,
}: Readonly<{ model: { id: string }; context: Context; form: FormState }>) {
  const t = messages(context.locale)
  const reasons = contributionMessages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  return (
    <Page
      chrome={context.chrome}
      title={t('return.title')}
      errors={errors}
      form="return"
      back={{ href: `/needs/${model.id}`, label: t('need.title') }}
    >
      <h1>{t('return.title')}</h1>
      <form method="post" id="return" action={`/needs/${model.id}/return`}>
        <Radios
          name="reason"
          label={t('return.reason')}
          value={form.values['reason']}
          error={errorAt(errors, 'reason')}
          choices={moderationReasons.map((reason) => ({ value: reason, label: reasons(`reason.${reason}`) }))}
        />
        <Radios
          name="verdict"
          label={t('return.verdict')}
          value={form.values['verdict'] ?? 'returned'}
          choices={(['returned', 'rejected'] as const).map((value) => ({
            value,
            label: t(`return.${value}`),
          }))}
        />
        <BilingualField name="note" label={t('return.note')} form={form} optional lines={2} maxlength={300} />
        <Button>{t('return.send')}</Button>
      </form>
    </Page>
  )
}
