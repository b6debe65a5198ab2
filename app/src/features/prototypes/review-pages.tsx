import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { useChrome } from '../../ui/chrome-context.ts'
import { Checkboxes, Radios } from '../../ui/choices.tsx'

import { Data, Words as PeoplesWords } from '../../ui/data.tsx'

import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Select } from '../../ui/select.tsx'
import { Tag } from '../../ui/state.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { BeforeWriting } from '../contributions/public.ts'
import { Readers, RoundLine } from '../rounds/public.ts'
import { type MessageKey, messages } from './messages.ts'
import { findings } from './object.ts'
import type { OwnComment, ReviewModel, ReviewThanks, SayingModel } from './review-model.ts'
import { VersionContent, WhatChanged, WordingChange, placeWords, takingPartWords } from './version-parts.tsx'

type T = ReturnType<typeof messages>

const titleOf = (model: Pick<ReviewModel, 'version'>, place: string): string | null =>
  model.version.sections.find((section) => section.place === place)?.title ?? null

function OwnComments({ model, t }: { model: ReviewModel; t: T }) {
  const { locale } = useChrome()
  if (model.own.length === 0) return <p>{t(model.takes ? 'own.none' : 'own.none-closed')}</p>
  const line = (one: OwnComment, index: number) => (
    <li key={one.id}>
      <p class="hint">
        {t('own.number', { number: index + 1 })} · {placeWords(t, one.place, titleOf(model, one.place))}
        {one.finding ? ` · ${t(`finding.${one.finding}`)}` : ''}
        {one.kind === 'comment' && !one.purged
          ? ` · ${t(one.open ? 'own.open' : one.kept ? 'own.kept' : 'own.readers')}`
          : ''}
      </p>
      {one.purged ? (
        <p>{t('own.purged')}</p>
      ) : one.kind === 'proposal' ? (
        <WordingChange before={one.before} after={one.text} language={one.language} of={model.version} />
      ) : (
        <p>
          <Data of={{ text: one.text, language: one.language }} />
        </p>
      )}
      {one.outcome ? (
        <p>
          <Tag>{t(`outcome.${one.outcome}`)}</Tag>{' '}
          {one.reason ? <Data of={inLanguage(one.reason, locale)} /> : null}
        </p>
      ) : null}
      {model.takes && !one.purged ? (
        <p>
          <a href={`/comments/${one.id}/change`}>{t('own.change', { number: index + 1 })}</a>
        </p>
      ) : null}
    </li>
  )
  return <ol class="own-comments">{model.own.map(line)}</ol>
}

function ChoosePlace({ model, t }: { model: ReviewModel; t: T }) {
  const { round, version } = model
  const isText = version.sections.length > 0
  const base = `/rounds/${round.id}/review`
  if (isText)
    return (
      <Actions>
        <ButtonLink href={`${base}/comment`}>{t('review.comment-whole')}</ButtonLink>
      </Actions>
    )
  return (
    <Actions>
      <ButtonLink href={`${base}/comment`} kind={model.own.length > 0 ? 'secondary' : 'primary'}>
        {t('review.comment')}
      </ButtonLink>
      <ButtonLink href={`${base}/propose`}>{t('review.propose')}</ButtonLink>
    </Actions>
  )
}

