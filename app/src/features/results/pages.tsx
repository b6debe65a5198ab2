import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Details } from '../../ui/details.tsx'
import { Meta } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { GroupsSection } from './groups-section.tsx'
import { resultMessages } from './messages.ts'
import { ParticipationSection } from './participation-section.tsx'
import type { ResultView } from './result-model.ts'
import { StatementLists, StatementsSection } from './statements-section.tsx'

type Computed = NonNullable<ResultView['computed']>

function WhoWasAsked({ model, context }: { model: ResultView; context: Context }) {
  const t = resultMessages(context.locale)
  const { round, computed } = model
  const respondents = computed?.participants ?? null
  const asked =
    round.invited > 0 && respondents !== null
      ? t('askedOf', { respondents, invited: round.invited })
      : respondents !== null
        ? t('asked', { respondents })
        : computed
          ? t('askedHidden')
          : null
  return (
    <Meta
      items={[
        asked,
        round.closedAt ? t('closedOn', { date: context.formats.date(round.closedAt) }) : null,
        round.source === 'import' ? t('imported') : null,
        round.source === 'simulation' ? t('simulated') : null,
      ]}
    />
  )
}

function Headline({ computed, context }: { computed: Computed; context: Context }) {
  const t = resultMessages(context.locale)
  const asked = computed.statements.filter((one) => one.accepted)
  const together = computed.consensusOf === 'everybody'
  // Of everybody together the list has the clearest alone; those in every group are all listed.
  const count = together ? asked.filter((one) => one.majority !== null).length : computed.consensus.length
  return (
    <>
      <p class="headline">
        {count > 0
          ? t('headline.consensus', {
              count,
              all: asked.length,
              groups: together ? 0 : computed.groups.length,
            })
          : t('headline.noConsensus')}
      </p>
      {together && computed.groups.length > 0 ? (
        <p>{t('headline.together')}</p>
      ) : together && count > computed.consensus.length ? (
        <p>{t('headline.clearest')}</p>
      ) : null}
    </>
  )
}

function Method({ computed, model, context }: { computed: Computed; model: ResultView; context: Context }) {
  const t = resultMessages(context.locale)
  const line = {
    name: computed.method,
    version: computed.version,
    date: context.formats.dateTime(computed.at),
  }
  return (
    <section>
      <h2>{t('method.heading')}</h2>
      <p>{t('method.line', line)}</p>
      {model.round.sourceNote ? (
        <p>
          <Data of={inLanguage(model.round.sourceNote, context.locale)} />
        </p>
      ) : null}
      <Details summary={t('method.parameters')}>
        <dl class="facts">
          {Object.entries(computed.parameters).map(([name, value]) => (
            <div key={name}>
              <dt>
                <code data-content>{name}</code>
              </dt>
              <dd data-content>{value === null ? '–' : String(value)}</dd>
            </div>
          ))}
        </dl>
      </Details>
      {model.recomputed ? (
        <Notice>
          {model.recomputed.same
            ? t('recompute.same', { at: context.formats.dateTime(model.recomputed.at) })
            : t('recompute.different', {
                at: context.formats.dateTime(model.recomputed.at),
                version: model.recomputed.version,
                stored: model.recomputed.storedVersion ?? '–',
              })}
        </Notice>
      ) : null}
      {model.mayRecompute ? (
        <ActionForm kind="quiet" action={`/rounds/${model.round.id}/results/comparison`}>
          {t('recompute.button')}
        </ActionForm>
      ) : null}
    </section>
  )
}

function Downloads({ model, context }: { model: ResultView; context: Context }) {
  const t = resultMessages(context.locale)
  const base = `/rounds/${model.round.id}/results`
  if (!model.computed && model.participation.length === 0) return null
  return (
    <section>
      <h2>{t('download.heading')}</h2>
      <ul class="links">
        {model.computed ? (
          <li>
            <a href={`${base}/statements.csv`}>{t('download.statements')}</a>
          </li>
        ) : null}
        {model.participation.length > 0 ? (
          <li>
            <a href={`${base}/participation.csv`}>{t('download.participation')}</a>
          </li>
        ) : null}
      </ul>
    </section>
  )
}

/** The results of a round: what can be said, what can't, who answered, and how it was computed. */
export function ResultsPage(model: ResultView, context: Context) {
  const t = resultMessages(context.locale)
  const { round, computed } = model
  const title = inLanguage(round.title, context.locale)
  return (
    <Page
      chrome={context.chrome}
      title={t('title', { round: title.text })}
      back={{ href: `/initiatives/${round.initiativeId}` }}
      wide
    >
      <h1>
        <Data of={title} />
      </h1>
      <WhoWasAsked model={model} context={context} />
      {computed?.rounded ? <p>{t('roundedShares')}</p> : null}
      {computed ? (
        <>
          <Headline computed={computed} context={context} />
          <GroupsSection computed={computed} own={model.own} context={context} />
          <StatementLists computed={computed} context={context} />
        </>
      ) : (
        <>
          <p>{t('method.prototype')}</p>
          {round.objectId ? (
            <p>
              <a class="button" href={`/objects/${round.objectId}`}>
                {t('method.toObject')}
              </a>
            </p>
          ) : null}
        </>
      )}
      <ParticipationSection strata={model.participation} context={context} />
      {computed ? (
        <StatementsSection
          computed={computed}
          roundId={round.id}
          all={model.all}
          page={model.page}
          context={context}
        />
      ) : null}
      {computed ? <Method computed={computed} model={model} context={context} /> : null}
      <Downloads model={model} context={context} />
    </Page>
  )
}
