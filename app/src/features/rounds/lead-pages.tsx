import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Actions, Button, ButtonLink } from '../../ui/button.tsx'
import { Checkboxes } from '../../ui/choices.tsx'
import { Data } from '../../ui/data.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { KeyFigure, KeyFigures } from '../../ui/key-figure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/state.tsx'
import type { BuilderModel, OpeningModel } from './lead-model.ts'
import { BuilderPage } from './builder-page.tsx'
import { roundMessages } from './messages.ts'
import { lengthWords, payWords, takingPartWords, timeWords } from './round-line.tsx'
import type { TakingPart } from './taking-part.ts'

/** The builder while the round is a draft; what its lead follows afterwards. */
export function EditPage(model: BuilderModel, context: Context, form: FormState): VNode {
  return model.state === 'draft' ? BuilderPage(model, context, form) : <FollowPage {...{ model, context }} />
}

function FollowPage({ model, context }: { model: BuilderModel; context: Context }) {
  const { formats, locale } = context
  const t = roundMessages(locale)
  const { tookPart, invited, atLeast } = model.participation ?? { tookPart: null, invited: 0, atLeast: false }
  const title = inLanguage(model.title, locale)
  return (
    <Page
      chrome={context.chrome}
      title={title.text}
      back={{ href: `/initiatives/${model.initiative.id}` }}
      wide
    >
      <h1>
        <Data of={title} />
      </h1>
      <p>
        <Tag>{t(`state.${model.state === 'draft' ? 'open' : model.state}`)}</Tag>
      </p>
      {tookPart === null ? (
        <>
          <p>{takingPartWords(t, { tookPart, invited, atLeast })}</p>
          <p>{t('follow.no-names')}</p>
        </>
      ) : (
        <KeyFigures>
          <KeyFigure
            value={t(atLeast ? 'follow.took-part-at-least' : 'follow.took-part-value', { tookPart, invited })}
            label={t('follow.took-part', { invited })}
          >
            <p>{t('follow.no-names')}</p>
          </KeyFigure>
        </KeyFigures>
      )}
      <Facts
        items={[
          { term: t('fact.level'), value: t(`level.${model.level}.short`) },
          {
            term: t(model.state === 'open' ? 'fact.closes' : 'fact.closed'),
            value: model.closesAt ? formats.dateTime(model.closesAt) : t('fact.none'),
          },
          {
            term: t('fact.time'),
            value: timeWords(t, formats, model),
          },
          {
            term: t('fact.pay'),
            value: payWords(t, formats, locale, model),
          },
        ]}
      />
      {model.state === 'open' ? <p>{t('follow.no-running-results')}</p> : null}
      <Actions>
        {model.state === 'open' ? (
          <ButtonLink href={`/rounds/${model.id}/invitation`}>{t('invitation.title')}</ButtonLink>
        ) : (
          <ButtonLink href={`/rounds/${model.id}/results`} kind="primary">
            {t('follow.results')}
          </ButtonLink>
        )}
        {model.kind === 'statements' && model.waitingToModerate !== null ? (
          <ButtonLink href={`/rounds/${model.id}/moderation`}>
            {t('moderation.link', { count: model.waitingToModerate })}
          </ButtonLink>
        ) : null}
        <ButtonLink href={`/rounds/${model.id}/who-can-see`}>{t('who-can-see')}</ButtonLink>
        {model.mayClose ? (
          <ButtonLink href={`/rounds/${model.id}/close`} kind="grave">
            {t('close.link')}
          </ButtonLink>
        ) : null}
      </Actions>
    </Page>
  )
}

