import type { ComponentChildren } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkboxes } from '../../ui/choices.tsx'
import { Details } from '../../ui/details.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { FileField } from '../../ui/file-field.tsx'
import { KeyFigure, KeyFigures } from '../../ui/key-figure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { type MessageKey, messages } from './messages.ts'
import type { Change } from './plan-roster.ts'
import columns from './roster-columns.json' with { type: 'json' }

const needed = new Set(['key', 'given_name', 'family_name', 'email', 'organisation'])

const said = (form: FormState, name: 'missing' | 'titles'): string =>
  (form.offers?.[name] ?? []).map((one) => one.label).join(', ')

/** Asks for the file, and says what has to be in it. */
export function ImportPage(
  { done, strata }: { done: boolean; strata: string[] },
  context: Context,
  form: FormState,
) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, t)
  const described = Object.entries(columns).map(([name, words]) => ({ name, words: words.join(', ') }))
  return (
    <Page
      chrome={context.chrome}
      title={t('people.import')}
      errors={errors}
      back={{ href: '/people', label: t('people.title') }}
    >
      <h1>{t('people.import')}</h1>
      {done ? (
        <Notice kind="saved" announce>
          {t('roster.done')} <a href="/people">{t('roster.done.next')}</a>
        </Notice>
      ) : null}
      <p>{t('roster.lead')}</p>
      <form id="roster" method="post" action="/people/import" enctype="multipart/form-data" novalidate>
        <FileField
          name="file"
          label={t('roster.file')}
          hint={t('roster.file.hint')}
          accept=".csv,.txt,text/csv"
          error={errorAt(errors, 'file')}
        />
        <Button>{t('roster.check')}</Button>
      </form>
      {errors.length > 0 && (form.offers?.['missing']?.length ?? 0) > 0 ? (
        <Facts
          items={[
            { term: t('roster.missing'), value: <Data of={said(form, 'missing')} /> },
            { term: t('roster.titlesRead'), value: <Data of={said(form, 'titles')} /> },
          ]}
        />
      ) : null}
      <Details summary={t('roster.columns')} open={errors.length > 0}>
        <p>{t('roster.columns.lead')}</p>
        <Table
          caption={t('roster.columns')}
          quietCaption
          rows={described}
          columns={[
            {
              title: t('roster.column'),
              rowHeader: true,
              cell: (row) => (
                <>
                  <code data-content>{row.name}</code>
                  {needed.has(row.name) ? '' : ` ${t('roster.column.optional')}`}
                </>
              ),
            },
            { title: t('roster.column.titles'), cell: (row) => <Data of={row.words} /> },
            {
              title: t('roster.column.what'),
              cell: (row) => t(`roster.column.${row.name}` as MessageKey),
            },
          ]}
        />
        {strata.length > 0 ? (
          <p>
            {t('roster.columns.strata')} <Data of={strata.join(', ')} />
          </p>
        ) : null}
      </Details>
    </Page>
  )
}

type Named = { key: string; name: string }
type PlanModel = {
  id: string
  digest: string
  endsMost: boolean
  shown: number
  counts: {
    added: number
    changed: number
    left: number
    unchanged: number
    rejected: number
    held: number
    zerosLost: number
  }
  perhapsWithoutZeros: boolean
  added: (Named & { organisation: string })[]
  changed: (Named & { what: Change['what'][number][] })[]
  left: Named[]
  kept: Named[]
  rejected: { line: number; reason: string; column: string | null; value: string | null }[]
  newOrganisations: { code: string; name: string }[]
}

function More({ context, total, shown }: { context: Context; total: number; shown: number }) {
  const t = messages(context.locale)
  return total > shown ? <p>{t('roster.andMore', { count: total - shown })}</p> : null
}

function People<P extends Named>(props: {
  context: Context
  title: string
  people: readonly P[]
  total: number
  more?: { title: string; cell: (person: P) => ComponentChildren }
}) {
  const { context, title, people, total, more } = props
  const t = messages(context.locale)
  if (people.length === 0) return null
  return (
    <Details summary={title} open={people.length <= 20}>
      <Table
        caption={title}
        quietCaption
        rows={people}
        columns={[
          { title: t('people.name'), rowHeader: true, cell: (person) => <Data of={person.name} /> },
          { title: t('person.rosterKey'), cell: (person) => <Data of={person.key} /> },
          ...(more ? [more] : []),
        ]}
      />
      <More context={context} total={total} shown={people.length} />
    </Details>
  )
}

