import type { ComponentChildren } from 'preact'
import { assetPath, modulePaths } from '../platform/http/assets.ts'
import type { Chrome } from '../platform/http/context.ts'
import { languageTag } from '../platform/i18n/locale.ts'
import { ChromeContext } from './chrome-context.ts'
import { Data } from './data.tsx'
import { ErrorSummary, type FieldError } from './error-summary.tsx'
import { frameMessages } from './messages.ts'
import { usesPalette } from './navigation.ts'
import { PageFooter } from './page-footer.tsx'
import { PageHeader } from './page-header.tsx'

export { Data }

export type PageProps = Readonly<{
  chrome: Chrome
  title: string
  /** The id of the page's main form, so that a change of language takes along what was typed. */
  form?: string | undefined
  /** What is wrong with what was sent: marks the title and stands first in the content. */
  errors?: readonly FieldError[] | undefined
  /** One level up; a label that people wrote comes with its language. */
  back?:
    | Readonly<{ href: string; label?: string | Readonly<{ text: string; language: string }> | undefined }>
    | undefined
  /** Browser modules this page adds (`queue.js`). */
  islands?: readonly string[]
  wide?: boolean
  children: ComponentChildren
}>

/** The frame of every page: language, network, navigation, content, and help in one place. */
export function Page({
  chrome,
  title,
  form,
  errors = [],
  back,
  islands = [],
  wide = false,
  children,
}: PageProps) {
  const t = frameMessages(chrome.locale)
  const endsOn = chrome.network?.settings.endsOn
  // Where an answer waits on the page, its own line says what became of it.
  const saysLost = chrome.actor !== null && !islands.includes('queue.js')
  // After those that hold a form back themselves: what they hold back is not on its way.
  const modules = [
    ...islands,
    ...(saysLost ? ['connection.js'] : []),
    'second-tap.js',
    ...(usesPalette(chrome.actor) ? ['palette.js'] : []),
  ]
  const prefix = errors.length > 0 ? `${t('errors.title')} ` : ''
  return (
    <ChromeContext.Provider value={chrome}>
      <html lang={languageTag(chrome.locale)}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${prefix}${title} – ${t('product')}`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href={assetPath('rounds.css')} />
          {modulePaths(modules).map((path) => (
            <script key={path} type="module" src={path} />
          ))}
        </head>
        <body class={wide ? 'wide' : undefined}>
          <a class="skip" href="#content">
            {t('skip')}
          </a>
          <PageHeader form={form} />
          <main id="content" tabIndex={-1}>
            {endsOn ? (
              <p class="notice attention">
                {t(chrome.ended ? 'ended' : 'ends', { date: chrome.formats.date(endsOn) })}{' '}
                {chrome.actor ? <a href="/privacy">{t(chrome.ended ? 'ended.copy' : 'ends.copy')}</a> : null}
              </p>
            ) : null}
            {back ? (
              <a class="back" href={back.href}>
                <span aria-hidden="true">‹</span>{' '}
                {typeof back.label === 'object' ? <Data of={back.label} /> : (back.label ?? t('back'))}
              </a>
            ) : null}
            <ErrorSummary errors={errors} />
            {children}
            {saysLost ? (
              <p
                class="notice attention connection"
                role="status"
                data-lost={t('connection.lost')}
                data-back={t('connection.back')}
              />
            ) : null}
          </main>
          <PageFooter />
        </body>
      </html>
    </ChromeContext.Provider>
  )
}