/** What those asked look at and comment on; nobody else's comments are here before the round closes. */
export function ReviewPage(model: ReviewModel, context: Context): VNode {
  const { chrome, formats } = context
  const t = messages(chrome.locale)
  const { round, version, takes } = model
  const base = `/rounds/${round.id}/review`
  const writes = takes && !model.keyMissing
  const isPicture = version.mediaType.startsWith('image/')
  return (
    <Page chrome={chrome} title={inLanguage(round.title, chrome.locale).text} back={{ href: '/' }}>
      {model.saved ? (
        <Notice kind="saved" announce>
          <p>{t('review.saved')}</p>
        </Notice>
      ) : null}
      <PeoplesWords of={inLanguage(round.title, chrome.locale)} as="h1" />
      <PeoplesWords of={inLanguage(round.question, chrome.locale)} />
      {takes ? null : (
        <Notice>
          <p>
            {round.closesAt
              ? t('review.closed', { when: formats.dateTime(round.closesAt) })
              : t('review.closed-plain')}
          </p>
        </Notice>
      )}
      {takes && model.keyMissing ? (
        <Notice kind="attention">
          <p>{t('refused.key-missing')}</p>
        </Notice>
      ) : null}
      {model.changes ? <WhatChanged changes={model.changes} version={version} /> : null}
      <h2>{t('review.look', { number: version.number })}</h2>
      {writes && isPicture ? <p>{t('review.press')}</p> : null}
      <VersionContent
        version={version}
        pins={model.own.map((one, index) => ({ number: index + 1, point: one.point }))}
        press={writes ? `${base}/comment` : undefined}
        beside={
          writes
            ? (section) => (
                <p class="beside">
                  <a href={`${base}/comment?place=${section.place}`}>
                    {t('review.comment-here')}
                    <span class="visually-hidden"> {placeWords(t, section.place, section.title)}</span>
                  </a>
                  <a href={`${base}/propose?place=${section.place}`}>
                    {t('review.propose')}
                    <span class="visually-hidden"> {placeWords(t, section.place, section.title)}</span>
                  </a>
                </p>
              )
            : undefined
        }
      />
      {writes ? <ChoosePlace model={model} t={t} /> : null}
      <h2>{t('own.title')}</h2>
      <p class="hint">{t(takes ? 'own.only-you' : 'own.after')}</p>
      <OwnComments model={model} t={t} />
      {writes ? (
        <Actions>
          <ButtonLink href={`${base}/thanks`} kind={model.own.length > 0 ? 'primary' : 'secondary'}>
            {t('review.finish')}
          </ButtonLink>
        </Actions>
      ) : null}
      <p>{takingPartWords(t, model)}</p>
      <RoundLine round={round} quiet />
    </Page>
  )
}

/** The words for what is wrong with a saying. */
const errorsOf = (form: FormState, t: T) => fieldErrors<MessageKey>(form, t)

const typed = (form: FormState, field: string, otherwise: string): string => {
  const value = form.values[field]
  return typeof value === 'string' ? value : otherwise
}

function CommentFields({ model, form, t }: { model: SayingModel; form: FormState; t: T }) {
  const errors = errorsOf(form, t)
  return (
    <>
      <Select
        name="place"
        label={t('saying.place')}
        hint={model.version.rows > 0 ? t('saying.place-grid', { rows: model.version.rows }) : undefined}
        error={errorAt(errors, 'place')}
        value={typed(form, 'place', model.place)}
        options={model.places.map(({ place, title }) => ({
          value: place,
          label: placeWords(t, place, title),
        }))}
      />
      <Radios
        name="finding"
        label={t('saying.finding')}
        error={errorAt(errors, 'finding')}
        value={typed(form, 'finding', model.finding ?? '')}
        choices={findings.map((finding) => ({
          value: finding,
          label: t(`finding.${finding}`),
          hint: t(`finding.${finding}.hint`),
        }))}
      />
      <TextArea
        name="text"
        label={t('saying.text')}
        error={errorAt(errors, 'text')}
        value={typed(form, 'text', model.text)}
        rows={5}
        maxlength={2000}
      />
      <Checkboxes
        name="open"
        label={t('saying.open')}
        value={typed(form, 'open', Object.keys(form.values).length === 0 && model.open ? 'on' : '')}
        choices={[
          { value: 'on', label: t('saying.open-yes'), hint: t(`saying.open-hint.${model.round.level}`) },
        ]}
      />
    </>
  )
}

