import { isTypedKey } from '../../platform/i18n/messages.ts'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Hidden } from '../../ui/action-form.tsx'
import { Actions, Button } from '../../ui/button.tsx'
import { Checkboxes } from '../../ui/choices.tsx'
import { Data } from '../../ui/data.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type PrivacyKey, privacyMessages } from './messages.ts'
import type { PurgeModel } from './models.ts'

/** Finding what slipped in, and removing it everywhere in one act. */
export function PurgePage({
  model,
  context,
  form,
}: {
  model: PurgeModel
  context: Context
  form: FormState
}) {
  const { chrome, locale, formats } = context
  const t = privacyMessages(locale)
  const errors = fieldErrors(form, (key) =>
    t(
      isTypedKey(key)
        ? key
        : key === 'nothingChosen' || key === 'copiesElsewhere'
          ? (`purge.${key}` as const)
          : ('purge.wrong' satisfies PrivacyKey),
    ),
  )
  const { findings } = model
  const elsewhere = findings?.elsewhere ?? 0
  return (
    <Page chrome={chrome} title={t('purge.title')} errors={errors} back={{ href: '/privacy' }}>
      <h1>{t('purge.title')}</h1>
      {model.done ? (
        <Notice kind="saved" announce>
          <p>{t('purge.done')}</p>
        </Notice>
      ) : null}
      <p>{t('purge.lead')}</p>
      <Notice kind="attention">
        <p>{t('purge.backups')}</p>
      </Notice>
      <Copies form={form} context={context} />
      <form method="post" action="/privacy/purge/find" role="search">
        <TextField
          name="search"
          type="search"
          label={t('purge.search')}
          hint={t('purge.searchHint')}
          value={model.search}
        />
        <Button kind="secondary">{t('purge.find')}</Button>
      </form>
      {findings ? (
        findings.contributions.length + findings.files.length + elsewhere === 0 ? (
          <p>{t('purge.none')}</p>
        ) : (
          <form method="post" action="/privacy/purge">
            <h2>{t('purge.found')}</h2>
            <Hidden fields={{ search: model.search }} />
            <Facts
              items={[
                { term: t('purge.inContributions'), value: formats.number(findings.contributions.length) },
                { term: t('purge.inFiles'), value: formats.number(findings.files.length) },
                { term: t('purge.inOthers'), value: formats.number(elsewhere) },
              ]}
            />
            {findings.contributions.length > 0 ? (
              <Checkboxes
                name="contribution"
                label={t('purge.choose')}
                hint={t('purge.chooseHint')}
                error={errorAt(errors, 'contribution')}
                value={form.values['contribution']}
                choices={findings.contributions.map((one) => ({
                  value: one.id,
                  label: (
                    <Data
                      of={
                        one.text === ''
                          ? inLanguage(one.wording, locale)
                          : { text: one.text, language: one.language }
                      }
                    />
                  ),
                }))}
              />
            ) : null}
            {findings.files.length > 0 ? (
              <Checkboxes
                name="file"
                label={t('purge.chooseFiles')}
                hint={t('purge.chooseFilesHint')}
                value={form.values['file']}
                choices={findings.files.map((one) => ({
                  value: one.id,
                  label: (
                    <>
                      <Data of={inLanguage(one.title, locale)} />
                      {` · ${t('purge.version', { number: one.number })}`}
                    </>
                  ),
                }))}
              />
            ) : null}
            {elsewhere > 0 ? (
              <Checkboxes
                name="elsewhere"
                label={t('purge.elsewhere')}
                value={form.values['elsewhere']}
                choices={[{ value: 'yes', label: t('purge.elsewhereBox', { count: elsewhere }) }]}
              />
            ) : null}
            <Button kind="grave">{t('purge.now')}</Button>
          </form>
        )
      ) : null}
    </Page>
  )
}

/** Says in how many other places copies of what was chosen stand, before anything is removed. */
function Copies({ form, context }: { form: FormState; context: Context }) {
  const places = form.offers?.['copies']?.[0]?.value
  if (places === undefined) return null
  const t = privacyMessages(context.locale)
  const kept = ['contribution', 'file', 'search', 'elsewhere'].flatMap((name) =>
    [form.values[name] ?? []].flat().map((value) => ({ name, value })),
  )
  return (
    <form method="post" action="/privacy/purge" id="copies">
      <h2>{t('purge.copies')}</h2>
      <p>{t('purge.copiesText', { count: Number(places) })}</p>
      {kept.map(({ name, value }) => (
        <input key={name + value} type="hidden" name={name} value={value} />
      ))}
      <Actions>
        <Button kind="grave" name="copies" value={places}>
          {t('purge.copiesGo')}
        </Button>
        <Button kind="secondary" name="copies" value="stay">
          {t('purge.copiesStay')}
        </Button>
      </Actions>
    </form>
  )
}
