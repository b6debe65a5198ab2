import { PatientDataStep } from '../app/src/features/contributions/public.ts'
import { z } from 'zod'
import { AnswerButtons } from '../app/src/ui/answer-buttons.tsx'
import { BilingualField } from '../app/src/ui/bilingual-field.tsx'
import { ActionForm } from '../app/src/ui/action-form.tsx'
import { Actions, Button, ButtonLink } from '../app/src/ui/button.tsx'
import { Card, Cards, Meta } from '../app/src/ui/card.tsx'
import { Checkboxes, Radios } from '../app/src/ui/choices.tsx'
import { Data, Words } from '../app/src/ui/data.tsx'
import { DateField } from '../app/src/ui/date-field.tsx'
import { Details } from '../app/src/ui/details.tsx'
import { EmptyState } from '../app/src/ui/empty-state.tsx'
import { Facts } from '../app/src/ui/facts.tsx'
import { FileField } from '../app/src/ui/file-field.tsx'
import { KeyFigure, KeyFigures } from '../app/src/ui/key-figure.tsx'
import { Notice } from '../app/src/ui/notice.tsx'
import { Page } from '../app/src/ui/page.tsx'
import { Filter, Pager } from '../app/src/ui/pager.tsx'
import { Panel } from '../app/src/ui/panel.tsx'
import { Progress } from '../app/src/ui/progress.tsx'
import { Select } from '../app/src/ui/select.tsx'
import { State, Tag, Trail } from '../app/src/ui/state.tsx'
import { Table } from '../app/src/ui/table.tsx'
import { TextArea } from '../app/src/ui/text-area.tsx'
import { TextField } from '../app/src/ui/text-field.tsx'
import { NotFound } from '../app/src/platform/errors.ts'
import type { Chrome, Network } from '../app/src/platform/http/context.ts'
import { networkByHost } from '../app/src/platform/http/networks.ts'
import { type FormState, type Route, action, form, next, page } from '../app/src/platform/http/route.ts'
import { serveRoute } from '../app/src/platform/http/serve-route.ts'
import { frameMessages } from '../app/src/ui/messages.ts'
import type { TestApp } from '../app/src/test-app.ts'
import { PartsCharts } from './parts-charts.tsx'

const errors = (chrome: Chrome) => [
  { field: 'email', text: frameMessages(chrome.locale)('problem.not-found.why') },
  { field: 'title', text: frameMessages(chrome.locale)('oneLanguageIsEnough') },
]

function Form({ chrome, state }: { chrome: Chrome; state: FormState }) {
  const t = frameMessages(chrome.locale)
  const [email, title] = errors(chrome)
  const choices = [
    { value: 'a', label: t('answer.agree') },
    { value: 'b', label: t('answer.disagree'), hint: t('problem.not-found.why') },
  ]
  return (
    <form method="post" id="everything" action="/parts" encType="multipart/form-data">
      <TextField
        name="email"
        type="email"
        label={t('nav.say')}
        hint={t('privacy')}
        error={email?.text}
        value={state.values['email'] ?? 'a'}
      />
      <TextField
        name="code"
        label={t('nav.said')}
        characters={8}
        inputmode="numeric"
        autocomplete="one-time-code"
      />
      <TextArea name="why" value={state.values['why']} label={t('nav.needs')} optional />
      <BilingualField name="title" label={t('nav.initiatives')} error={title?.text} form={state} />
      <Radios name="level" label={t('nav.people')} choices={choices} value={state.values['level'] ?? 'b'} />
      <Radios name="scale" label={t('chart.share')} choices={choices} inline />
      <Checkboxes name="roles" label={t('nav.me')} choices={choices} value={['a']} />
      <Select name="state" label={t('chart.category')} options={choices} empty={t('nav.home')} />
      <DateField name="closes" label={t('chart.when')} />
      <FileField name="file" label={t('chart.table')} accept=".csv" />
      <Actions>
        <Button>{t('filter')}</Button>
        <ButtonLink href="/" kind="quiet">
          {t('back')}
        </ButtonLink>
      </Actions>
    </form>
  )
}

