import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/state.tsx'
import { LevelSection } from './level-section.tsx'
import { decisionMessages } from './messages.ts'
import type { DecisionModel } from './models.ts'

type Parts = { model: DecisionModel; context: Context }

const Add = ({ href, children }: { href: string; children: string }) => (
  <p>
    <ButtonLink href={href}>{children}</ButtonLink>
  </p>
)

function Earlier({ model, context }: Parts) {
  const t = decisionMessages(context.locale)
  if (model.revisions.length === 0) return null
  return (
    <Details summary={t('decision.earlier', { count: model.revisions.length })}>
      <ol reversed>
        {model.revisions.map((one) => (
          <li key={one.revision}>
            <p>
              <strong>{t(`outcome.${one.outcome}`)}</strong>
              {one.revisitOn
                ? ` · ${t('decision.revisit', { date: context.formats.date(one.revisitOn) })}`
                : null}
            </p>
            <Words as="blockquote" of={inLanguage(one.reason, context.locale)} />
            <p>
              {t('decision.replaced', {
                date: context.formats.date(one.replacedAt),
                name: one.replacedBy,
              })}
            </p>
          </li>
        ))}
      </ol>
    </Details>
  )
}

function Rests({ model, context }: Parts) {
  const t = decisionMessages(context.locale)
  if (model.evidence.length === 0 && !model.may.link) return null
  return (
    <section>
      <h2>{t('decision.evidence')}</h2>
      {model.evidence.length === 0 ? <p>{t('decision.noEvidence')}</p> : null}
      <ul>
        {model.evidence.map((one, index) => {
          const label = inLanguage(one.label, context.locale)
          const href = one.round ? `/rounds/${one.round}/results` : (one.address ?? '')
          return (
            <li key={index}>
              <a href={href} rel={one.round ? undefined : 'noreferrer'}>
                <Data of={label.text === '' ? { text: href, language: 'und' } : label} />
              </a>
            </li>
          )
        })}
      </ul>
      {model.may.link ? <Add href={`/decisions/${model.id}/evidence`}>{t('evidence.add')}</Add> : null}
    </section>
  )
}

function Dissent({ model, context }: Parts) {
  const t = decisionMessages(context.locale)
  return (
    <section>
      <h2>{t('decision.dissent')}</h2>
      {model.dissent.length === 0 ? <p>{t('decision.noDissent')}</p> : null}
      {model.dissent.map((one, index) => (
        <div key={index}>
          <Words as="blockquote" of={inLanguage(one.text, context.locale)} />
          <p>{t('decision.dissentBy', { name: one.by, date: context.formats.date(one.at) })}</p>
        </div>
      ))}
      {model.may.dissent ? <Add href={`/decisions/${model.id}/dissent`}>{t('dissent.add')}</Add> : null}
    </section>
  )
}

function Promises({ model, context }: Parts) {
  const t = decisionMessages(context.locale)
  if (model.commitments.length === 0 && !model.may.commit) return null
  return (
    <section>
      <h2>{t('decision.commitments')}</h2>
      {model.commitments.length === 0 ? <p>{t('decision.noCommitments')}</p> : null}
      <ul>
        {model.commitments.map((one) => (
          <li key={one.id} id={`commitment-${one.id}`}>
            <a href={`/commitments/${one.id}`}>
              <Data of={inLanguage(one.what, context.locale)} />
            </a>
            <p>
              {one.doneAt
                ? t('commitment.doneOn', { date: context.formats.date(one.doneAt), name: one.doneBy ?? '' })
                : t('commitment.dueBy', { date: context.formats.date(one.dueOn), name: one.owner })}{' '}
              {one.late ? <Tag kind="attention">{t('commitment.late')}</Tag> : null}
            </p>
          </li>
        ))}
      </ul>
      {model.may.commit ? <Add href={`/decisions/${model.id}/commitments`}>{t('commitment.add')}</Add> : null}
    </section>
  )
}

/** What was decided, why, by whom; who disagreed; what it rests on; what was promised; whether the promise to listen was kept. */
export function DecisionPage({ model, context }: Parts) {
  const { chrome, locale, formats } = context
  const t = decisionMessages(locale)
  const title = t(`outcome.${model.outcome}`)
  return (
    <Page chrome={chrome} title={title} back={{ href: `/initiatives/${model.initiative.id}` }}>
      <p>
        <Data of={inLanguage(model.initiative.title, locale)} />
      </p>
      <h1>{t('decision.title', { outcome: title })}</h1>
      <Words of={inLanguage(model.reason, locale)} />
      <Facts
        items={[
          { term: t('decision.by'), value: <Data of={model.decidedBy} /> },
          { term: t('decision.on'), value: formats.date(model.decidedAt) },
          ...(model.revisitOn
            ? [{ term: t('decision.revisitTerm'), value: formats.date(model.revisitOn) }]
            : []),
          ...(model.reviewOn
            ? [{ term: t('decision.reviewTerm'), value: formats.date(model.reviewOn) }]
            : []),
          { term: t('decision.answered'), value: formats.number(model.answered) },
        ]}
      />
      {model.owed ? (
        <p>
          <ButtonLink kind="primary" href={`/initiatives/${model.initiative.id}/answers`}>
            {t('decision.answerNow', { count: model.owed })}
          </ButtonLink>
        </p>
      ) : null}
      {model.may.edit ? (
        <p>
          <a href={`/initiatives/${model.initiative.id}/decision`}>{t('decision.change')}</a>
        </p>
      ) : null}
      <Earlier model={model} context={context} />
      <Promises model={model} context={context} />
      <Rests model={model} context={context} />
      <Dissent model={model} context={context} />
      <LevelSection model={model} context={context} />
    </Page>
  )
}
