import type { ComponentChildren } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import { Actions, ButtonLink } from '../../ui/button.tsx'
import { Card, Cards } from '../../ui/card.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/state.tsx'
import { parts, socialDeterminants } from './charter.ts'
import { levelName, levelPromise, messages } from './messages.ts'
import type { InitiativeModel } from './models.ts'

type Props = Readonly<{ model: InitiativeModel; context: Context }>

const said = (text: Bilingual | null): boolean => Boolean(text && Object.values(text).some(Boolean))

function Text({ of, context }: { of: Bilingual; context: Context }) {
  const t = messages(context.locale)
  return <p>{said(of) ? <Data of={inLanguage(of, context.locale)} /> : t('page.not-said')}</p>
}

function Names({ people }: { people: readonly { id: string; name: string }[] }) {
  return (
    <>
      {people.map((person, index) => (
        <span key={person.id}>
          {index > 0 ? ', ' : ''}
          <Data of={person.name} />
        </span>
      ))}
    </>
  )
}

function People({ model, context }: Props) {
  const t = messages(context.locale)
  const one = (person: { id: string; name: string } | null): ComponentChildren =>
    person ? <Data of={person.name} /> : t('page.not-said')
  return (
    <section>
      <h2>{t('page.people')}</h2>
      <Facts
        items={[
          { term: t('page.physician-lead'), value: one(model.physicianLead) },
          { term: t('page.manager-lead'), value: one(model.managerLead) },
          { term: t('page.sponsor'), value: one(model.sponsor) },
          ...parts
            .filter((part) => (model.people[part] ?? []).length > 0)
            .map((part) => ({
              term: t(`page.${part}`, { count: model.people[part]?.length ?? 0 }),
              value: <Names people={model.people[part] ?? []} />,
            })),
        ]}
      />
    </section>
  )
}

/** Where a round opens for the reader; nowhere while it asks others. */
function wayTo(round: InitiativeModel['rounds'][number]): string | undefined {
  if (round.state === 'published' || round.state === 'archived') return `/rounds/${round.id}/results`
  if (round.follow) return `/rounds/${round.id}/edit`
  return round.asked ? `/rounds/${round.id}` : undefined
}

function Rounds({ model, context }: Props) {
  const t = messages(context.locale)
  return (
    <section>
      <h2>{t('page.rounds')}</h2>
      {model.rounds.length === 0 ? (
        <p>{t('page.no-rounds')}</p>
      ) : (
        <Cards>
          {model.rounds.map((round) => (
            <Card
              key={round.id}
              level={3}
              title={<Data of={inLanguage(round.title, context.locale)} />}
              href={wayTo(round)}
            >
              <p>
                {round.state === 'open' && round.closesAt
                  ? t('page.round-open', { date: context.formats.date(round.closesAt) })
                  : round.state === 'published' || round.state === 'archived'
                    ? t('page.round-published')
                    : t('page.round-closed')}
              </p>
              {round.state === 'open' && round.asked && round.follow ? (
                <p>
                  <a href={`/rounds/${round.id}`}>{t('page.round-asked')}</a>
                </p>
              ) : null}
            </Card>
          ))}
        </Cards>
      )}
    </section>
  )
}

function Answers({ model, context }: Props) {
  const t = messages(context.locale)
  const { state, dueAt, championTold, sponsorTold } = model.answers
  const date = (value: Date): string => context.formats.date(value)
  return (
    <section>
      <h2>{t('page.answers')}</h2>
      <p>{t('page.answers-due', { count: model.answerDueDays })}</p>
      {state === 'none' || dueAt === null ? <p>{t('page.answers-none')}</p> : null}
      {state === 'in-time' && dueAt ? <p>{t('page.answers-open', { date: date(dueAt) })}</p> : null}
      {(state === 'champion' || state === 'sponsor') && dueAt ? (
        <Notice kind="attention">
          <p>{t('page.answers-late', { date: date(dueAt) })}</p>
          {championTold ? <p>{t('page.told-champion', { date: date(championTold) })}</p> : null}
          {sponsorTold ? <p>{t('page.told-sponsor', { date: date(sponsorTold) })}</p> : null}
        </Notice>
      ) : null}
    </section>
  )
}

