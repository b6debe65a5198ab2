import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Actions, Button } from '../../ui/button.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { RingState } from '../../ui/ring.tsx'
import { Trail, type TrailStep } from '../../ui/state.tsx'
import { homeMessages } from './messages.ts'
import type { SaidItem } from './said-models.ts'

type Parts = { item: SaidItem; context: Context }

/** The state that is shown: what was turned back before anybody answered stays where it came to. */
export const shownState = (item: SaidItem): RingState => item.state

function Answers({ item, context }: Parts) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  return (
    <>
      {item.answers.map((answer, index) => (
        <div key={index}>
          <p>
            <strong>{t(`outcome.${answer.outcome}`)}.</strong> {t(`says.${answer.outcome}`)}
          </p>
          <Words of={inLanguage(answer.reason, locale)} />
          <p>
            {t(index === 0 ? 'answered.by' : 'answered.again', {
              name: answer.by,
              date: formats.date(answer.at),
            })}
            {answer.manner === 'one' ? null : ` ${t(`manner.${answer.manner}`)}`}
          </p>
          {answer.revisitOn ? <p>{t('answered.revisit', { date: formats.date(answer.revisitOn) })}</p> : null}
          {answer.decision ? (
            <p>
              <a href={`/decisions/${answer.decision}`}>{t('answered.decision')}</a>
            </p>
          ) : null}
        </div>
      ))}
    </>
  )
}

function Done({ item, context }: Parts) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  return (
    <>
      {item.promises
        .filter((one) => one.doneAt !== null)
        .map((one) => (
          <div key={one.id}>
            <p>
              <Data of={inLanguage(one.what, locale)} />
            </p>
            <Facts
              items={[
                { term: t('done.before'), value: <Data of={inLanguage(one.before, locale)} /> },
                { term: t('done.after'), value: <Data of={inLanguage(one.after, locale)} /> },
                {
                  term: t('done.source'),
                  value: (
                    <a href={`/commitments/${one.id}`}>
                      <Data of={inLanguage(one.source, locale)} />
                    </a>
                  ),
                },
              ]}
            />
            {one.doneAt ? <p>{t('done.by', { name: one.owner, date: formats.date(one.doneAt) })}</p> : null}
          </div>
        ))}
    </>
  )
}

/** The way of one thing: four rings, each with who and when, those not reached without. */
export function SaidTrail({ item, context }: Parts) {
  const { formats } = context
  const t = homeMessages(context.locale)
  const steps: TrailStep[] = [
    {
      state: 'received',
      body: <p>{item.receivedAt ? formats.date(item.receivedAt) : item.round ? t('trail.noTime') : null}</p>,
    },
  ]
  if (item.readBy && item.readAt)
    steps.push({
      state: 'read',
      body: <p>{t('trail.readBy', { name: item.readBy, date: formats.date(item.readAt) })}</p>,
    })
  if (item.answers.length > 0)
    steps.push({ state: 'decided', body: <Answers item={item} context={context} /> })
  if (item.state === 'done') steps.push({ state: 'done', body: <Done item={item} context={context} /> })
  const open = item.promises.filter((one) => one.doneAt === null)
  return (
    <>
      <Trail steps={steps} />
      {item.turnedBack ? <p>{t(`said.${item.turnedBack}`)}</p> : null}
      {item.state !== 'done' && open.length > 0 ? (
        <ul>
          {open.map((one) => (
            <li key={one.id}>
              <a href={`/commitments/${one.id}`}>
                <Data of={inLanguage(one.what, context.locale)} />
              </a>{' '}
              {t('trail.promised', { name: one.owner, date: formats.date(one.dueOn) })}
            </li>
          ))}
        </ul>
      ) : null}
      {item.answers.length === 0 && item.turnedBack === null && item.dueAt ? (
        <p>
          {item.dueAt < context.now
            ? t('trail.late', { date: formats.date(item.dueAt) })
            : t('trail.due', { date: formats.date(item.dueAt) })}
        </p>
      ) : null}
    </>
  )
}

const verdicts = ['yes', 'partly', 'no'] as const

/** What its author can do: say that it does not answer them, or whether it fixed it. */
export function SaidActions({ item, context }: Parts) {
  const t = homeMessages(context.locale)
  return (
    <>
      {item.state === 'done' ? (
        <form method="post" action={`/said/${item.id}/fixed`}>
          <h2>{t('fixed.question')}</h2>
          {item.verdict ? <p>{t('fixed.said', { verdict: t(`fixed.${item.verdict}`) })}</p> : null}
          <Actions>
            {verdicts.map((verdict) => (
              <Button key={verdict} kind="secondary" name="verdict" value={verdict}>
                {t(`fixed.${verdict}`)}
              </Button>
            ))}
          </Actions>
        </form>
      ) : item.verdict === 'no' ? (
        <Notice>{t('fixed.reopened')}</Notice>
      ) : null}
      {item.answers.length > 0 && item.state !== 'done' && item.objection === 'none' ? (
        <ActionForm action={`/said/${item.id}/objection`} kind="secondary">
          {t('objection.say')}
        </ActionForm>
      ) : null}
      {item.objection === 'none' ? null : <Notice>{t(`objection.${item.objection}`)}</Notice>}
    </>
  )
}
