import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { AnswerButtons } from '../../ui/answer-buttons.tsx'
import { Actions, ButtonLink } from '../../ui/button.tsx'
import { Words } from '../../ui/data.tsx'
import { fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Progress } from '../../ui/progress.tsx'
import { roundMessages } from './messages.ts'
import { OwnAnswers } from './own-answers.tsx'
import type { Participation, Thanks } from './participant-model.ts'
import { RoundLine, takingPartWords } from './round-line.tsx'

/** The entry of a round and each of its statements: the same page, because one thing is asked at a time. */
export function ParticipationPage(model: Participation, context: Context, form?: FormState): VNode {
  const { chrome } = context
  const t = roundMessages(chrome.locale)
  if (model.standing === 'closed') return <ClosedPage model={model} context={context} form={form} />
  if (model.standing !== 'ask' || !model.round || !model.statement)
    return <StandingPage model={model} context={context} />
  const { round, statement, answer, after } = model
  const errors = form ? fieldErrors(form, t as (key: string) => string) : []
  return (
    <Page
      chrome={chrome}
      title={t('statement.title', { number: model.position })}
      errors={errors}
      islands={model.waitsFor ? ['queue.js'] : []}
    >
      {after ? (
        <Notice kind="saved" announce>
          <p>
            {t('saved', { answer: t(`answer.${after.answer}`) })}{' '}
            <a href={`/rounds/${round.id}/statements/${after.number}`}>{t('undo')}</a>
          </p>
        </Notice>
      ) : null}
      <Progress now={model.position} total={model.total} />
      <Words of={inLanguage(statement.wording, chrome.locale)} as="h1" />
      <AnswerButtons
        action={`/rounds/${round.id}/statements/${statement.number}`}
        chosen={answer?.answer}
        fields={{
          revision: answer?.revision ?? 0,
          more: model.more ? 'on' : undefined,
          session: model.waitsFor ?? undefined,
        }}
        queue={model.waitsFor !== null}
      />
      {answer ? (
        <p>
          <a href={`/rounds/${round.id}${model.more ? '?more=on' : ''}`}>{t('keep-answer')}</a>
        </p>
      ) : null}
      {inLanguage(round.question, chrome.locale).text ? (
        <Words of={inLanguage(round.question, chrome.locale)} />
      ) : null}
      {model.mayAdd ? (
        <p>
          <a href={`/rounds/${round.id}/add`}>{t('add.link')}</a>
        </p>
      ) : null}
      <RoundLine round={round} />
    </Page>
  )
}

function ClosedPage({
  model,
  context,
  form,
}: {
  model: Participation
  context: Context
  form: FormState | undefined
}) {
  const t = roundMessages(context.chrome.locale)
  const late = form?.errors['form'] !== undefined
  const closesAt = model.round?.closesAt
  const when = closesAt ? context.formats.dateTime(closesAt) : null
  return (
    <Page chrome={context.chrome} title={t('closed.title')} back={{ href: '/' }}>
      <h1>{t('closed.title')}</h1>
      <p>{when ? t('closed.when', { when }) : t('closed.plain')}</p>
      <p>
        {late
          ? t('closed.late', { answered: model.answered, sent: model.answered + 1 })
          : t('closed.counted', { answered: model.answered })}
      </p>
      <p>{model.resultsOut ? t('closed.results-out') : t('closed.results-later')}</p>
      {model.round ? <OwnAnswers round={model.round.id} own={model.own} open={false} /> : null}
      <Actions>
        {model.round && model.resultsOut ? (
          <ButtonLink href={`/rounds/${model.round.id}/results`} kind="primary">
            {t('closed.see-results')}
          </ButtonLink>
        ) : null}
        <ButtonLink href="/">{t('thanks.home')}</ButtonLink>
      </Actions>
      {model.round ? <RoundLine round={model.round} /> : null}
    </Page>
  )
}

function StandingPage({ model, context }: { model: Participation; context: Context }) {
  const t = roundMessages(context.chrome.locale)
  const { round, standing } = model
  if (standing === 'done' && round)
    return (
      <Page chrome={context.chrome} title={t('done.title', { left: model.left })} back={{ href: '/' }}>
        <h1>{t('done.title', { left: model.left })}</h1>
        <p>{t('done.lead', { answered: model.answered })}</p>
        <Actions>
          <ButtonLink href={`/rounds/${round.id}/thanks`} kind="primary">
            {t('done.next')}
          </ButtonLink>
          {model.left > 0 ? (
            <ButtonLink href={`/rounds/${round.id}?more=on`}>
              {t('thanks.more', { left: model.left })}
            </ButtonLink>
          ) : null}
        </Actions>
        <OwnAnswers round={round.id} own={model.own} open />
        <RoundLine round={round} />
      </Page>
    )
  if (standing === 'look' && round)
    return (
      <Page chrome={context.chrome} title={t('look.title')} back={{ href: '/' }}>
        <Words of={inLanguage(round.title, context.chrome.locale)} as="h1" />
        <Words of={inLanguage(round.question, context.chrome.locale)} />
        {model.look ? (
          <Actions>
            <ButtonLink href={model.look} kind="primary">
              {t('look.open')}
            </ButtonLink>
          </Actions>
        ) : null}
        <RoundLine round={round} quiet />
      </Page>
    )
  const reason =
    standing === 'not-invited' || standing === 'not-open' || standing === 'key-missing'
      ? standing
      : 'not-open'
  return (
    <Page chrome={context.chrome} title={t(`standing.${reason}.title`)} back={{ href: '/' }}>
      <h1>{t(`standing.${reason}.title`)}</h1>
      <p>{t(`standing.${reason}.why`)}</p>
      <p>{t(`standing.${reason}.next`)}</p>
      <Actions>
        {reason === 'not-invited' ? (
          <ButtonLink href="/say" kind="primary">
            {t('standing.say')}
          </ButtonLink>
        ) : null}
        <ButtonLink href="/">{t('thanks.home')}</ButtonLink>
      </Actions>
    </Page>
  )
}

/** After the last answer: what was kept, and what happens next, with dates. */
export function ThanksPage(model: Thanks, context: Context): VNode {
  const { chrome, formats } = context
  const t = roundMessages(chrome.locale)
  const { round } = model
  const payer = inLanguage(round.payer, chrome.locale).text
  return (
    <Page chrome={chrome} title={t('thanks.title')}>
      <Panel title={t('thanks.title')}>
        <p>{t('thanks.kept', { answered: model.answered })}</p>
      </Panel>
      <h2>{t('thanks.next')}</h2>
      <ul>
        {round.closesAt ? <li>{t('thanks.closes', { when: formats.dateTime(round.closesAt) })}</li> : null}
        <li>{t('thanks.results')}</li>
        {model.decider && model.decisionOn ? (
          <li>{t('thanks.decision', { decider: model.decider, day: formats.date(model.decisionOn) })}</li>
        ) : null}
        <li>{t('thanks.answers', { days: model.answerDays })}</li>
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
      <p>{takingPartWords(t, model)}</p>
      <Actions>
        <ButtonLink href="/" kind="primary">
          {t('thanks.home')}
        </ButtonLink>
        {model.open && model.left > 0 ? (
          <ButtonLink href={`/rounds/${round.id}?more=on`}>
            {t('thanks.more', { left: model.left })}
          </ButtonLink>
        ) : null}
        {model.mayAdd ? <ButtonLink href={`/rounds/${round.id}/add`}>{t('add.link')}</ButtonLink> : null}
      </Actions>
      <OwnAnswers round={round.id} own={model.own} open={model.open} />
      <RoundLine round={round} />
    </Page>
  )
}
