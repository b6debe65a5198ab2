import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Card, Cards } from '../../ui/card.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Data } from '../../ui/data.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { FileField } from '../../ui/file-field.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Tag } from '../../ui/state.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { type MessageKey, messages } from './messages.ts'
import type { NewVersionModel } from './new-version-model.ts'
import type { ObjectModel } from './object-model.ts'
import type { NewObjectModel, ObjectsModel } from './objects-model.ts'
import { objectKinds } from './object.ts'

const typed = (form: FormState, field: string, otherwise: string): string => {
  const value = form.values[field]
  return typeof value === 'string' ? value : otherwise
}

function Lines({ lines, context }: { lines: ObjectsModel['objects']; context: Context }) {
  const t = messages(context.locale)
  return (
    <Cards>
      {lines.map((line) => (
        <Card
          key={line.id}
          href={`/objects/${line.id}`}
          title={<Data of={inLanguage(line.title, context.locale)} />}
          aside={<Tag>{t(`kind.${line.kind}`)}</Tag>}
        >
          <p>{t('objects.versions', { count: line.versions })}</p>
        </Card>
      ))}
    </Cards>
  )
}

/** What an initiative's people design around. */
export function ObjectsPage(model: ObjectsModel, context: Context): VNode {
  const t = messages(context.locale)
  return (
    <Page
      chrome={context.chrome}
      title={t('objects.title')}
      back={{ href: `/initiatives/${model.initiative}`, label: t('objects.initiative') }}
      wide
    >
      <h1>{t('objects.title')}</h1>
      <p>
        <Data of={inLanguage(model.title, context.locale)} />
      </p>
      {model.objects.length === 0 ? (
        <EmptyState title={t('objects.none')}>
          <p>{t('objects.none-hint')}</p>
        </EmptyState>
      ) : (
        <Lines lines={model.objects} context={context} />
      )}
      {model.prepares ? (
        <Actions>
          <ButtonLink href={`/initiatives/${model.initiative}/objects/new`} kind="primary">
            {t('objects.new')}
          </ButtonLink>
        </Actions>
      ) : null}
    </Page>
  )
}

/** The form of a new thing. */
export function NewObjectPage(model: NewObjectModel, context: Context, form: FormState): VNode {
  const t = messages(context.locale)
  const errors = fieldErrors<MessageKey>(form, t)
  return (
    <Page
      chrome={context.chrome}
      title={t('new-object.title')}
      form="new-object"
      errors={errors}
      back={{ href: `/initiatives/${model.initiative}/objects`, label: t('objects.title') }}
    >
      <h1>{t('new-object.title')}</h1>
      <form id="new-object" method="post" action={context.chrome.path}>
        <BilingualField
          name="title"
          label={t('new-object.name')}
          error={errorAt(errors, 'title')}
          form={form}
          maxlength={200}
        />
        <Radios
          name="kind"
          label={t('new-object.kind')}
          error={errorAt(errors, 'kind')}
          value={form.values['kind']}
          choices={objectKinds.map((kind) => ({
            value: kind,
            label: t(`kind.${kind}`),
            hint: t(`kind.${kind}.hint`),
          }))}
        />
        {model.from.length > 0 ? (
          <Select
            name="derived_from"
            label={t('new-object.from')}
            optional
            error={errorAt(errors, 'derived_from')}
            value={form.values['derived_from']}
            empty={t('new-object.from-none')}
            options={model.from.map((line) => ({
              value: line.id,
              label: inLanguage(line.title, context.locale).text,
              data: true,
            }))}
          />
        ) : null}
        <Button>{t('new-object.create')}</Button>
      </form>
    </Page>
  )
}

/** A thing: its versions, what it came out of, what came out of it. */
export function ObjectPage(model: ObjectModel, context: Context): VNode {
  const t = messages(context.locale)
  const { formats } = context
  return (
    <Page
      chrome={context.chrome}
      title={inLanguage(model.title, context.locale).text}
      back={{ href: `/initiatives/${model.initiative}/objects`, label: t('objects.title') }}
    >
      <h1>
        <Data of={inLanguage(model.title, context.locale)} />
      </h1>
      <p>
        <Tag>{t(`kind.${model.kind}`)}</Tag> {t(`stage.${model.stage}`)}
      </p>
      {model.derivedFrom ? (
        <p>
          {t('object.from')}{' '}
          <a href={`/objects/${model.derivedFrom.id}`}>
            <Data of={inLanguage(model.derivedFrom.title, context.locale)} />
          </a>
        </p>
      ) : null}
      <h2>{t('object.versions')}</h2>
      {model.versions.length === 0 ? <p>{t('object.no-version')}</p> : null}
      <ul>
        {model.versions.map(({ number, createdAt, shown }) => (
          <li key={number}>
            <a href={`/objects/${model.id}/versions/${number}`}>{t('version.title', { number })}</a>{' '}
            {formats.date(createdAt)}
            {shown ? '' : ` · ${t('object.not-shown')}`}
          </li>
        ))}
      </ul>
      {model.prepares ? (
        <Actions>
          <ButtonLink href={`/objects/${model.id}/versions/new`} kind="primary">
            {t('object.new-version')}
          </ButtonLink>
        </Actions>
      ) : null}
      {model.derived.length > 0 ? (
        <>
          <h2>{t('object.derived')}</h2>
          <Lines lines={model.derived} context={context} />
        </>
      ) : null}
    </Page>
  )
}

/** The form of the next version: a file, or a text. */
export function NewVersionPage(model: NewVersionModel, context: Context, form: FormState): VNode {
  const t = messages(context.locale)
  const errors = fieldErrors<MessageKey>(form, t)
  const language = (code: 'en' | 'fr') => (
    <TextArea
      key={code}
      name={`alternative_${code}`}
      label={t(`new-version.alternative-${code}`)}
      lang={code}
      rows={4}
      maxlength={10_000}
      error={errorAt(errors, `alternative_${code}`)}
      value={form.values[`alternative_${code}`]}
    />
  )
  return (
    <Page
      chrome={context.chrome}
      title={t('new-version.title', { number: model.number })}
      form="new-version"
      errors={errors}
      back={{ href: `/objects/${model.object}`, label: inLanguage(model.title, context.locale) }}
    >
      <h1>{t('new-version.title', { number: model.number })}</h1>
      <p>
        <Data of={inLanguage(model.title, context.locale)} />
      </p>
      <form id="new-version" method="post" action={context.chrome.path} enctype="multipart/form-data">
        <h2>{t('new-version.file-title')}</h2>
        <FileField
          name="file"
          label={t('new-version.file')}
          hint={t('new-version.file-hint')}
          error={errorAt(errors, 'file')}
          optional
          accept=".png,.jpg,.jpeg,.webp,.pdf,.md,.markdown,.txt"
        />
        <p>{t('new-version.alternative')}</p>
        {(['en', 'fr'] as const).map(language)}
        <h2>{t('new-version.text-title')}</h2>
        <TextArea
          name="text"
          label={t('new-version.text')}
          hint={t('new-version.text-hint')}
          optional
          rows={12}
          error={errorAt(errors, 'text')}
          value={typed(form, 'text', model.text)}
        />
        <Radios
          name="language"
          label={t('new-version.language')}
          value={typed(form, 'language', model.language)}
          inline
          choices={[
            { value: 'en', label: t('language.en') },
            { value: 'fr', label: t('language.fr') },
            { value: 'und', label: t('language.both') },
          ]}
        />
        <p class="hint">{t('new-version.no-patients')}</p>
        <Button>{t('new-version.add')}</Button>
      </form>
    </Page>
  )
}
