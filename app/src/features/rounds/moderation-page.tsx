import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { type FieldError, errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { moderationReasons } from '../contributions/public.ts'
import { roundMessages } from './messages.ts'
import type { ModerationModel } from './moderate-statement.ts'

const everyVerdict: readonly ('accepted' | 'returned' | 'rejected')[] = ['accepted', 'returned', 'rejected']

/** What happens to one added statement; its fields have its id in their names. */
function VerdictFields({
  added,
  form,
  errors,
  context,
  verdicts = everyVerdict,
  explained = true,
}: {
  verdicts?: typeof everyVerdict
  /** False where the page has said before what each verdict means. */
  explained?: boolean
  added: ModerationModel['waiting'][number]
  form: FormState
  errors: readonly FieldError[]
  context: Context
}) {
  const t = roundMessages(context.locale)
  const field = (name: string) => {
    const own = `${name}_${added.id}`
    return { name: own, value: form.values[own], error: errorAt(errors, own) }
  }
  return (
    <>
      <Radios
        {...field('verdict')}
        label={t('moderation.verdict')}
        choices={verdicts.map((verdict) => ({
          value: verdict,
          label: t(`moderation.${verdict}`),
          hint: explained ? t(`moderation.${verdict}-hint`) : undefined,
        }))}
        inline={!explained}
      />
      {verdicts.includes('accepted') ? (
        <div class="if-accepted">
          <TextField
            {...field('translation')}
            label={t('moderation.translation')}
            lang={added.language === 'fr' ? 'en-CA' : 'fr-CA'}
            maxlength={300}
            optional
          />
        </div>
      ) : null}
      <div class="if-kept-out">
        <Select
          {...field('reason')}
          label={t('moderation.reason')}
          empty={t('moderation.reason-choose')}
          options={moderationReasons.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }))}
        />
        <BilingualField
          name={`note_${added.id}`}
          label={t('moderation.note')}
          form={form}
          maxlength={500}
          optional
        />
      </div>
    </>
  )
}

type Props = Readonly<{
  model: ModerationModel
  context: Context
  form: FormState
  errors: readonly FieldError[]
}>

/** Everything that waits, in one form, with a button for each. */
function Waiting({ model, context, form, errors }: Props) {
  const t = roundMessages(context.locale)
  const several = model.open && model.waiting.length > 1
  return (
    <>
      <p>{t('moderation.no-authors')}</p>
      {several ? (
        <>
          <Facts
            items={everyVerdict.map((verdict) => ({
              term: t(`moderation.${verdict}`),
              value: t(`moderation.${verdict}-hint`),
            }))}
          />
          <p>{t('moderation.together')}</p>
        </>
      ) : null}
      {model.open || model.waiting.length === 0 ? null : <p>{t('moderation.closed')}</p>}
      {model.waiting.length === 0 ? <EmptyState title={t('moderation.none')} /> : null}
      {model.open ? (
        <form method="post" id="contribution">
          {model.waiting.map((added) => (
            <section key={added.id} class="card verdict">
              <Words of={{ text: added.text, language: added.language }} as="h2" />
              <VerdictFields
                added={added}
                form={form}
                errors={errors}
                context={context}
                explained={!several}
              />
              <input type="hidden" name={`read_${added.id}`} value={added.mark} />
              <Button name="contribution" value={added.id}>
                {t('moderation.done')}
              </Button>
            </section>
          ))}
        </form>
      ) : (
        model.waiting.map((added) => (
          <section key={added.id} class="card">
            <Words of={{ text: added.text, language: added.language }} />
          </section>
        ))
      )}
      {model.more > 0 ? <p>{t('moderation.more', { count: model.more })}</p> : null}
    </>
  )
}

/** What was taken in by mistake, to be taken out again: what that does, and why. */
function TakeOut({ model, context, form, errors }: Props) {
  const t = roundMessages(context.locale)
  const added = model.takingOut
  if (!added) return null
  return (
    <form method="post" id="contribution" class="card">
      <h2>{t('moderation.out-title')}</h2>
      <Words of={{ text: added.text, language: added.language }} as="blockquote" />
      <p>{t('moderation.out-lead')}</p>
      <VerdictFields
        added={added}
        form={form}
        errors={errors}
        context={context}
        verdicts={['returned', 'rejected']}
      />
      <Actions>
        <Button kind="grave" name="out" value={added.id}>
          {t('moderation.out-now')}
        </Button>
        <ButtonLink href={`/rounds/${model.id}/moderation`}>{t('moderation.out-keep')}</ButtonLink>
      </Actions>
    </form>
  )
}

/**
 * What participants added, with the reasons that their authors read: one form, so that a change of language and a
 * refusal keep what was typed for every one of them, with a button for each.
 */
export function ModerationPage(model: ModerationModel, context: Context, form: FormState): VNode {
  const { chrome, locale } = context
  const t = roundMessages(locale)
  const errors = fieldErrors(form, t as (key: string) => string)
  const props = { model, context, form, errors }
  return (
    <Page
      chrome={chrome}
      title={t('moderation.title')}
      form={model.takingOut || (model.open && model.waiting.length > 0) ? 'contribution' : undefined}
      errors={errors}
      back={{ href: `/rounds/${model.id}/edit` }}
    >
      <h1>{t('moderation.title')}</h1>
      <p>
        <Data of={inLanguage(model.title, locale)} />
      </p>
      {model.takingOut ? <TakeOut {...props} /> : <Waiting {...props} />}
      {model.dealtWith.length > 0 ? (
        <Table
          caption={t('moderation.dealt-with')}
          rows={model.dealtWith}
          rowKey={(row) => row.id}
          columns={[
            {
              title: t('moderation.statement'),
              rowHeader: true,
              cell: (row) => <Data of={{ text: row.text, language: row.language }} />,
            },
            {
              title: t('moderation.verdict'),
              cell: (row) => (
                <>
                  {row.moderation === 'waiting' ? '' : t(`moderation.was-${row.moderation}`)}
                  {model.open && row.moderation === 'accepted' ? (
                    <>
                      {' '}
                      <a href={`/rounds/${model.id}/moderation?out=${row.id}`}>{t('moderation.take-out')}</a>
                    </>
                  ) : null}
                </>
              ),
            },
            { title: t('moderation.reason'), cell: (row) => (row.reason ? t(`reason.${row.reason}`) : '') },
          ]}
        />
      ) : null}
    </Page>
  )
}
