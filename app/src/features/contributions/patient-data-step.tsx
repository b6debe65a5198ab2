import type { Chrome } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { notPatientDataField } from '../../platform/http/patient-data-check.ts'
import { findPatientData, findingsMark, withoutPatientData } from '../../platform/privacy/patient-data.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { contributionMessages } from './messages.ts'

const textOf = (form: FormState, field: string): string => {
  const value = form.values[field]
  return typeof value === 'string' ? value : ''
}

function Kept({ form, except }: { form: FormState; except: readonly string[] }) {
  return (
    <>
      {Object.entries(form.values)
        .filter(([name]) => !except.includes(name) && name !== '_language')
        .flatMap(([name, value]) =>
          [value ?? []]
            .flat()
            .map((one) => <input key={`${name} ${one}`} type="hidden" name={name} value={one} />),
        )}
    </>
  )
}

function Marked({ text }: { text: string }) {
  const parts = []
  let from = 0
  for (const { start, end } of findPatientData(text)) {
    parts.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>)
    from = end
  }
  return (
    <blockquote data-content>
      {parts}
      {text.slice(from)}
    </blockquote>
  )
}

/**
 * The page between a form and its sending, when something in it looks like a patient's data: it can be
 * removed, or sent as it is. It posts to the same address with everything else kept.
 *
 * @param fields the names of the fields in which something was found
 */
export function PatientDataStep({
  chrome,
  form,
  fields,
}: {
  chrome: Chrome
  form: FormState
  fields: readonly string[]
}) {
  const t = contributionMessages(chrome.locale)
  const touched = fields.filter((field) => findPatientData(textOf(form, field)).length > 0)
  const kinds = new Set(
    touched.flatMap((field) => findPatientData(textOf(form, field)).map((one) => one.kind)),
  )
  return (
    <Page chrome={chrome} title={t('patientData.title')} form="without">
      <h1>{t('patientData.title')}</h1>
      <p>{t('patientData.lead')}</p>
      {touched.map((field) => (
        <Marked key={field} text={textOf(form, field)} />
      ))}
      <ul>
        {[...kinds].map((kind) => (
          <li key={kind}>{t(`patientData.${kind}`)}</li>
        ))}
      </ul>
      <form method="post" id="without" action={chrome.path}>
        <Kept form={form} except={[...touched, notPatientDataField]} />
        {touched.map((field) => (
          <div key={field} class="field">
            <label for={`without-${field}`}>{t('patientData.your-text')}</label>
            <textarea id={`without-${field}`} name={field} rows={4}>
              {withoutPatientData(textOf(form, field))}
            </textarea>
          </div>
        ))}
        <Button>{t('patientData.remove')}</Button>
      </form>
      <form method="post" action={chrome.path}>
        <Kept form={form} except={[notPatientDataField]} />
        <input
          type="hidden"
          name={notPatientDataField}
          value={findingsMark(fields.map((field) => textOf(form, field)))}
        />
        <p>{t('patientData.keep-hint')}</p>
        <Button kind="secondary">{t('patientData.keep')}</Button>
      </form>
    </Page>
  )
}

/** What stands where people write: no patient details, where harm is reported, where physicians find support. */
export function BeforeWriting({ chrome }: { chrome: Chrome }) {
  const t = contributionMessages(chrome.locale)
  const { safetyReportingUrl, physicianHealthUrl } = chrome.network?.settings ?? {}
  return (
    <div class="before-writing">
      <p>{t('before-writing')}</p>
      <p>{safetyReportingUrl ? <a href={safetyReportingUrl}>{t('safety')}</a> : t('safety-plain')}</p>
      {physicianHealthUrl ? (
        <p>
          <a href={physicianHealthUrl}>{t('physician-health')}</a>
        </p>
      ) : null}
    </div>
  )
}
