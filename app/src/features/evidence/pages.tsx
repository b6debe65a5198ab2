import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Actions, ButtonLink } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { messages } from './messages.ts'
import type { RegisterModel, StrategyModel } from './models.ts'
import { daysWords, rateWords } from './rate-words.ts'

type Props = Readonly<{ model: StrategyModel; context: Context }>

/** The register by theme. */
export function RegisterPage({ model, context }: { model: RegisterModel; context: Context }) {
  const t = messages(context.locale)
  return (
    <Page chrome={context.chrome} title={t('register.title')} wide>
      <h1>{t('register.title')}</h1>
      <p>
        <Data of={inLanguage(model.about, context.locale)} />
      </p>
      {model.tags.map((tag) => (
        <section key={tag.code}>
          <h2>
            <Data of={inLanguage(tag.label, context.locale)} />
          </h2>
          <ul class="plain">
            {tag.strategies.map((strategy) => (
              <li key={strategy.id}>
                <h3>
                  <a href={`/strategies/${strategy.id}`}>
                    <Data of={inLanguage(strategy.name, context.locale)} />
                  </a>{' '}
                  {strategy.uses > 0 ? <Tag>{t('register.uses', { count: strategy.uses })}</Tag> : null}
                </h3>
                <p>
                  <Data of={inLanguage(strategy.summary, context.locale)} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  )
}

function Tried({ model, context }: Props) {
  const t = messages(context.locale)
  return (
    <section>
      <h2>{t('strategy.tried')}</h2>
      {model.initiatives.length === 0 ? <p>{t('strategy.not-tried')}</p> : null}
      <ul>
        {model.initiatives.map((one) => (
          <li key={one.id}>
            <a href={`/initiatives/${one.id}`}>
              <Data of={inLanguage(one.title, context.locale)} />
            </a>{' '}
            ({t(`state.${one.state}`)})
          </li>
        ))}
      </ul>
    </section>
  )
}

function Came({ model, context }: Props) {
  const t = messages(context.locale)
  const { record } = model
  return (
    <section>
      <h2>{t('strategy.came')}</h2>
      <p>{t('strategy.rounds', { count: record.rounds })}</p>
      <Facts
        items={[
          { term: t('strategy.response'), value: rateWords(record.response, context) },
          { term: t('strategy.days'), value: daysWords(record.daysToAnswer, context) },
          { term: t('strategy.objected'), value: rateWords(record.notAnswered, context) },
        ]}
      />
      {record.roundsLeftOut > 0 ? <p>{t('strategy.left-out', { count: record.roundsLeftOut })}</p> : null}
      {record.forWhom.map((stratum, index) => {
        const label = inLanguage(stratum.label, context.locale)
        return (
          <section key={index}>
            <h3>
              {t('strategy.whom')} – <Data of={label} />
            </h3>
            <Table
              caption={t('strategy.whom')}
              quietCaption
              rows={stratum.values}
              columns={[
                {
                  title: t('strategy.value'),
                  rowHeader: true,
                  cell: (row) => <Data of={inLanguage(row.label, context.locale)} />,
                },
                { title: t('strategy.share'), cell: (row) => rateWords(row.rate, context) },
              ]}
            />
          </section>
        )
      })}
      <Notice>
        <p>{t('observational')}</p>
      </Notice>
    </section>
  )
}

function Sources({ model, context }: Props) {
  const t = messages(context.locale)
  return (
    <section>
      <h2>{t('strategy.sources')}</h2>
      <ul>
        {model.sources.map((source) => (
          <li key={source.id}>
            <Data
              of={{
                text: `${source.authors}${source.year === null ? '' : ` (${source.year})`}. ${source.title}.`,
                language: 'und',
              }}
            />{' '}
            {source.container ? <Data of={{ text: `${source.container}. `, language: 'und' }} /> : null}
            {source.doi ? (
              <a href={`https://doi.org/${source.doi}`}>{t('source.doi', { doi: source.doi })}</a>
            ) : null}{' '}
            <Tag>
              <Data of={inLanguage(source.kind, context.locale)} />
            </Tag>
            {source.note ? (
              <p class="hint">
                <Data of={inLanguage(source.note, context.locale)} />
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** One strategy: what it is, who names it, where it was tried here, what came of it. `brief`: the same, to print. */
export function StrategyPage({ model, context, brief }: Props & { brief: boolean }) {
  const t = messages(context.locale)
  const name = inLanguage(model.name, context.locale)
  return (
    <Page
      chrome={context.chrome}
      title={name.text}
      back={brief ? { href: `/strategies/${model.id}` } : { href: '/strategies', label: t('register.title') }}
    >
      <h1>
        <Data of={name} />
      </h1>
      <p>
        <Data of={inLanguage(model.summary, context.locale)} />
      </p>
      <p>
        {model.tags.map((tag, index) => (
          <span key={index}>
            <Tag>
              <Data of={inLanguage(tag, context.locale)} />
            </Tag>{' '}
          </span>
        ))}
      </p>
      <Tried model={model} context={context} />
      <Came model={model} context={context} />
      <Sources model={model} context={context} />
      <p>{t('strategy.as-of', { date: context.formats.date(model.asOf) })}</p>
      {brief ? null : (
        <Actions>
          <ButtonLink href={`/strategies/${model.id}/brief`}>{t('strategy.brief')}</ButtonLink>
          <ButtonLink href={`/strategies/${model.id}/brief.md`}>{t('strategy.markdown')}</ButtonLink>
        </Actions>
      )}
    </Page>
  )
}
