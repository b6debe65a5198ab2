import type { ProblemPage as Draw } from '../platform/http/server.ts'
import { frameMessages } from './messages.ts'
import { Page } from './page.tsx'

/** The page for what went wrong: what it is, what happened to the person's work, where to go. */
export const ProblemPage: Draw = (problem, chrome) => {
  const t = frameMessages(chrome.locale)
  const title = t(`problem.${problem.kind}`)
  return (
    <Page chrome={chrome} title={title}>
      <h1>{title}</h1>
      {problem.sentence ? <p>{problem.sentence}</p> : null}
      {problem.kind === 'broken' ? <p>{t('problem.later')}</p> : null}
      {problem.status >= 409 ? <p>{t('problem.kept')}</p> : null}
      <p>
        <a href="/">{t('problem.home')}</a>
      </p>
    </Page>
  )
}