function Social({ model, context }: Props) {
  const t = messages(context.locale)
  const named = socialDeterminants.filter((one) => model.socialDeterminants.includes(one))
  if (named.length === 0 && !said(model.socialNoneReason)) return null
  return (
    <section>
      <h2>{t('page.social')}</h2>
      {named.length > 0 ? (
        <p>
          {named.map((one) => (
            <span key={one}>
              <Tag>{t(`sdoh.${one}`)}</Tag>{' '}
            </span>
          ))}
        </p>
      ) : (
        <p>
          <Data of={inLanguage(model.socialNoneReason, context.locale)} />
        </p>
      )}
    </section>
  )
}

/** What those who stand for it can do next; what is due comes first. */
function Acts({ model, context }: Props) {
  const t = messages(context.locale)
  const { may, answers, state, id } = model
  const acts = [
    may.answer && answers.state !== 'none' ? (['answer', 'answers', true] as const) : null,
    may.decide ? (['decide', 'decision', state === 'running'] as const) : null,
    may.ask ? (['ask', 'rounds/new', false] as const) : null,
    may.design ? (['objects', 'objects', false] as const) : null,
  ].filter((act) => act !== null)
  if (acts.length === 0) return null
  return (
    <Actions>
      {acts.map(([words, path, due], index) => (
        <ButtonLink
          key={path}
          href={`/initiatives/${id}/${path}`}
          kind={due && index === 0 ? 'primary' : 'secondary'}
        >
          {t(`page.${words}`)}
        </ButtonLink>
      ))}
    </Actions>
  )
}

/** What everyone in the network may read of an initiative: problem, what is open, who decides, when, who stands for it, what came of it. */
export function InitiativePage({ model, context }: Props) {
  const t = messages(context.locale)
  const title = inLanguage(model.title, context.locale)
  return (
    <Page chrome={context.chrome} title={title.text} back={{ href: '/initiatives' }}>
      <p>
        <Tag>{t(`state.${model.state}`)}</Tag>
      </p>
      <h1>
        <Data of={title} />
      </h1>
      <Acts model={model} context={context} />
      <h2>{t('page.problem')}</h2>
      <Text of={model.problem} context={context} />
      <h2>{t('page.open')}</h2>
      <Text of={model.openQuestion} context={context} />
      <Facts
        items={[
          {
            term: t('page.decides'),
            value: model.decider ? <Data of={model.decider.name} /> : t('page.not-said'),
          },
          {
            term: t('page.when'),
            value: model.decisionDueOn ? context.formats.date(model.decisionDueOn) : t('page.not-said'),
          },
          {
            term: t('page.level'),
            value: model.participationLevel
              ? `${levelName(context.locale, model.participationLevel)}. ${levelPromise(context.locale, model.participationLevel)}`
              : t('page.not-said'),
          },
        ]}
      />
      <h2>{t('page.constraints')}</h2>
      <Text of={model.constraints} context={context} />
      <People model={model} context={context} />
      <Rounds model={model} context={context} />
      <section>
        <h2>{t('page.decision')}</h2>
        <p>
          {model.decision ? (
            <a href={`/decisions/${model.decision.id}`}>
              {t('page.decision-link', { date: context.formats.date(model.decision.at) })}
            </a>
          ) : (
            t('page.no-decision')
          )}
        </p>
      </section>
      <Answers model={model} context={context} />
      <Social model={model} context={context} />
      {model.strategies.length > 0 ? (
        <section>
          <h2>{t('page.strategies')}</h2>
          <ul>
            {model.strategies.map((strategy) => (
              <li key={strategy.id}>
                <a href={`/strategies/${strategy.id}`}>
                  <Data of={inLanguage(strategy.name, context.locale)} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {model.gateOpen || model.state === 'framing' ? (
        <p>{t(model.gateOpen ? 'page.gate-open' : 'page.gate-closed')}</p>
      ) : null}
      <p>
        <a href={`/initiatives/${model.id}/charter`}>{t('page.charter')}</a>
      </p>
    </Page>
  )
}
