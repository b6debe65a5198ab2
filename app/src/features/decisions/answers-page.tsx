import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm, Hidden } from '../../ui/action-form.tsx'
import { Actions, Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { FieldErrorText, Hint, Legend } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Filter, Pager } from '../../ui/pager.tsx'
import { Select } from '../../ui/select.tsx'
import { Tag } from '../../ui/state.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { largestGroup } from './answer.ts'
import { AnswerFields } from './answer-fields.tsx'
import { thingsPerPage } from './load-answers.ts'
import { decisionMessages, errorWords } from './messages.ts'
import type { AnswersModel, ThingModel } from './models.ts'

/** The words of one thing, what was merged into it, and what somebody has prepared for it. */
function Thing({ thing, context }: { thing: ThingModel; context: Context }) {
  const t = decisionMessages(context.locale)
  const proposed = thing.draft ?? thing.suggested
  return (
    <>
      <p>
        <Tag>{t(`kind.${thing.kind}`)}</Tag>
        {thing.waiting ? <Tag kind="attention">{t('answers.waiting')}</Tag> : null}
      </p>
      {thing.merged.length > 0 ? (
        <Details summary={t('answers.merged', { count: thing.merged.length })}>
          <ul>
            {thing.merged.map((one, index) => (
              <li key={index}>
                {inLanguage(one, context.locale).text === '' ? (
                  t('answerOne.notPublic')
                ) : (
                  <Data of={inLanguage(one, context.locale)} />
                )}
              </li>
            ))}
          </ul>
        </Details>
      ) : null}
      {proposed ? (
        <div>
          <p>
            {thing.draft ? t('answers.preparedBy', { name: thing.draft.preparedBy }) : t('answers.suggested')}{' '}
            <strong>{t(`outcome.${proposed.outcome}`)}</strong>
          </p>
          <Words as="blockquote" of={inLanguage(proposed.reason, context.locale)} />
        </div>
      ) : null}
    </>
  )
}

/** Narrows a long list by words and by what is prepared, so that one goes on where one stopped. */
function WhichShown({ model, address, context }: { model: AnswersModel; address: string; context: Context }) {
  const t = decisionMessages(context.locale)
  if (model.total <= largestGroup) return null
  const words = {
    all: t('answers.show.all'),
    open: t('answers.show.open', { count: model.total - model.prepared }),
    prepared: t('answers.show.prepared', { count: model.prepared }),
  }
  return (
    <Filter action={address} unaddressed>
      <TextField name="words" label={t('answers.words')} value={model.words} optional />
      <Select
        name="show"
        label={t('answers.show')}
        value={model.show}
        options={(['all', 'open', 'prepared'] as const).map((show) => ({ value: show, label: words[show] }))}
      />
    </Filter>
  )
}

