import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { type GateItem, type Part, parts } from './charter.ts'
import { charterPeople } from './charter-fields.ts'
import { CharterFormFields } from './charter-form.tsx'
import { mergeCharter, readBase } from './merge-charter.ts'
import { errorWords, messages } from './messages.ts'
import type { CharterModel } from './models.ts'

type Props = Readonly<{ model: CharterModel; context: Context }>

/** Where on the page what is missing is put right: a field, or a section below the form. */
const placeOf = (item: GateItem): string =>
  item === 'decision-date'
    ? 'decision_due_on'
    : item.endsWith('-signature')
      ? 'signatures'
      : item.replaceAll('-', '_')

function Gate({ model, context }: Props) {
  const t = messages(context.locale)
  if (model.missing === null) return null
  if (model.missing.length === 0)
    return (
      <Notice kind="saved">
        <p>{t('charter.complete')}</p>
      </Notice>
    )
  return (
    <section>
      <h2>{t('charter.missing', { count: model.missing.length })}</h2>
      <ul>
        {model.missing.map((item) => (
          <li key={item}>
            {model.mayEdit ? <a href={`#${placeOf(item)}`}>{t(`gate.${item}`)}</a> : t(`gate.${item}`)}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Signatures({ model, context }: Props) {
  const t = messages(context.locale)
  const { mine } = model.signatures
  return (
    <section id="signatures">
      <h2>{t('charter.signatures')}</h2>
      <p>{t('charter.clears')}</p>
      <ul>
        {(['physician', 'manager'] as const).map((part) => {
          const { name, at } = model.signatures[part]
          return (
            <li key={part}>
              {t(`page.${part}-lead`)}
              {' – '}
              {name ? <Data of={name} /> : t('page.not-said')}
              {' – '}
              {at ? t('charter.signed', { date: context.formats.date(at) }) : t('charter.unsigned')}
            </li>
          )
        })}
      </ul>
      {mine ? (
        <>
          <p>{t('charter.sign-hint')}</p>
          <ActionForm action={`/initiatives/${model.id}/charter/sign`} fields={{ revision: model.revision }}>
            {t('charter.sign', { part: mine })}
          </ActionForm>
        </>
      ) : null}
    </section>
  )
}

function PartList({ part, model, context }: Props & { part: Part }) {
  const t = messages(context.locale)
  const people = model.people[part] ?? []
  return (
    <section id={part}>
      <h3>{t(`page.${part}`, { count: Math.max(1, people.length) })}</h3>
      {people.length === 0 ? <p>{t('page.not-said')}</p> : null}
      <ul class="plain">
        {people.map((person) => (
          <li key={person.id}>
            <Data of={person.name} />
            {model.mayEdit ? (
              <ActionForm
                action={`/initiatives/${model.id}/people/remove`}
                kind="quiet"
                fields={{ person: person.id, part }}
              >
                {t('charter.remove')}{' '}
                <span class="visually-hidden">
                  <Data of={person.name} />
                </span>
              </ActionForm>
            ) : null}
          </li>
        ))}
      </ul>
      {model.mayEdit ? (
        <p>
          <a href={`/initiatives/${model.id}/people/add?part=${part}`}>{t(`charter.add-${part}`)}</a>
        </p>
      ) : null}
    </section>
  )
}

/** The charter: what is missing, its form (with both texts after two edits at once), people, strategies, signatures. */
export function CharterPage({ model, context, form }: Props & { form: FormState }) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  const sent = Object.keys(form.values).length > 0
  const merging = form.errors['revision'] !== undefined
  const base = form.values['base']
  const merged = merging
    ? mergeCharter(readBase(typeof base === 'string' ? base : ''), withPeople(form), model.texts)
    : null
  const values = merged?.texts ?? (sent ? withoutGaps(form.values) : model.texts)
  const offered = Object.values(form.offers ?? {}).flatMap((offers) =>
    offers.map(({ value, label }) => ({ id: value, name: label })),
  )
  const title = t(merging ? 'merge.title' : 'charter.title')
  return (
    <Page
      chrome={context.chrome}
      title={title}
      form={model.mayEdit ? 'charter' : undefined}
      errors={errors}
      back={{ href: `/initiatives/${model.id}` }}
    >
      <h1>{title}</h1>
      <p>
        <Data of={inLanguage(model.title, context.locale)} />
      </p>
      {model.justCleared ? (
        <Notice kind="attention" announce>
          <p>{t('charter.cleared')}</p>
        </Notice>
      ) : null}
      {merging ? <p>{t('merge.lead')}</p> : <Gate model={model} context={context} />}
      {model.mayEdit ? (
        <CharterFormFields
          model={merging ? { ...model, named: [...model.named, ...offered] } : model}
          context={context}
          values={values}
          form={merging ? { values: {}, errors: {} } : form}
          errors={errors}
          conflicts={merged?.conflicts ?? []}
        />
      ) : null}
      {merging ? null : (
        <>
          <section id="strategies">
            <h2>{t('page.strategies')}</h2>
            <ul>
              {model.strategies.map((strategy) => (
                <li key={strategy.id}>
                  <Data of={inLanguage(strategy.name, context.locale)} />
                </li>
              ))}
            </ul>
            {model.mayEdit ? (
              <ButtonLink href={`/initiatives/${model.id}/strategies`}>
                {t('charter.pick-strategies')}
              </ButtonLink>
            ) : null}
          </section>
          <h2>{t('charter.people')}</h2>
          {parts.map((part) => (
            <PartList key={part} part={part} model={model} context={context} />
          ))}
          <Signatures model={model} context={context} />
        </>
      )}
    </Page>
  )
}

function withoutGaps(values: FormState['values']): Record<string, string | readonly string[]> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** What was sent, with ids where names were typed. */
const withPeople = (form: FormState): Record<string, string | readonly string[]> => ({
  ...withoutGaps(form.values),
  ...Object.fromEntries(
    Object.keys(charterPeople).map((field) => [field, form.offers?.[field]?.[0]?.value ?? '']),
  ),
})
