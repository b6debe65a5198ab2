import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm, Hidden } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Words } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Trail, type TrailStep } from '../../ui/state.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { BeforeWriting, contributionMessages, moderationReasons } from '../contributions/public.ts'
import { errorWords, messages } from './messages.ts'
import type { OwnModel } from './models.ts'

type Props = Readonly<{ model: OwnModel & { sent: boolean }; context: Context; form: FormState }>

function stepsOf(model: OwnModel, context: Context): TrailStep[] {
  const t = messages(context.locale)
  const steps: TrailStep[] = []
  if (model.receivedAt)
    steps.push({
      state: 'received',
      words: t('own.received', { date: context.formats.date(model.receivedAt) }),
    })
  if (model.read)
    steps.push({
      state: 'read',
      words: t('own.read', { name: model.read.by, date: context.formats.date(model.read.at) }),
    })
  const { answer } = model
  if (answer)
    steps.push({
      state: 'decided',
      words: t(`outcome.${answer.outcome}`),
      body: (
        <>
          <p>
            <Data of={inLanguage(answer.reason, context.locale)} />
          </p>
          <p>{t('own.answered-by', { name: answer.by, date: context.formats.date(answer.at) })}</p>
        </>
      ),
    })
  if (model.state === 'done') steps.push({ state: 'done', words: t('own.done') })
  return steps
}

/** How many characters a wording has at most. */
const longestWording = 300

function WordingForm({ model, context, form }: Props) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  const proposed = model.wordingState === 'proposed'
  const own = model.text.length <= longestWording ? model.text : ''
  const error = errorAt(errors, 'wording') ?? errorAt(errors, 'wording_en') ?? errorAt(errors, 'wording_fr')
  return (
    <Details summary={t('wording.title')} open={proposed || error !== undefined}>
      <form method="post" id="wording-form" action={`/say/${model.id}`}>
        <Hidden fields={{ act: 'approve' }} />
        <BilingualField
          name="wording"
          label={t('wording.field')}
          hint={t(proposed ? 'wording.lead' : 'wording.own-lead')}
          stored={proposed ? model.wording : { [model.language]: own }}
          form={form}
          error={error}
          lines={3}
          maxlength={longestWording}
        />
        <Button>{t('wording.approve')}</Button>
      </form>
      {proposed ? (
        <ActionForm action={`/say/${model.id}`} fields={{ act: 'decline' }} kind="quiet">
          {t('wording.decline')}
        </ActionForm>
      ) : null}
    </Details>
  )
}

function Returned({ model, context, form }: Props) {
  const t = messages(context.locale)
  const reasons = contributionMessages(context.locale)
  const reason = moderationReasons.find((known) => known === model.moderationReason)
  const errors = fieldErrors(form, errorWords(context.locale))
  return (
    <Notice kind="attention">
      <h2>{t(model.moderation === 'returned' ? 'returned.title' : 'returned.rejected')}</h2>
      {reason ? <p>{reasons(`reason.${reason}`)}</p> : null}
      {model.moderationNote ? (
        <p>
          <Data of={inLanguage(model.moderationNote, context.locale)} />
        </p>
      ) : null}
      {model.moderation === 'returned' ? (
        <form method="post" id="wording-form" action={`/say/${model.id}`}>
          <Hidden fields={{ act: 'resubmit' }} />
          <TextArea
            name="text"
            label={t('returned.field')}
            value={typeof form.values['text'] === 'string' ? form.values['text'] : model.text}
            error={errorAt(errors, 'text')}
            maxlength={2000}
          />
          <BeforeWriting chrome={context.chrome} />
          <Button>{t('returned.send')}</Button>
        </form>
      ) : null}
    </Notice>
  )
}

/** What became of one thing that was said: for the person who said it, and nobody else. */
export function OwnPage(props: Props) {
  const { model, context, form } = props
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  const settled = model.moderation === 'returned' || model.moderation === 'rejected'
  return (
    <Page
      chrome={context.chrome}
      title={t('own.title')}
      form={
        model.purged || model.wordingState === 'approved' || model.moderation === 'rejected'
          ? undefined
          : 'wording-form'
      }
      errors={errors}
      back={{ href: '/said', label: t('own.all') }}
    >
      {model.sent ? (
        <Panel title={t('own.sent')}>
          <p>{t('own.next')}</p>
        </Panel>
      ) : (
        <h1>{t('own.title')}</h1>
      )}
      {model.purged ? (
        <p>{t('own.purged')}</p>
      ) : (
        <Words of={{ text: model.text, language: model.language }} />
      )}
      {model.joined ? <p>{t('own.joined')}</p> : null}
      <Trail steps={stepsOf(model, context)} />
      {model.initiative ? (
        <p>
          {t('own.in-initiative')}{' '}
          <a href={`/initiatives/${model.initiative.id}`}>
            <Data of={inLanguage(model.initiative.title, context.locale)} />
          </a>
        </p>
      ) : null}
      {settled && !model.purged ? <Returned {...props} /> : null}
      {model.wordingState === 'approved' ? (
        <section>
          <p>{t('wording.approved')}</p>
          <Words of={inLanguage(model.wording, context.locale)} />
        </section>
      ) : null}
      {model.wordingState !== 'approved' && !settled && !model.purged ? <WordingForm {...props} /> : null}
    </Page>
  )
}
