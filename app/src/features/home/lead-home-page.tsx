import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Meta } from '../../ui/card.tsx'
import { Data } from '../../ui/data.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Filter, Pager } from '../../ui/pager.tsx'
import { Select } from '../../ui/select.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { DutyList } from './duty-list.tsx'
import { FiguresView } from './figures-view.tsx'
import { type LeadHome, pointStates } from './home-models.ts'
import { pointsPerPage } from './lead-home.ts'
import { homeMessages } from './messages.ts'
import { AskedOfYou } from './round-cards.tsx'
import { SaySomething } from './say-something.tsx'

type Parts = { model: LeadHome; context: Context }

function Running({ model, context }: Parts) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  return (
    <section>
      <h2>{t('lead.running')}</h2>
      {model.running.length === 0 ? <p>{t('lead.noneRunning')}</p> : null}
      <ul>
        {model.running.map((round) => (
          <li key={round.id}>
            <a href={round.href}>
              <Data of={inLanguage(round.title, locale)} />
            </a>
            <Meta
              items={[
                round.tookPart.kind === 'shown'
                  ? t(round.atLeast ? 'lead.tookPartAtLeast' : 'lead.tookPart', {
                      count: round.tookPart.count,
                      invited: round.invited,
                    })
                  : t('lead.tookPartHidden', { invited: round.invited }),
                round.closesAt ? t('closes', { when: formats.dateTime(round.closesAt) }) : null,
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Points({ model, context }: Parts) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  const { points } = model
  const address = (page: number) =>
    `/?as=lead&page=${page}${points.state ? `&state=${points.state}` : ''}#points`
  return (
    <section id="points">
      <h2>{t('lead.points')}</h2>
      <p>{t('lead.pointsLead')}</p>
      {points.total === 0 && points.state === null ? null : (
        <Filter action="/">
          <input type="hidden" name="as" value="lead" />
          <Select
            name="state"
            label={t('lead.state')}
            empty={t('lead.everyState')}
            value={points.state ?? undefined}
            options={pointStates.map((state) => ({ value: state, label: t(`state.${state}`) }))}
          />
        </Filter>
      )}
      {points.total === 0 ? (
        <EmptyState title={t('lead.noPoints')} />
      ) : (
        <Table
          caption={t('lead.points')}
          quietCaption
          rows={points.rows}
          rowKey={(row) => row.id}
          columns={[
            {
              title: t('column.words'),
              rowHeader: true,
              cell: (row) => (
                <a href={row.href}>
                  <Data of={inLanguage(row.words, locale)} />
                </a>
              ),
            },
            { title: t('column.kind'), cell: (row) => t(`kind.${row.kind}`) },
            {
              title: t('column.people'),
              number: true,
              cell: (row) => (row.people === null ? null : formats.number(row.people)),
            },
            { title: t('column.state'), cell: (row) => <State of={row.state} /> },
            { title: t('column.outcome'), cell: (row) => (row.outcome ? t(`outcome.${row.outcome}`) : null) },
            { title: t('column.due'), cell: (row) => (row.dueAt ? formats.shortDate(row.dueAt) : null) },
          ]}
        />
      )}
      <Pager page={points.page} size={pointsPerPage} total={points.total} address={address} />
    </section>
  )
}

/** What a lead meets: what is owed to physicians first, then what runs, what comes next, the figures, every point. */
export function LeadHomeView({ model, context }: Parts) {
  const t = homeMessages(context.locale)
  return (
    <>
      <h1>{t('lead.title')}</h1>
      <div class="side-by-side">
        <section>
          <h2>{t('lead.owed')}</h2>
          {model.owed.length === 0 ? <p>{t('lead.nothingOwed')}</p> : null}
          <DutyList duties={model.owed} leads context={context} />
        </section>
        <div>
          <AskedOfYou rounds={model.asked} context={context} />
          <Running model={model} context={context} />
          <section>
            <h2>{t('lead.next')}</h2>
            {model.next.length === 0 ? (
              <p>
                <ButtonLink href="/initiatives">{t('lead.startRound')}</ButtonLink>
              </p>
            ) : null}
            <DutyList duties={model.next} context={context} />
          </section>
        </div>
      </div>
      <FiguresView figures={model.figures} context={context} />
      <Points model={model} context={context} />
      <SaySomething context={context} />
    </>
  )
}