/** What the file would change, line by line; nothing has been changed yet. */
export function PlanPage(model: PlanModel, context: Context, form: FormState) {
  const t = messages(context.locale)
  const { counts } = model
  const { number } = context.formats
  const errors = fieldErrors(form, t)
  const changes = counts.added + counts.changed + counts.left
  return (
    <Page
      chrome={context.chrome}
      title={t('roster.plan')}
      errors={errors}
      back={{ href: '/people/import', label: t('people.import') }}
      wide
    >
      <h1>{t('roster.plan')}</h1>
      <p>{t('roster.plan.lead')}</p>
      <KeyFigures>
        <KeyFigure value={number(counts.added)} label={t('roster.added')} />
        <KeyFigure value={number(counts.changed)} label={t('roster.changed')} />
        <KeyFigure value={number(counts.left)} label={t('roster.left')} />
        <KeyFigure value={number(counts.unchanged)} label={t('roster.unchanged')} />
        <KeyFigure value={number(counts.rejected)} label={t('roster.rejected')} />
      </KeyFigures>
      {counts.zerosLost > 0 ? (
        <Notice kind="attention">{t('roster.zerosLost', { count: counts.zerosLost })}</Notice>
      ) : null}
      {model.perhapsWithoutZeros ? <Notice kind="attention">{t('roster.zerosPerhaps')}</Notice> : null}
      {counts.held > 0 ? <Notice kind="attention">{t('roster.held', { count: counts.held })}</Notice> : null}
      {model.rejected.length > 0 ? (
        <>
          <h2>{t('roster.rejected')}</h2>
          <Table
            caption={t('roster.rejected')}
            quietCaption
            rows={model.rejected}
            columns={[
              { title: t('roster.line'), number: true, rowHeader: true, cell: (row) => number(row.line) },
              { title: t('roster.reason'), cell: (row) => t(`rejected.${row.reason}` as MessageKey) },
              { title: t('roster.column'), cell: (row) => <Data of={row.column ?? ''} /> },
              { title: t('roster.value'), cell: (row) => <Data of={row.value ?? ''} /> },
            ]}
          />
          <More context={context} total={counts.rejected} shown={model.rejected.length} />
        </>
      ) : null}
      <People
        context={context}
        title={t('roster.added')}
        people={model.added}
        total={counts.added}
        more={{ title: t('people.organisation'), cell: (person) => <Data of={person.organisation} /> }}
      />
      <People
        context={context}
        title={t('roster.changed')}
        people={model.changed}
        total={counts.changed}
        more={{
          title: t('roster.what'),
          cell: (person) => person.what.map((one) => t(`roster.what.${one}`)).join(', '),
        }}
      />
      <People context={context} title={t('roster.left')} people={model.left} total={counts.left} />
      <People context={context} title={t('roster.kept')} people={model.kept} total={model.kept.length} />
      {model.newOrganisations.length > 0 ? (
        <p>
          {t('roster.newOrganisations')}{' '}
          <Data of={model.newOrganisations.map((one) => `${one.code} (${one.name})`).join(', ')} />
        </p>
      ) : null}
      {changes + counts.rejected > 0 ? (
        <p>
          <a href={`/people/import/${model.id}/lines.csv`}>{t('roster.allLines')}</a>
        </p>
      ) : null}
      {changes > 0 ? (
        <form method="post" action={`/people/import/${model.id}`}>
          <Hidden fields={{ digest: model.digest }} />
          {model.endsMost ? (
            <Checkboxes
              name="whole"
              label={t('roster.whole')}
              hint={t('roster.whole.hint', { count: counts.left })}
              error={errorAt(errors, 'whole')}
              choices={[{ value: 'yes', label: t('roster.whole.yes') }]}
            />
          ) : null}
          <Button kind={model.endsMost ? 'grave' : 'primary'}>{t('roster.apply')}</Button>
        </form>
      ) : (
        <Notice>{t('roster.nothing')}</Notice>
      )}
    </Page>
  )
}
