import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { PersonField } from '../../ui/person-field.tsx'
import { Tag } from '../../ui/state.tsx'
import { messages } from './messages.ts'
import { NamedForm, NamedPage, errorsOf } from './named-form.tsx'

type Value = {
  id: string
  code: string
  label: Bilingual
  steward: { id: string; name: string } | null
  releasedAt: Date | null
  mine: boolean
}
type Stratum = { id: string; code: string; label: Bilingual; source: 'roster' | 'self'; values: Value[] }

/** Who alone releases a value, and whether they have. */
function Stewarded({
  value,
  steward,
  context,
}: {
  value: Value
  steward: { name: string }
  context: Context
}) {
  const t = messages(context.locale)
  return (
    <>
      {' · '}
      {t('value.steward')} <Data of={steward.name} />{' '}
      <Tag kind={value.releasedAt ? 'plain' : 'attention'}>
        {value.releasedAt
          ? t('value.released', { day: context.formats.date(value.releasedAt) })
          : t('value.withheld')}
      </Tag>
      {value.mine ? (
        <ActionForm
          action={`/strata/values/${value.id}/release`}
          fields={{ release: value.releasedAt ? 'no' : 'yes' }}
        >
          {value.releasedAt ? t('value.withhold') : t('value.release')}
        </ActionForm>
      ) : null}
    </>
  )
}

function Values({ stratum, context, mayChange }: { stratum: Stratum; context: Context; mayChange: boolean }) {
  const t = messages(context.locale)
  if (stratum.values.length === 0) return <p>{t('stratum.noValues')}</p>
  return (
    <ul>
      {stratum.values.map((value) => {
        const label = <Data of={inLanguage(value.label, context.locale)} />
        return (
          <li key={value.id}>
            {mayChange ? <a href={`/strata/values/${value.id}`}>{label}</a> : label}{' '}
            <code data-content>{value.code}</code>
            {value.steward ? <Stewarded value={value} steward={value.steward} context={context} /> : null}
          </li>
        )
      })}
    </ul>
  )
}

/** The categories by which balance is looked at, their values, and who releases the stewarded ones. */
export function StrataPage(
  { mayChange, strata }: { mayChange: boolean; strata: Stratum[] },
  context: Context,
) {
  const t = messages(context.locale)
  return (
    <Page
      chrome={context.chrome}
      title={t('strata.title')}
      back={mayChange ? { href: '/people', label: t('people.title') } : undefined}
      wide
    >
      <h1>{t('strata.title')}</h1>
      <p>{t('strata.lead')}</p>
      {strata.length === 0 ? <EmptyState title={t('strata.none')} /> : null}
      {strata.map((stratum) => (
        <section key={stratum.id}>
          <h2>
            <Data of={inLanguage(stratum.label, context.locale)} />{' '}
            <Tag>{t(`stratum.source.${stratum.source}`)}</Tag>
          </h2>
          <Values stratum={stratum} context={context} mayChange={mayChange} />
          {mayChange ? (
            <p>
              <a href={`/strata/${stratum.id}`}>
                {t('stratum.addValueTo')} <Data of={inLanguage(stratum.label, context.locale)} />
              </a>
            </p>
          ) : null}
        </section>
      ))}
      {mayChange ? (
        <>
          <h2>{t('stratum.usual')}</h2>
          <ActionForm action="/strata/usual" kind={strata.length === 0 ? 'primary' : 'secondary'}>
            {t('stratum.addUsual')}
          </ActionForm>
          <p>
            <ButtonLink href="/strata/new">{t('stratum.add')}</ButtonLink>
          </p>
        </>
      ) : null}
    </Page>
  )
}

/** Another category. */
export function NewStratumPage(_model: unknown, context: Context, form: FormState) {
  const t = messages(context.locale)
  return (
    <NamedPage
      title={t('stratum.add')}
      back={{ href: '/strata', label: t('strata.title') }}
      id="stratum"
      action="/strata/new"
      context={context}
      form={form}
      label={t('stratum.label')}
      codeHint={t('stratum.code.hint')}
      submit={t('stratum.add')}
    >
      <Radios
        name="source"
        label={t('stratum.source')}
        value={form.values['source']}
        error={errorAt(errorsOf(form, context), 'source')}
        choices={(['roster', 'self'] as const).map((source) => ({
          value: source,
          label: t(`stratum.source.${source}`),
          hint: t(`stratum.source.${source}.what`),
        }))}
      />
    </NamedPage>
  )
}

/** One stratum: its values, and a form to add one. */
export function StratumPage(stratum: Stratum, context: Context, form: FormState) {
  const t = messages(context.locale)
  return (
    <Page
      chrome={context.chrome}
      title={t('stratum.values')}
      form="value"
      errors={errorsOf(form, context)}
      back={{ href: '/strata', label: t('strata.title') }}
      wide
    >
      <h1>
        <Data of={inLanguage(stratum.label, context.locale)} />
      </h1>
      <p>
        <a href={`/strata/${stratum.id}/name`}>{t('stratum.rename')}</a>
      </p>
      <Values stratum={stratum} context={context} mayChange />
      <h2>{t('value.add')}</h2>
      <NamedForm
        id="value"
        action={`/strata/${stratum.id}`}
        context={context}
        form={form}
        label={t('value.label')}
        codeHint={t('stratum.code.hint')}
        submit={t('value.add')}
      />
    </Page>
  )
}

/** Other words for a category. */
export function RenameStratumPage(stratum: Stratum, context: Context, form: FormState) {
  const t = messages(context.locale)
  return (
    <NamedPage
      title={t('stratum.rename')}
      back={{ href: `/strata/${stratum.id}`, label: t('stratum.values') }}
      id="stratum"
      action={`/strata/${stratum.id}/name`}
      context={context}
      form={form}
      label={t('stratum.label')}
      stored={stratum.label}
      submit={t('save')}
    />
  )
}

type ValueModel = Value & { stratum: string }

/** One value's words, and its steward. */
export function ValuePage(value: ValueModel, context: Context, form: FormState) {
  const t = messages(context.locale)
  return (
    <NamedPage
      title={t('value.change')}
      back={{ href: `/strata/${value.stratum}`, label: t('stratum.values') }}
      named={value.label}
      id="value"
      action={`/strata/values/${value.id}`}
      context={context}
      form={form}
      label={t('value.label')}
      stored={value.label}
      submit={t('save')}
    >
      <PersonField
        name="steward"
        label={t('value.steward')}
        hint={t('value.steward.hint')}
        optional
        error={errorAt(errorsOf(form, context), 'steward')}
        form={form}
        stored={value.steward}
      />
    </NamedPage>
  )
}