function ProposalFields({ model, form, t }: { model: SayingModel; form: FormState; t: T }) {
  const errors = errorsOf(form, t)
  const isText = model.version.sections.length > 0
  return (
    <>
      {isText ? (
        <Hidden fields={{ place: typed(form, 'place', model.place) }} />
      ) : (
        <>
          <Select
            name="place"
            label={t('saying.place')}
            hint={model.version.rows > 0 ? t('saying.place-grid', { rows: model.version.rows }) : undefined}
            error={errorAt(errors, 'place')}
            value={typed(form, 'place', model.place)}
            options={model.places.map(({ place, title }) => ({
              value: place,
              label: placeWords(t, place, title),
            }))}
          />
          <TextArea
            name="before"
            label={t('saying.before')}
            optional
            error={errorAt(errors, 'before')}
            value={typed(form, 'before', model.before)}
            rows={2}
            maxlength={4000}
          />
        </>
      )}
      <TextArea
        name="after"
        label={t('saying.after')}
        hint={t(isText ? 'saying.after-text' : 'saying.after-hint')}
        error={errorAt(errors, 'after') ?? errorAt(errors, 'place')}
        value={typed(form, 'after', model.text)}
        rows={isText ? 10 : 4}
        maxlength={20_000}
      />
      <Notice>
        <p>{t(`saying.read-by-all.${model.round.level}`)}</p>
      </Notice>
      {model.round.level === 'B' ? (
        <Checkboxes
          name="credit"
          label={t('saying.credit')}
          value={typed(form, 'credit', Object.keys(form.values).length === 0 && model.credit ? 'on' : '')}
          choices={[{ value: 'on', label: t('saying.credit-yes'), hint: t('saying.credit-hint') }]}
        />
      ) : null}
    </>
  )
}

/** One thing to say about a place: a comment of a kind, or other wording. */
export function SayingPage(model: SayingModel, context: Context, form: FormState): VNode {
  const { chrome } = context
  const t = messages(chrome.locale)
  const errors = errorsOf(form, t)
  const place = typed(form, 'place', model.place)
  const section = model.version.sections.find((one) => one.place === place)
  const title =
    model.kind === 'comment'
      ? t('saying.comment-title')
      : t('saying.propose-title', { place: placeWords(t, place, section?.title ?? null) })
  return (
    <Page
      chrome={chrome}
      title={title}
      form="saying"
      errors={errors}
      back={{ href: `/rounds/${model.round.id}/review`, label: t('saying.back') }}
    >
      <h1>{title}</h1>
      {model.kind === 'comment' && section ? (
        <blockquote class="document" data-content dangerouslySetInnerHTML={{ __html: section.html }} />
      ) : null}
      {model.takes ? null : <p>{t('review.closed-plain')}</p>}
      <form id="saying" method="post" action={chrome.path}>
        <Hidden fields={{ id: typed(form, 'id', model.id), kind: model.kind }} />
        {model.kind === 'comment' ? (
          <CommentFields model={model} form={form} t={t} />
        ) : (
          <ProposalFields model={model} form={form} t={t} />
        )}
        <Readers names={model.readers} />
        <BeforeWriting chrome={chrome} />
        <Button>{t(model.revises ? 'saying.save' : 'saying.send')}</Button>
      </form>
      <RoundLine round={model.round} />
    </Page>
  )
}

/** After the last comment: what was kept and what happens next, with dates. */
export function ReviewThanksPage(model: ReviewThanks, context: Context): VNode {
  const { chrome, formats } = context
  const t = messages(chrome.locale)
  const { round } = model
  const payer = inLanguage(round.payer, chrome.locale).text
  return (
    <Page chrome={chrome} title={t('thanks.title')}>
      <Panel title={t('thanks.title')}>
        <p>{t('thanks.kept', { kept: model.kept })}</p>
      </Panel>
      <h2>{t('thanks.next')}</h2>
      <ul>
        {model.takes && round.closesAt ? (
          <li>{t('thanks.closes', { when: formats.dateTime(round.closesAt) })}</li>
        ) : null}
        <li>{t('thanks.version')}</li>
        {model.decider && model.decisionOn ? (
          <li>{t('thanks.decision', { decider: model.decider, day: formats.date(model.decisionOn) })}</li>
        ) : null}
        {round.payCents !== null && round.payOn && payer ? (
          <li>
            {t('thanks.pay', {
              amount: formats.money(round.payCents),
              payer,
              day: formats.date(round.payOn),
            })}
          </li>
        ) : null}
      </ul>
      <Actions>
        <ButtonLink href="/" kind="primary">
          {t('thanks.home')}
        </ButtonLink>
        <ButtonLink href={`/rounds/${round.id}/review`}>{t('thanks.again')}</ButtonLink>
      </Actions>
      <RoundLine round={round} />
    </Page>
  )
}