function Parts({ chrome, state }: { chrome: Chrome; state: FormState }) {
  const t = frameMessages(chrome.locale)
  const french = {
    text: 'Les résultats du laboratoire arrivent la nuit et personne ne les lit.',
    language: 'fr',
  }
  return (
    <Page
      chrome={chrome}
      title={t('product')}
      form="everything"
      errors={errors(chrome)}
      back={{ href: '/' }}
      islands={['queue.js']}
      wide
    >
      <h1>{t('product')}</h1>
      <Form chrome={chrome} state={state} />
      <section aria-label={t('nav.said')}>
        <Progress now={2} total={5} />
        <Words as="h2" of={french} />
        <AnswerButtons action="/parts/answer" chosen="pass" fields={{ revision: 1 }} queue />
        <Details summary={t('privacy')}>
          <p>{t('problem.not-found.why')}</p>
        </Details>
        <Cards>
          <Card
            href="/"
            aside={<State of="done" />}
            title={<Data of="Lab results arrive at night and nobody reads them" />}
          >
            <Meta items={[t('chart.you'), t('chart.people'), t('nav.me')]} />
          </Card>
          <Card title={t('nav.strategies')} level={3}>
            <Trail
              steps={[
                { state: 'received' },
                { state: 'read', body: <p>{t('help')}</p> },
                { state: 'decided' },
                { state: 'done' },
              ]}
            />
            <Facts items={[{ term: t('chart.value'), value: <Data of="Dr. L. Noel" /> }]} />
          </Card>
        </Cards>
        <p>
          <Tag>{t('chart.group')}</Tag> <Tag kind="strong">{t('chart.you')}</Tag>{' '}
          <Tag kind="attention">{t('chart.when')}</Tag> <State of="received" /> <State of="read" />{' '}
          <State of="decided" />
        </p>
        <Notice kind="saved" announce>
          <p>{t('queue.saved')}</p>
        </Notice>
        <Notice kind="attention">
          <p>{t('problem.not-found.why')}</p>
        </Notice>
        <KeyFigures>
          <KeyFigure value="34" label={t('chart.answers')}>
            <p>{t('chart.people')}</p>
          </KeyFigure>
        </KeyFigures>
        <Filter action="/parts">
          <TextField name="q" label={t('palette.search')} type="search" />
        </Filter>
        <Table
          caption={t('nav.needs')}
          columns={[
            {
              title: t('nav.needs'),
              cell: (n: number) => (
                <a href={`/needs/${n}`}>
                  <Data of={`Need ${n}`} />
                </a>
              ),
              rowHeader: true,
            },
            { title: t('chart.value'), cell: (n) => chrome.formats.number(n * 1234), number: true },
          ]}
          rows={[1, 2, 3]}
        />
        <Pager page={2} size={25} total={300} address={(number) => `/parts?page=${number}`} />
        <ActionForm action="/parts" kind="grave">
          {t('palette.close')}
        </ActionForm>
        <EmptyState title={t('palette.none')}>
          <Actions>
            <ButtonLink href="/say">{t('nav.say')}</ButtonLink>
          </Actions>
        </EmptyState>
        <div class="panel">
          <p>{t('queue.saved')}</p>
        </div>
      </section>
      <PartsCharts />
    </Page>
  )
}

const nothing = z.object({})
const anybody = { name: 'parts.see', rules: 'public' } as const

const routes: readonly Route[] = [
  form('/parts', {
    permission: anybody,
    model: nothing,
    load: async () => ({}),
    fields: z.object({ email: z.email('problem.not-found.why') }),
    view: (_model, { chrome }, state) => <Parts chrome={chrome} state={state} />,
    submit: async () => next('/parts/thanks'),
  }),
  page('/parts/thanks', {
    permission: anybody,
    model: nothing,
    load: async () => ({}),
    view: (_model, { chrome }) => (
      <Page chrome={chrome} title={frameMessages(chrome.locale)('queue.saved')}>
        <Panel title={frameMessages(chrome.locale)('queue.saved')}>
          <p>{frameMessages(chrome.locale)('problem.kept')}</p>
        </Panel>
      </Page>
    ),
  }),
  action('/parts/answer', { permission: anybody, submit: async () => next('/parts/thanks') }),
]

/** Serves, to tests alone, a page with every part of the ui in its states; its words are the frame's own. */
export function serveParts(app: TestApp): void {
  const { server, services } = app.app
  const find = networkByHost(services.database)
  const networkOf = async (request: { host: string }): Promise<Network> => {
    const network = await find(request.host)
    if (!network) throw new NotFound()
    return network
  }
  for (const route of routes) serveRoute(server, services, networkOf, route, PatientDataStep)
}
