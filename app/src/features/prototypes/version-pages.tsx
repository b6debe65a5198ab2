import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Data } from '../../ui/data.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Tag } from '../../ui/state.tsx'
import { type MessageKey, messages } from './messages.ts'
import type { ChangesPageModel } from './changes-page-model.ts'
import type { VersionPageModel } from './version-page-model.ts'
import { TextDifference, VersionContent, WhatChanged, placeWords, takingPartWords } from './version-parts.tsx'

const addressOf = ({ version }: { version: { object: string; number: number } }): string =>
  `/objects/${version.object}/versions/${version.number}`

function RoundsAbout({ model, context }: { model: VersionPageModel; context: Context }) {
  const t = messages(context.locale)
  if (model.rounds.length === 0) return null
  return (
    <>
      <h2>{t('version.rounds')}</h2>
      <ul>
        {model.rounds.map((round) => (
          <li key={round.id}>
            <a href={`/rounds/${round.id}/edit`}>{t(`round.${round.state}`)}</a>{' '}
            {round.state === 'draft' ? '' : takingPartWords(t, round)}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What those who prepare do next with a version: look at comments, mark changes, show it, ask about it. */
function NextSteps({ model, context }: { model: VersionPageModel; context: Context }) {
  const t = messages(context.locale)
  const address = addressOf(model)
  const { version, problems } = model
  const later = version.number > 1
  const asks = !later || version.shownAt !== null
  const closed = model.rounds.some(({ state }) => state !== 'draft' && state !== 'open')
  return (
    <section aria-labelledby="next-steps">
      <h2 id="next-steps">{t('next.title')}</h2>
      {later && version.shownAt === null ? (
        <>
          <p>
            <a href={`${address}/changes`}>{t('next.mark-changes')}</a>
          </p>
          {problems.length > 0 ? (
            <>
              <p>{t('next.missing')}</p>
              <ul>
                {problems.map(({ kind, count }) => (
                  <li key={kind}>{t(`problem.${kind}`, { count: count ?? 0 })}</li>
                ))}
              </ul>
            </>
          ) : (
            <>
              <Notice kind="attention">
                <p>{t('next.show-hint')}</p>
              </Notice>
              <ActionForm action={`${address}/show`} kind="primary">
                {t('next.show')}
              </ActionForm>
            </>
          )}
        </>
      ) : null}
      {asks ? (
        <ActionForm action={`${address}/ask`} kind={model.rounds.length === 0 ? 'primary' : 'secondary'}>
          {t(later ? 'next.ask-again' : 'next.ask')}
        </ActionForm>
      ) : null}
      {closed && version.number === model.latest ? (
        <Actions>
          <ButtonLink href={`/objects/${version.object}/versions/new`}>{t('object.new-version')}</ButtonLink>
        </Actions>
      ) : null}
    </section>
  )
}

/** A version: what it is, what changed in it and whose proposals those were, what was not taken, and why. */
export function VersionPage(model: VersionPageModel, context: Context): VNode {
  const { chrome, formats } = context
  const t = messages(chrome.locale)
  const { version, changes } = model
  const title = inLanguage(version.title, chrome.locale)
  return (
    <Page
      chrome={chrome}
      title={`${title.text} – ${t('version.title', { number: version.number })}`}
      back={{ href: `/objects/${version.object}`, label: title }}
    >
      <h1>
        <Data of={title} />
        {' – '}
        {t('version.title', { number: version.number })}
      </h1>
      <p>
        <Tag>{t(`kind.${version.kind}`)}</Tag> {formats.date(version.createdAt)}
      </p>
      {model.latest > version.number ? (
        <Notice>
          <p>
            <a href={`/objects/${version.object}/versions/${model.latest}`}>
              {t('version.newer', { number: model.latest })}
            </a>
          </p>
        </Notice>
      ) : null}
      {changes ? <WhatChanged changes={changes} version={version} /> : null}
      <h2>{t('version.content')}</h2>
      <VersionContent
        version={version}
        pins={changes?.changes.map(({ point }, index) => ({ number: index + 1, point }))}
      />
      {changes && changes.blocks.some(({ kind }) => kind !== 'same') ? (
        <TextDifference changes={changes} version={version} />
      ) : null}
      {model.readsComments ? (
        <p>
          <a href={`${addressOf(model)}/comments`}>{t('version.comments')}</a>
        </p>
      ) : null}
      {model.prepares ? <NextSteps model={model} context={context} /> : null}
      {model.prepares ? <RoundsAbout model={model} context={context} /> : null}
    </Page>
  )
}

/** Where the changes of a later version are marked, each with where it is and whose proposal it was. */
export function ChangesPage(model: ChangesPageModel, context: Context, form: FormState): VNode {
  const { chrome } = context
  const t = messages(chrome.locale)
  const errors = fieldErrors<MessageKey>(form, t)
  const address = addressOf(model)
  const { version, changes, sources } = model
  const titleAt = (place: string) =>
    version.sections.find((section) => section.place === place)?.title ?? null
  return (
    <Page
      chrome={chrome}
      title={t('mark.title', { number: version.number })}
      form="mark"
      errors={errors}
      back={{ href: address, label: t('version.title', { number: version.number }) }}
    >
      <h1>{t('mark.title', { number: version.number })}</h1>
      <p>{t('mark.lead')}</p>
      {changes.changes.length > 0 ? (
        <ol>
          {changes.changes.map((change) => (
            <li key={change.id}>
              <p>
                <Data of={inLanguage(change.what, chrome.locale)} /> (
                {placeWords(t, change.place, change.placeTitle)})
              </p>
              {version.shownAt === null ? (
                <ActionForm action={`/changes/${change.id}/remove`} kind="quiet">
                  {t('mark.remove')}
                </ActionForm>
              ) : null}
            </li>
          ))}
        </ol>
      ) : null}
      {version.shownAt === null ? (
        <form id="mark" method="post" action={chrome.path}>
          <BilingualField
            name="what"
            label={t('mark.what')}
            error={errorAt(errors, 'what')}
            form={form}
            lines={2}
            maxlength={1000}
          />
          <Select
            name="place"
            label={t('mark.where')}
            error={errorAt(errors, 'place')}
            value={form.values['place']}
            options={model.places.map((place) => ({
              value: place,
              label: placeWords(t, place, titleAt(place)),
            }))}
          />
          <Select
            name="contribution"
            label={t('mark.source')}
            hint={t('mark.source-hint')}
            optional
            error={errorAt(errors, 'contribution')}
            value={form.values['contribution']}
            empty={t('mark.own')}
            options={sources.map((source) => ({
              value: source.id,
              label: `${source.marked ? `${t('mark.marked')} ` : ''}${
                source.text?.slice(0, 80) ?? placeWords(t, source.place, null)
              }`,
              lang: source.language,
              data: true,
            }))}
          />
          <Button>{t('mark.add')}</Button>
        </form>
      ) : (
        <p>{t('refused.version-shown-already')}</p>
      )}
    </Page>
  )
}
