import type { Kept } from '../platform/http/kept-text.ts'
import type { Problem, ProblemPage as Draw } from '../platform/http/problem.ts'
import { Button, ButtonLink } from './button.tsx'
import { useChrome, useWords } from './chrome-context.ts'
import { Data } from './data.tsx'
import { frameMessages } from './messages.ts'
import { Page } from './page.tsx'

/** Where the same, sent again, may be taken. */
const mayHelpAgain: ReadonlySet<Problem['kind']> = new Set([
  'signed-out',
  'busy',
  'broken',
  'not-sent-yet',
  'unstorable',
])

const whys = ['not-found', 'unstorable', 'signed-out', 'too-large', 'ended'] as const
const saysWhy = (kind: Problem['kind']): kind is (typeof whys)[number] => whys.some((one) => one === kind)

const formId = 'entered'

/** What a person had entered: its texts to be copied and, where that may help, a button that sends it again. */
function Entered({ kept, kind }: { kept: Kept; kind: Problem['kind'] }) {
  const t = useWords()
  const again = mayHelpAgain.has(kind) && !kept.hadFile
  return (
    <>
      <p>{t(kind === 'unconfirmed' ? 'problem.unconfirmed.why' : 'problem.not-saved')}</p>
      {kind === 'unconfirmed' && kept.page ? (
        <p>
          <a href={kept.page}>{t('problem.to-the-form')}</a>
        </p>
      ) : null}
      {kept.texts.length > 0 ? (
        <section>
          <h2>{t('problem.texts')}</h2>
          {kept.texts.map((text, index) => (
            <div key={index} class="field">
              <label for={`text-${index}`}>
                {t('problem.text', { number: index + 1, total: kept.texts.length })}
              </label>
              <textarea id={`text-${index}`} rows={4} readOnly data-content lang="">
                {text}
              </textarea>
            </div>
          ))}
        </section>
      ) : null}
      {kept.hadFile && kind !== 'ended' ? (
        <p>
          {t('problem.file-again')} {kept.page ? <a href={kept.page}>{t('problem.to-the-form')}</a> : null}
        </p>
      ) : null}
      {kind === 'cross-site' ? null : (
        <form id={formId} method="post" action={kept.action}>
          {kept.fields.map(([name, value], index) => (
            <input key={index} type="hidden" name={name} value={value} />
          ))}
          {again ? <Button>{t('problem.again')}</Button> : null}
        </form>
      )}
    </>
  )
}

/** Who is signed in, for whom the page is instead, and whom to ask. */
function OpenTo({ roles, named }: NonNullable<Problem['openTo']>) {
  const t = useWords()
  const { actor } = useChrome()
  return (
    <>
      {actor ? (
        <p>
          {t('problem.forbidden.you')} <Data of={actor.name} />.
        </p>
      ) : null}
      <p>{t('problem.forbidden.for')}</p>
      <ul>
        {roles.map((role) => (
          <li key={role}>{t(`people.${role}`)}</li>
        ))}
        {named ? <li>{t('problem.forbidden.named')}</li> : null}
      </ul>
      <p>
        {t('problem.forbidden.ask')} <a href="/help">{t('problem.forbidden.help')}</a>
      </p>
    </>
  )
}

/** A refusal’s first line says what it is, and is the title, which has no full stop; the second says why. */
const titled = (refusal: string): readonly string[] =>
  refusal.split('\n').map((line, at) => (at === 0 ? line.replace(/\.(?=⟧?$)/, '') : line))

/** The page for what went wrong: what it is, what happened to the person's work, where to go. */
export const ProblemPage: Draw = ({ kind, status, sentence, kept, openTo }, chrome) => {
  const t = frameMessages(chrome.locale)
  const [title = '', why = ''] =
    kind === 'refused' && sentence ? titled(sentence) : [t(`problem.${kind}`), sentence ?? '']
  return (
    <Page chrome={chrome} title={title} form={kept && kind !== 'cross-site' ? formId : undefined}>
      <h1>{title}</h1>
      {why ? <p>{why}</p> : null}
      {openTo ? <OpenTo {...openTo} /> : null}
      {status >= 500 ? <p>{t('problem.later')}</p> : null}
      {saysWhy(kind) ? <p>{t(`problem.${kind}.why`)}</p> : null}
      {kind === 'signed-out' ? (
        <p>
          <a href={`/sign-in?to=${encodeURIComponent(kept?.page ?? '/')}`} target="_blank" rel="noopener">
            {t('problem.signed-out.sign-in')}
          </a>
        </p>
      ) : null}
      {kept ? <Entered kept={kept} kind={kind} /> : null}
      {status >= 500 || (kept && status >= 409 && kind !== 'ended') ? <p>{t('problem.kept')}</p> : null}
      <p>
        <ButtonLink href="/">{t('problem.home')}</ButtonLink>
      </p>
    </Page>
  )
}
