import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import type { Locale } from '../../platform/i18n/locale.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ActionForm, Hidden } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Data, Words } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { type FieldError, errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { BeforeWriting, contributionMessages, moderationReasons } from '../contributions/public.ts'
import { errorWords, messages } from './messages.ts'
import type { OwnNeed } from './models.ts'

type Props = Readonly<{ need: OwnNeed; context: Context; form: FormState }>

/** How many characters a wording has at most. */
const longestWording = 300

function WordingForm({ need: model, context, form }: Props) {
  const t = messages(context.locale)
  const errors = fieldErrors(form, errorWords(context.locale))
  const proposed = model.wordingState === 'proposed'
  const own = model.text.length <= longestWording ? model.text : ''
  const error = errorAt(errors, 'wording') ?? errorAt(errors, 'wording_en') ?? errorAt(errors, 'wording_fr')
  return (
    <Details summary={t('wording.title')} open={proposed || error !== undefined}>
      <form method="post" id="wording-form" action={`/said/${model.id}`}>
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
        <ActionForm action={`/said/${model.id}`} fields={{ act: 'decline' }} kind="quiet">
          {t('wording.decline')}
        </ActionForm>
      ) : null}
    </Details>
  )
}

function Returned({ need: model, context, form }: Props) {
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
        <form method="post" id="wording-form" action={`/said/${model.id}`}>
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

/** The id of the form on an own need's page; undefined where there is nothing to say about it. */
export const ownNeedForm = ({ purged, wordingState, moderation }: OwnNeed): string | undefined =>
  purged || wordingState === 'approved' || moderation === 'rejected' ? undefined : 'wording-form'

/** What is wrong with what was sent about an own need. */
export const ownNeedErrors = (form: FormState, locale: Locale): readonly FieldError[] =>
  fieldErrors(form, errorWords(locale))

/** What its author alone sees of a need: with whom it goes, what came back, and who may read which words. */
export function OwnNeedWords(props: Props) {
  const { need, context } = props
  const t = messages(context.locale)
  const settled = need.moderation === 'returned' || need.moderation === 'rejected'
  return (
    <>
      {need.joined ? <p>{t('own.joined')}</p> : null}
      {need.initiative ? (
        <p>
          {t('own.in-initiative')}{' '}
          <a href={`/initiatives/${need.initiative.id}`}>
            <Data of={inLanguage(need.initiative.title, context.locale)} />
          </a>
        </p>
      ) : null}
      {settled && !need.purged ? <Returned {...props} /> : null}
      {need.wordingState === 'approved' ? (
        <section>
          <p>{t('wording.approved')}</p>
          <Words of={inLanguage(need.wording, context.locale)} />
        </section>
      ) : null}
      {need.wordingState !== 'approved' && !settled && !need.purged ? <WordingForm {...props} /> : null}
      {need.mayTakeBack ? (
        <ButtonLink kind="quiet" href={`/said/${need.id}/take-back`}>
          {t('own.take-back')}
        </ButtonLink>
      ) : null}
    </>
  )
}