/** The check before opening: what will be fixed, what stands in the way, what to think of. */
export function OpeningPage(model: OpeningModel, context: Context, form: FormState): VNode {
  const { formats, locale } = context
  const t = roundMessages(locale)
  const errors = fieldErrors(form, t as (key: string) => string)
  const problems = model.problems as readonly Parameters<typeof problemKey>[0][]
  const warnings = model.warnings as readonly ('few-invited' | 'takes-long' | 'many-words')[]
  return (
    <Page
      chrome={context.chrome}
      title={t('opening.title')}
      errors={errors}
      back={{ href: `/rounds/${model.id}/edit` }}
    >
      <h1>{t('opening.title')}</h1>
      <p>
        <strong>
          <Data of={inLanguage(model.title, locale)} />
        </strong>
      </p>
      <Facts
        items={[
          {
            term: t('fact.time'),
            value:
              model.kind === 'prototype'
                ? timeWords(t, formats, { seconds: model.seconds, measured: false })
                : lengthWords(t, formats, model.statements, { seconds: model.seconds, measured: false }),
          },
          {
            term: t('fact.level'),
            value: `${t(`level.${model.level}.name`)}. ${t(`level.${model.level}.short`)}`,
          },
          { term: t('fact.invited'), value: t('opening.invited', { count: model.invited }) },
          { term: t('fact.told'), value: toldWords(model, context) },
          {
            term: t('fact.closes'),
            value: model.closesAt ? formats.dateTime(model.closesAt) : t('fact.none'),
          },
          {
            term: t('fact.decision'),
            value:
              model.decider && model.decisionOn
                ? t('opening.decision', { decider: model.decider, day: formats.date(model.decisionOn) })
                : t('fact.none'),
          },
          {
            term: t('fact.pay'),
            value: payWords(t, formats, locale, model),
          },
        ]}
      />
      {problems.length > 0 ? (
        <>
          <h2>{t('opening.not-yet')}</h2>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{t(problemKey(problem))}</li>
            ))}
          </ul>
          <Actions>
            <ButtonLink href={`/rounds/${model.id}/edit`} kind="primary">
              {t('opening.back-to-draft')}
            </ButtonLink>
            {problems.includes('gate-closed') ? (
              <ButtonLink href={`/initiatives/${model.initiative}/charter`}>
                {t('opening.charter')}
              </ButtonLink>
            ) : null}
          </Actions>
        </>
      ) : (
        <form method="post">
          {warnings.length > 0 ? (
            <>
              <Notice kind="attention">
                <h2>{t('opening.think')}</h2>
                <ul>
                  {warnings.map((warning) => (
                    <li key={warning}>{t(`warning.${warning}`)}</li>
                  ))}
                </ul>
              </Notice>
              <Checkboxes
                name="confirmed"
                label={t('opening.confirm')}
                error={errorAt(errors, 'confirmed')}
                choices={[{ value: 'on', label: t('opening.confirm-yes') }]}
              />
            </>
          ) : null}
          <p>{t('opening.fixed')}</p>
          <Button>{t('opening.open', { count: model.invited })}</Button>
        </form>
      )}
    </Page>
  )
}

/** How those who are invited hear of it: their own page at once, a message at seven where it still is in time. */
function toldWords({ told, invited }: OpeningModel, { formats, locale }: Context): string {
  const t = roundMessages(locale)
  if (!told.server) return t('opening.told.no-server')
  if (told.at === null || told.without === invited) return t('opening.told.nobody')
  const when = t('opening.told.at', { moment: formats.dateTime(told.at) })
  return told.without === 0 ? when : `${when} ${t('opening.told.without', { count: told.without })}`
}

const problemKey = (
  problem:
    | 'not-draft'
    | 'no-title'
    | 'no-statements'
    | 'no-version'
    | 'no-closing-time'
    | 'closes-too-soon'
    | 'closes-after-end'
    | 'nobody-invited'
    | 'gate-closed',
) => `problem.${problem}` as const

/** Before a round is closed early. */
export function ClosingPage(
  model: TakingPart & { id: string; closesAt: Date | null },
  context: Context,
): VNode {
  const t = roundMessages(context.locale)
  return (
    <Page chrome={context.chrome} title={t('close.title')} back={{ href: `/rounds/${model.id}/edit` }}>
      <h1>{t('close.title')}</h1>
      <p>{takingPartWords(t, model)}</p>
      <p>{t('close.promised', { when: model.closesAt ? context.formats.dateTime(model.closesAt) : '' })}</p>
      <form method="post">
        <Button kind="grave">{t('close.do')}</Button>
      </form>
    </Page>
  )
}
