import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Actions, Button } from '../../ui/button.tsx'
import { Checkboxes, Radios } from '../../ui/choices.tsx'
import { Data } from '../../ui/data.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Details } from '../../ui/details.tsx'
import { type FieldError, errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { localTime } from './closing-time.ts'
import { statementLines } from './draft-fields.ts'
import { DraftPreview } from './draft-preview.tsx'
import { askedOfOne } from './expected-time.ts'
import type { BuilderModel } from './lead-model.ts'
import { roundMessages } from './messages.ts'
import { levels } from './round.ts'
import type { RoundWords } from './round-line.tsx'

type Parts = Readonly<{
  model: BuilderModel
  form: FormState
  errors: readonly FieldError[]
  t: RoundWords
  context: Context
}>

/** How a round is made: all of it on one page, saved as often as one likes, opened from another. */
export function BuilderPage(model: BuilderModel, context: Context, form: FormState): VNode {
  const t = roundMessages(context.locale)
  const errors = fieldErrors(form, t as (key: string) => string)
  const parts = { model, form, errors, t, context }
  const title = model.id ? t('builder.title-edit') : t('builder.title-new')
  return (
    <Page
      chrome={context.chrome}
      title={title}
      form="builder"
      errors={errors}
      back={{ href: `/initiatives/${model.initiative.id}` }}
      islands={model.kind === 'statements' ? ['preview.js'] : []}
      wide
    >
      <h1>{title}</h1>
      <p>
        <Data of={inLanguage(model.initiative.title, context.locale)} />
      </p>
      {model.saved ? (
        <Notice kind="saved" announce>
          <p>{t('builder.saved')}</p>
        </Notice>
      ) : null}
      <div class="builder">
        <form method="post" id="builder" data-preview={model.kind === 'statements' ? 'preview' : undefined}>
          <Hidden fields={{ revision: model.revision }} />
          <BilingualField
            name="title"
            label={t('builder.name')}
            form={form}
            stored={model.title}
            error={errorAt(errors, 'title')}
            maxlength={120}
          />
          <BilingualField
            name="question"
            label={t('builder.question')}
            hint={t('builder.question-hint')}
            form={form}
            stored={model.question}
            optional
            lines={2}
          />
          {model.kind === 'statements' ? <StatementFields {...parts} /> : null}
          <LevelFields {...parts} />
          <PayFields {...parts} />
          <DateField
            name="closes_at"
            label={t('builder.closes')}
            hint={t('builder.closes-hint', { zone: context.network.settings.timeZone })}
            value={form.values['closes_at'] ?? model.closesLocal}
            min={localTime(context.now, context.network.settings.timeZone)}
            error={errorAt(errors, 'closes_at')}
            time
          />
          <AudienceFields {...parts} />
          <Actions>
            <Button>{t('builder.save')}</Button>
            {model.kind === 'statements' ? (
              <Button kind="secondary" name="go" value="preview">
                {t('builder.save-preview')}
              </Button>
            ) : null}
            <Button kind="secondary" name="go" value="open">
              {t('builder.save-open')}
            </Button>
          </Actions>
        </form>
        {model.kind === 'statements' ? <DraftPreview model={model} form={form} context={context} /> : null}
      </div>
    </Page>
  )
}

const linesAtATime = 10

function StatementFields({ model, form, errors, t }: Parts) {
  const typed = statementLines(form.values)
  const more = form.values['_redraw'] === 'more-lines' ? linesAtATime : 0
  const lines = Math.max(model.statements.length + 3, 5, typed + more)
  return (
    <section aria-labelledby="statements-title">
      <h2 id="statements-title">{t('builder.statements')}</h2>
      <p>{t('builder.statements-hint')}</p>
      <p>{t('builder.routed', { asked: askedOfOne })}</p>
      {Array.from({ length: lines }, (_, index) => {
        const stored = model.statements[index]
        return (
          <div key={index}>
            <BilingualField
              name={`statement_${index + 1}`}
              label={t('builder.statement', { number: index + 1 })}
              hint={index > 0 ? null : undefined}
              form={form}
              stored={stored?.wording}
              error={errorAt(errors, `statement_${index + 1}`)}
              optional={index > 0}
              maxlength={300}
            />
            {stored?.warnings.map((warning) => (
              <p key={warning} class="hint">
                {t(`wording.${warning}`)}
              </p>
            ))}
          </div>
        )
      })}
      <Button
        kind="secondary"
        name="_redraw"
        value="more-lines"
        formaction={`#statement_${lines + 1}`}
        formnovalidate
      >
        {t('builder.more-lines', { count: linesAtATime })}
      </Button>
      <Checkboxes
        name="participants_may_add"
        label={t('builder.may-add')}
        value={
          form.values['revision'] === undefined
            ? model.mayAdd
              ? 'on'
              : undefined
            : form.values['participants_may_add']
        }
        choices={[{ value: 'on', label: t('builder.may-add-yes'), hint: t('builder.may-add-hint') }]}
      />
    </section>
  )
}

function LevelFields({ model, form, errors, t }: Parts) {
  return (
    <Radios
      name="anonymity_level"
      label={t('builder.level')}
      hint={t('builder.level-hint')}
      error={errorAt(errors, 'anonymity_level')}
      value={form.values['anonymity_level'] ?? model.level}
      choices={levels.toReversed().map((level) => ({
        value: level,
        label: t(`level.${level}.name`),
        hint: t(`level.${level}.short`),
      }))}
    />
  )
}

function PayFields({ model, form, errors, t }: Parts) {
  const dollars = model.payCents === null ? '' : (model.payCents / 100).toFixed(2)
  return (
    <fieldset>
      <legend>{t('builder.pay')}</legend>
      <Radios
        name="paid"
        label={t('builder.paid')}
        value={form.values['paid'] ?? (model.paid ? 'yes' : 'no')}
        error={errorAt(errors, 'paid')}
        choices={[
          { value: 'no', label: t('builder.paid-no') },
          { value: 'yes', label: t('builder.paid-yes') },
        ]}
        inline
      />
      <TextField
        name="pay_dollars"
        label={t('builder.pay-dollars')}
        value={form.values['pay_dollars'] ?? dollars}
        error={errorAt(errors, 'pay_dollars')}
        inputmode="decimal"
        characters={8}
        optional
      />
      <TextField
        name="minutes"
        label={t('builder.minutes')}
        hint={t('builder.minutes-hint')}
        value={form.values['minutes'] ?? String(model.minutes)}
        error={errorAt(errors, 'minutes')}
        inputmode="numeric"
        characters={4}
      />
      <BilingualField
        name="payer"
        label={t('builder.payer')}
        form={form}
        stored={model.payer}
        error={errorAt(errors, 'payer')}
        optional
      />
      <DateField
        name="pay_on"
        label={t('builder.pay-on')}
        value={form.values['pay_on'] ?? model.payOn ?? ''}
        error={errorAt(errors, 'pay_on')}
        optional
      />
    </fieldset>
  )
}

function AudienceFields({ model, form, errors, t, context }: Parts) {
  const sent = form.values['revision'] !== undefined
  const chosen = (field: 'organisation' | 'value' | 'calling', stored: readonly string[]) =>
    sent ? form.values[field] : stored
  const words = (label: BuilderModel['title']) => <Data of={inLanguage(label, context.locale)} />
  return (
    <section aria-labelledby="audience-title">
      <h2 id="audience-title">{t('builder.audience')}</h2>
      <p>{t('builder.audience-hint')}</p>
      {model.id ? <p>{t('builder.would-invite', { count: model.wouldInvite })}</p> : null}
      <Checkboxes
        name="calling"
        label={t('builder.callings')}
        value={chosen('calling', model.audience.callings)}
        error={errorAt(errors, 'calling')}
        choices={(['physician', 'manager', 'partner', 'staff'] as const).map((calling) => ({
          value: calling,
          label: t(`calling.${calling}`),
        }))}
        inline
      />
      {model.choices.organisations.length > 0 ? (
        <Checkboxes
          name="organisation"
          label={t('builder.organisations')}
          hint={t('builder.organisations-hint')}
          value={chosen('organisation', model.audience.organisations)}
          choices={model.choices.organisations.map(({ id, label }) => ({ value: id, label: words(label) }))}
        />
      ) : null}
      {model.choices.strata.map((stratum) => (
        <Details
          key={stratum.id}
          summary={words(stratum.label)}
          open={stratum.values.some(({ id }) => model.audience.values.includes(id))}
        >
          <Checkboxes
            name="value"
            label={t('builder.values')}
            value={chosen('value', model.audience.values)}
            choices={stratum.values.map(({ id, label }) => ({ value: id, label: words(label) }))}
          />
        </Details>
      ))}
    </section>
  )
}
