import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Cards } from '../../ui/card.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Pager } from '../../ui/pager.tsx'
import { State } from '../../ui/state.tsx'
import { OwnNeedWords, ownNeedErrors, ownNeedForm } from '../needs/public.ts'
import { saidPerPage } from './load-said.ts'
import { homeMessages } from './messages.ts'
import type { RoundSaidModel, SaidItem, SaidItemModel, SaidModel } from './said-models.ts'
import { SaidActions, SaidTrail, shownState } from './said-trail.tsx'

const shortened = (text: string): string => (text.length > 90 ? `${text.slice(0, 88).trimEnd()}…` : text)

function Said({ item, context }: { item: SaidItem; context: Context }) {
  const t = homeMessages(context.locale)
  const last = item.answers.at(-1)
  return (
    <Card
      level={2}
      href={`/said/${item.id}`}
      aside={<State of={shownState(item)} />}
      title={
        item.purged ? (
          t('said.purged')
        ) : (
          <Data of={{ text: shortened(item.words.text), language: item.words.language }} />
        )
      }
    >
      {item.others === null ? null : <p>{t('said.withOthers', { count: item.others })}</p>}
      {last ? <p>{t('said.answer', { outcome: t(`outcome.${last.outcome}`) })}</p> : null}
      {item.turnedBack ? <p>{t(`said.${item.turnedBack}`)}</p> : null}
      {item.state === 'done' && item.verdict === null ? <p>{t('said.askFixed')}</p> : null}
    </Card>
  )
}

/** "What you said": everything, with what came of it. */
export function SaidPage({ model, context }: { model: SaidModel; context: Context }) {
  const { chrome, locale, formats } = context
  const t = homeMessages(locale)
  return (
    <Page chrome={chrome} title={t('said.title')}>
      <h1>{t('said.title')}</h1>
      {model.saved === 'taken-back' ? (
        <Notice kind="saved" announce>
          {t('said.takenBack')}
        </Notice>
      ) : null}
      {model.total === 0 ? (
        <EmptyState title={t('said.none')}>
          <p>{t('said.noneMore')}</p>
          <ButtonLink kind="primary" href="/say">
            {t('sayOneThing')}
          </ButtonLink>
        </EmptyState>
      ) : (
        <>
          <p>{t('said.counts', { total: model.total, answered: model.answered, done: model.done })}</p>
          <Cards>
            {model.items.map((item) => (
              <Said key={item.id} item={item} context={context} />
            ))}
          </Cards>
          <Pager
            page={model.page}
            size={saidPerPage}
            total={model.total}
            address={(page) => `/said?page=${page}`}
          />
        </>
      )}
      {model.rounds.length > 0 ? (
        <section>
          <h2>{t('said.rounds')}</h2>
          <p>{t('said.roundsMore')}</p>
          <ul>
            {model.rounds.map((round) => (
              <li key={round.id}>
                <a href={`/said/rounds/${round.id}`}>
                  <Data of={inLanguage(round.title, locale)} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {model.gone.length > 0 ? (
        <section>
          <h2>{t('said.gone')}</h2>
          <p>{t('said.goneMore')}</p>
          <ul>
            {model.gone.map((round) => (
              <li key={round.id}>
                <Data of={inLanguage(round.title, locale)} />
                {round.on ? ` · ${t('said.goneOn', { date: formats.date(round.on) })}` : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}

/** One thing that was said, and its way: received, read, decided, done. */
export function SaidItemPage({
  model,
  context,
  form,
}: {
  model: SaidItemModel
  context: Context
  form: FormState
}) {
  const { chrome, locale } = context
  const t = homeMessages(locale)
  return (
    <Page
      chrome={chrome}
      title={t('said.itemTitle')}
      form={model.need ? ownNeedForm(model.need) : undefined}
      errors={ownNeedErrors(form, locale)}
      back={{ href: '/said', label: t('said.title') }}
    >
      {model.sent ? (
        <Panel title={t('said.sent')}>
          <p>{t('said.next')}</p>
        </Panel>
      ) : (
        <h1>{t('said.itemTitle')}</h1>
      )}
      {model.purged ? <p>{t('said.purgedMore')}</p> : <Words as="blockquote" of={model.words} />}
      {model.round ? (
        <p>
          {t('said.inRound')}{' '}
          <a href={`/said/rounds/${model.round.id}`}>
            <Data of={inLanguage(model.round.title, locale)} />
          </a>
        </p>
      ) : null}
      {model.others === null ? null : <p>{t('said.withOthers', { count: model.others })}</p>}
      <SaidTrail item={model} context={context} />
      <SaidActions item={model} context={context} />
      {model.need ? <OwnNeedWords need={model.need} context={context} form={form} /> : null}
    </Page>
  )
}

/** What came of everything said in a round: the same page for all who were asked. */
export function RoundSaidPage({ model, context }: { model: RoundSaidModel; context: Context }) {
  const { chrome, locale, formats } = context
  const t = homeMessages(locale)
  return (
    <Page chrome={chrome} title={t('roundSaid.title')} back={{ href: '/said', label: t('said.title') }}>
      <h1>{t('roundSaid.title')}</h1>
      <p>
        <Data of={inLanguage(model.round.title, locale)} />
      </p>
      <p>{t('roundSaid.lead')}</p>
      {model.total === 0 ? <EmptyState title={t('roundSaid.none')} /> : null}
      <Cards>
        {model.items.map((item) => (
          <Card
            key={item.id}
            level={2}
            title={<Data of={inLanguage(item.words, locale)} />}
            aside={<State of={item.state} />}
          >
            {item.others === null ? null : <p>{t('roundSaid.others', { count: item.others })}</p>}
            {item.answer ? (
              <>
                <p>
                  <strong>{t(`outcome.${item.answer.outcome}`)}.</strong> {t(`says.${item.answer.outcome}`)}
                </p>
                <Words of={inLanguage(item.answer.reason, locale)} />
                <p>
                  {t('answered.by', { name: item.answer.by, date: formats.date(item.answer.at) })}
                  {item.answer.manner === 'one' ? null : ` ${t(`manner.${item.answer.manner}`)}`}
                </p>
              </>
            ) : (
              <p>{t('roundSaid.notYet')}</p>
            )}
          </Card>
        ))}
      </Cards>
      {model.hidden ? <p>{t('roundSaid.hidden')}</p> : null}
      <Pager
        page={model.page}
        size={saidPerPage}
        total={model.total}
        address={(page) => `/said/rounds/${model.round.id}?page=${page}`}
      />
    </Page>
  )
}