/** Everything said in a round or an initiative gets its answer: one by one, a few together, or all the rest. */
export function AnswersPage({
  model,
  context,
  form,
}: {
  model: AnswersModel
  context: Context
  form: FormState
}) {
  const { chrome, locale, formats } = context
  const t = decisionMessages(locale)
  const address = model.round
    ? `/rounds/${model.round.id}/answers`
    : `/initiatives/${model.initiative.id}/answers`
  const errors = fieldErrors(form, errorWords(locale))
  const { one, group, bulk } = model.given
  return (
    <Page
      chrome={chrome}
      title={t('answers.title')}
      form={model.total > 0 ? 'answers' : undefined}
      errors={errors}
      back={{ href: `/initiatives/${model.initiative.id}` }}
      wide
    >
      <h1>{t('answers.title')}</h1>
      <p>
        <Data of={inLanguage((model.round ?? model.initiative).title, locale)} />
      </p>
      <Facts
        items={[
          { term: t('answers.owed'), value: formats.number(model.total) },
          { term: t('answers.given'), value: t('answers.givenAs', { one, group, bulk }) },
          ...(model.decision
            ? [
                {
                  term: t('answers.decision'),
                  value: (
                    <a href={`/decisions/${model.decision.id}`}>{t(`outcome.${model.decision.outcome}`)}</a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {model.saved ? (
        <Notice kind="saved" announce>
          <p>{t(`answers.saved.${model.saved}`)}</p>
        </Notice>
      ) : null}
      {model.maySign && model.given.underway > 0 ? (
        <section>
          <h2>{t('answers.underwayTitle', { count: model.given.underway })}</h2>
          <p>{t('answers.underwayLead')}</p>
          <ActionForm action={address} fields={{ do: 'take-back' }} kind="secondary">
            {t('answers.takeBack')}
          </ActionForm>
        </section>
      ) : null}
      {model.total === 0 ? (
        <EmptyState title={t('answers.none')} done={model.given.underway === 0}>
          {model.round && model.mayArchive ? (
            <>
              <p>{t('answers.archiveLead')}</p>
              <ActionForm action={`/rounds/${model.round.id}/archive`}>{t('answers.archive')}</ActionForm>
            </>
          ) : null}
        </EmptyState>
      ) : (
        <>
          <WhichShown model={model} address={address} context={context} />
          <form method="post" id="answers" action={address} novalidate>
            <Hidden fields={{ page: model.page, show: model.show, words: model.words }} />
            <fieldset class="field" aria-describedby="thing-hint">
              <Legend>{t('answers.choose')}</Legend>
              <Hint name="thing">{t('answers.chooseHint')}</Hint>
              <FieldErrorText name="thing" text={errorAt(errors, 'thing')} />
              {model.listed === 0 ? <p>{t('answers.none-shown')}</p> : null}
              <div class="choices">
                {model.things.map((thing, index) => (
                  <div key={thing.root} class="choice">
                    <input
                      id={index === 0 ? 'thing' : `thing-${index + 1}`}
                      name="thing"
                      type="checkbox"
                      value={thing.root}
                      checked={[form.values['thing'] ?? []].flat().includes(thing.root)}
                    />
                    <label for={index === 0 ? 'thing' : `thing-${index + 1}`}>
                      {inLanguage(thing.words, locale).text === '' ? (
                        t('answerOne.notPublic')
                      ) : (
                        <Data of={inLanguage(thing.words, locale)} />
                      )}
                    </label>
                    <div class="hint">
                      <Thing thing={thing} context={context} />
                    </div>
                  </div>
                ))}
              </div>
            </fieldset>
            <Pager page={model.page} size={thingsPerPage} total={model.listed} />
            <Radios
              name="which"
              label={t('answers.which')}
              value={form.values['which'] ?? 'chosen'}
              choices={[
                { value: 'chosen', label: t('answers.whichChosen') },
                ...(model.listed > 0 && model.listed < model.total
                  ? [
                      {
                        value: 'listed',
                        label: t('answers.whichListed', { count: model.listed }),
                        hint: t('answers.bulkHint'),
                      },
                    ]
                  : []),
                {
                  value: 'everything',
                  label: t('answers.whichEverything', { count: model.total }),
                  hint: t('answers.bulkHint'),
                },
              ]}
            />
            <AnswerFields
              context={context}
              form={form}
              errors={errors}
              stored={model.decision && { outcome: model.decision.outcome, reason: {} }}
            />
            <Actions>
              {model.maySign ? (
                <Button name="do" value="sign">
                  {t('answers.sign')}
                </Button>
              ) : null}
              <Button name="do" value="prepare" kind={model.maySign ? 'secondary' : 'primary'}>
                {t('answers.prepare')}
              </Button>
            </Actions>
            {model.maySign && model.prepared > 0 ? (
              <section>
                <h2>{t('answers.preparedTitle', { count: model.prepared })}</h2>
                <p>{t('answers.preparedLead')}</p>
                <Button name="do" value="sign-prepared" kind="secondary">
                  {t('answers.signPrepared')}
                </Button>
              </section>
            ) : null}
          </form>
        </>
      )}
    </Page>
  )
}
