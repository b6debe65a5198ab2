import type { VNode } from 'preact'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Data } from '../../ui/data.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { FormState } from '../../platform/http/route.ts'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { roundMessages } from './messages.ts'
import type { ResponsesModel } from './responses.ts'
import type { KeyModel } from './round-key-life.ts'
import { Readers } from './readers.tsx'
import { RoundLine, type RoundWords } from './round-line.tsx'
import type { WhoCanSeeModel } from './who-can-see.ts'

/** Who can see what in a round, what could go wrong, and until when: in plain words, at its own level. */
export function WhoCanSeePage(model: WhoCanSeeModel, context: Context): VNode {
  const { chrome, formats, locale } = context
  const t = roundMessages(locale)
  const { round } = model
  return (
    <Page chrome={chrome} title={t('who-can-see')} back={{ href: model.back }}>
      <h1>{t('who-can-see')}</h1>
      <p>
        <strong>{t(`level.${round.level}.name`)}</strong>
      </p>
      <p>{t(`level.${round.level}.short`)}</p>
      <h2>{t('see.who')}</h2>
      {round.level === 'A' ? <NamedLevel t={t} /> : null}
      {round.level === 'B' ? <ConfidentialLevel {...{ t, model, context }} /> : null}
      {round.level === 'C' ? <PseudonymousLevel {...{ t, model, context }} /> : null}
      <h2>{t('see.nobody')}</h2>
      <ul>
        <li>{t('see.no-running-results')}</li>
        <li>{t('see.under-five')}</li>
        {round.level === 'A' ? null : <li>{t('see.words-need-ten')}</li>}
        <li>{t('see.took-part')}</li>
        <li>{t('see.pay')}</li>
      </ul>
      <Readers names={model.readers} />
      {model.privacyContact ? (
        <p>
          {t('see.contact')} <Data of={model.privacyContact} />
        </p>
      ) : null}
      {model.mayHold ? <ButtonLink href={`/rounds/${round.id}/key`}>{t('hold.title')}</ButtonLink> : null}
      <p>{t('see.asked', { count: model.invited })}</p>
      {model.looks.length > 0 ? (
        <Table
          caption={t('see.looks')}
          rows={model.looks}
          columns={[
            { title: t('see.look-by'), rowHeader: true, cell: (look) => <Data of={look.by} /> },
            { title: t('see.look-at'), cell: (look) => formats.dateTime(look.at) },
          ]}
        />
      ) : null}
      <RoundLine round={round} />
    </Page>
  )
}

type Part = { t: RoundWords; model: WhoCanSeeModel; context: Context }

function NamedLevel({ t }: { t: RoundWords }) {
  return (
    <ul>
      <li>{t('see.A.group')}</li>
      <li>{t('see.A.use')}</li>
    </ul>
  )
}

function ConfidentialLevel({ t, model }: Part) {
  return (
    <>
      <ul>
        {model.facilitators.map((name) => (
          <li key={name}>
            <Data of={name} />
          </li>
        ))}
      </ul>
      {model.facilitators.length === 0 ? <p>{t('see.B.nobody')}</p> : null}
      <p>{t('see.B.looks', { count: model.looks.length })}</p>
      <p>{t('see.B.database')}</p>
    </>
  )
}

function PseudonymousLevel({ t, model, context }: Part) {
  const { formats, locale } = context
  const { leak } = model
  return (
    <>
      <ul>
        <li>{t('see.C.nobody')}</li>
        <li>{t('see.C.key')}</li>
        <li>{keySentence(t, model, context)}</li>
      </ul>
      {model.holdReason !== null ? (
        <Notice kind="attention">
          <p>
            {t('see.C.held')} <Data of={inLanguage({ und: model.holdReason }, locale)} />
          </p>
        </Notice>
      ) : null}
      <h2>{t('see.wrong')}</h2>
      <ul>
        {model.few ? <li>{t('see.C.few')}</li> : null}
        <li>{t('see.C.guess')}</li>
        <li>{t('see.C.words')}</li>
        <li>
          {t('see.C.order', {
            people: leak.people,
            during: formats.percent(leak.during),
            after: formats.percent(leak.after, 1),
            chance: formats.percent(leak.chance, 1),
          })}
        </li>
        <li>{t('see.C.old-copies')}</li>
        <li>{t('see.C.live')}</li>
      </ul>
    </>
  )
}

function keySentence(
  t: RoundWords,
  model: Pick<WhoCanSeeModel, 'keyDestroyOn' | 'keyDestroyedAt' | 'holdReason'>,
  context: Context,
): string {
  const { date } = context.formats
  if (model.keyDestroyedAt) return t('see.C.destroyed', { day: date(model.keyDestroyedAt) })
  if (model.keyDestroyOn && model.holdReason === null)
    return t(model.keyDestroyOn < todayIn(context) ? 'see.C.destroy-late' : 'see.C.destroy-on', {
      day: date(model.keyDestroyOn),
    })
  return t('see.C.destroy-later')
}

/** Who answered what, where the level allows it. */
export function ResponsesPage(model: ResponsesModel, context: Context): VNode {
  const t = roundMessages(context.locale)
  return (
    <Page chrome={context.chrome} title={t('responses.title')} back={{ href: model.back }} wide>
      <h1>{t('responses.title')}</h1>
      {model.round.level === 'B' ? (
        <Notice>
          <p>{t('responses.logged')}</p>
        </Notice>
      ) : null}
      <ol>
        {model.statements.map(({ number, wording }) => (
          <li key={number}>
            <Data of={inLanguage(wording, context.locale)} />
          </li>
        ))}
      </ol>
      <Table
        caption={t('responses.title')}
        quietCaption
        rows={model.people}
        columns={[
          { title: t('responses.person'), rowHeader: true, cell: (person) => <Data of={person.name} /> },
          ...model.statements.map(({ number }, index) => ({
            title: String(number),
            cell: (person: ResponsesModel['people'][number]) => {
              const answer = person.answers[index]
              return answer ? t(`answer.${answer}`) : '–'
            },
          })),
        ]}
      />
      <ButtonLink href={`/rounds/${model.round.id}/who-can-see`}>{t('who-can-see')}</ButtonLink>
      <RoundLine round={model.round} />
    </Page>
  )
}

/** Where a privacy officer keeps a key beyond its date, or ends that. */
export function KeyPage(model: KeyModel, context: Context, form: FormState): VNode {
  const t = roundMessages(context.locale)
  const errors = fieldErrors(form, t as (key: string) => string)
  return (
    <Page
      chrome={context.chrome}
      title={t('hold.title')}
      errors={errors}
      back={{ href: `/rounds/${model.id}/who-can-see` }}
    >
      <h1>{t('hold.title')}</h1>
      <p>
        <Data of={inLanguage(model.title, context.locale)} />
      </p>
      <p>{model.there ? keySentence(t, model, context) : t('refused.key-not-there')}</p>
      {model.there && model.holdReason === null ? (
        <form method="post">
          <TextField
            name="reason"
            label={t('hold.reason')}
            hint={t('hold.hint')}
            value={form.values['reason']}
            error={errorAt(errors, 'reason')}
            maxlength={300}
          />
          <Button>{t('hold.do')}</Button>
        </form>
      ) : null}
      {model.there && model.holdReason !== null ? (
        <>
          <Notice kind="attention">
            <p>
              {t('see.C.held')} <Data of={model.holdReason} />
            </p>
          </Notice>
          <ActionForm action={`/rounds/${model.id}/key-release`}>{t('hold.release')}</ActionForm>
        </>
      ) : null}
    </Page>
  )
}
