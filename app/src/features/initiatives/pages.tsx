import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { errorWords, messages } from './messages.ts'
import type { ListModel, StrategiesModel } from './models.ts'

/** All initiatives. */
export function ListPage({ model, context }: { model: ListModel; context: Context }) {
  const t = messages(context.locale)
  const start = model.mayCreate ? <ButtonLink href="/initiatives/new">{t('list.new')}</ButtonLink> : null
  return (
    <Page chrome={context.chrome} title={t('list.title')} wide>
      <h1>{t('list.title')}</h1>
      {model.initiatives.length === 0 ? (
        <EmptyState title={t('list.none')}>
          <p>{t('list.none-more')}</p>
          {start}
        </EmptyState>
      ) : (
        <>
          {start}
          <Table
            caption={t('list.title')}
            quietCaption
            rows={model.initiatives}
            rowKey={(row) => row.id}
            columns={[
              {
                title: t('list.column.title'),
                rowHeader: true,
                cell: (row) => (
                  <a href={`/initiatives/${row.id}`}>
                    <Data of={inLanguage(row.title, context.locale)} />
                  </a>
                ),
              },
              { title: t('list.column.state'), cell: (row) => t(`state.${row.state}`) },
              {
                title: t('list.column.decides'),
                cell: (row) => (
                  <span>
                    {row.decider ? <Data of={row.decider} /> : t('page.not-said')}
                    {row.decisionDueOn ? <>, {context.formats.date(row.decisionDueOn)}</> : null}
                  </span>
                ),
              },
              {
                title: t('list.column.open'),
                cell: (row) => <Data of={inLanguage(row.openQuestion, context.locale)} />,
              },
            ]}
          />
        </>
      )}
    </Page>
  )
}

/** Starting an initiative: what it is about, and the problem. */
export function NewPage({ context, form }: { context: Context; form: FormState }) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  return (
    <Page
      chrome={context.chrome}
      title={t('new.title')}
      form="new"
      errors={errors}
      back={{ href: '/initiatives' }}
    >
      <h1>{t('new.title')}</h1>
      <form method="post" id="new" action="/initiatives/new">
        <BilingualField
          name="title"
          label={t('new.name')}
          hint={t('new.name-hint')}
          form={form}
          error={errorAt(errors, 'title') ?? errorAt(errors, 'title_en') ?? errorAt(errors, 'title_fr')}
          maxlength={150}
        />
        <BilingualField
          name="problem"
          label={t('new.problem')}
          hint={t('new.problem-hint')}
          form={form}
          error={errorAt(errors, 'problem_en') ?? errorAt(errors, 'problem_fr')}
          optional
          lines={4}
        />
        <Button>{t('new.create')}</Button>
      </form>
    </Page>
  )
}

/** Picking strategies from the register. */
export function StrategiesPage({ model, context }: { model: StrategiesModel; context: Context }) {
  const t = messages(context.locale)
  return (
    <Page
      chrome={context.chrome}
      title={t('strategies.title')}
      form="strategies-form"
      back={{ href: `/initiatives/${model.id}/charter` }}
    >
      <h1>{t('strategies.title')}</h1>
      <p>
        <Data of={inLanguage(model.title, context.locale)} />
      </p>
      <p>{t('strategies.lead')}</p>
      <form method="post" id="strategies-form" action={`/initiatives/${model.id}/strategies`}>
        {model.tags
          .filter((tag) => tag.strategies.length > 0)
          .map((tag, index) => (
            <fieldset key={index} class="field">
              <legend>
                <Data of={inLanguage(tag.label, context.locale)} />
              </legend>
              <div class="choices">
                {tag.strategies.map((strategy) => (
                  <div key={strategy.id} class="choice">
                    <input
                      type="checkbox"
                      name="strategies"
                      id={`s-${strategy.id}`}
                      value={strategy.id}
                      checked={strategy.chosen}
                      aria-describedby={`s-${strategy.id}-about`}
                    />
                    <label for={`s-${strategy.id}`}>
                      <Data of={inLanguage(strategy.name, context.locale)} />
                    </label>
                    <p class="hint" id={`s-${strategy.id}-about`}>
                      <Data of={inLanguage(strategy.summary, context.locale)} />
                    </p>
                  </div>
                ))}
              </div>
            </fieldset>
          ))}
        <Button>{t('strategies.save')}</Button>
      </form>
    </Page>
  )
}
