import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/details.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { BeforeWriting } from '../contributions/public.ts'
import { errorWords, messages } from './messages.ts'
import type { SayModel } from './models.ts'
import { similarNeeds } from './similar-needs.ts'

type Props = Readonly<{ model: SayModel; context: Context; form: FormState }>

const textOf = (form: FormState, name: string): string => {
  const value = form.values[name]
  return typeof value === 'string' ? value : ''
}

/** Between writing and sending: what has been said about the same. One tap joins, one sends one's own. */
function SimilarStep({ model, context, form }: Props) {
  const t = messages(context.locale)
  const text = textOf(form, 'text')
  const kept = { text, draft: textOf(form, 'draft'), not_patient_data: textOf(form, 'not_patient_data') }
  const found = similarNeeds(text, model.worded)
  return (
    <Page chrome={context.chrome} title={t('say.similar-title')} form="mine">
      <h1>{t('say.similar-title')}</h1>
      <p>{t('say.similar-lead')}</p>
      <form method="post" id="similar" action="/say">
        <Hidden fields={kept} />
        <div class="cards">
          {found.map(({ id }) => (
            <article key={id} class="card">
              <p class="words">
                <Data of={inLanguage(model.worded.find((need) => need.id === id)?.wording, context.locale)} />
              </p>
              <Button kind="secondary" name="same" value={id}>
                {t('say.same')}
              </Button>
            </article>
          ))}
        </div>
      </form>
      <form method="post" id="mine" action="/say">
        <Hidden fields={{ ...kept, similar_seen: 'yes' }} />
        <h2>{t('say.yours')}</h2>
        <p class="words">
          <Data of={text} />
        </p>
        <Button>{t('say.other')}</Button>
      </form>
    </Page>
  )
}

/** One field: what is missing, or in the way. */
export function SayPage({ model, context, form }: Props) {
  const t = messages(context.locale)
  if (form.errors['similar']) return <SimilarStep model={model} context={context} form={form} />
  const errors = fieldErrors(form, errorWords(context.locale))
  return (
    <Page chrome={context.chrome} title={t('say.title')} form="say" errors={errors} back={{ href: '/' }}>
      <h1>{t('say.title')}</h1>
      <form method="post" id="say" action="/say">
        <Hidden fields={{ draft: textOf(form, 'draft') || model.draft }} />
        <TextArea
          name="text"
          label={t('say.field')}
          hint={t('say.hint')}
          value={textOf(form, 'text')}
          error={errorAt(errors, 'text')}
          maxlength={2000}
        />
        <BeforeWriting chrome={context.chrome} />
        <Button>{t('say.send')}</Button>
      </form>
      <Details summary={t('say.who')} open>
        <p>
          {model.readers.length === 0
            ? t('say.no-readers')
            : t('say.readers', { names: model.readers.join(', ') })}
        </p>
      </Details>
    </Page>
  )
}
