import type { ComponentChildren } from 'preact'
import { assetPath } from '../platform/http/assets.ts'
import type { Chrome } from '../platform/http/context.ts'
import { inLanguage } from '../platform/i18n/bilingual.ts'
import { languageTag, otherLanguage } from '../platform/i18n/locale.ts'
import { frameMessages } from './messages.ts'

export type PageProps = Readonly<{
  chrome: Chrome
  title: string
  /** The id of the page's main form, so that a change of language takes along what was typed. */
  form?: string
  /** Browser modules this page adds (`queue.js`). */
  islands?: readonly string[]
  wide?: boolean
  children: ComponentChildren
}>

function LanguageToggle({ chrome, form }: { chrome: Chrome; form: string | undefined }) {
  const t = frameMessages(chrome.locale)
  const other = otherLanguage(chrome.locale)
  if (form)
    return (
      <button
        class="language"
        type="submit"
        form={form}
        name="_language"
        value={other}
        formnovalidate
        lang={other}
        data-content
      >
        {t('otherLanguage')}
      </button>
    )
  const address = `${chrome.path}${chrome.path.includes('?') ? '&' : '?'}language=${other}`
  return (
    <a class="language" href={address} lang={other} hreflang={other}>
      {t('otherLanguage')}
    </a>
  )
}

/** The frame of every page: language, network, navigation, content. */
export function Page({ chrome, title, form, islands = [], wide = false, children }: PageProps) {
  const t = frameMessages(chrome.locale)
  return (
    <html lang={languageTag(chrome.locale)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – ${t('product')}`}</title>
        <link rel="stylesheet" href={assetPath('rounds.css') ?? ''} />
        {islands.map((name) => {
          const path = assetPath(name)
          return path ? <script key={name} type="module" src={path} /> : null
        })}
      </head>
      <body class={wide ? 'wide' : undefined}>
        <a class="skip" href="#content">
          {t('skip')}
        </a>
        <header>
          <a href="/" class="brand">
            {t('product')}
          </a>
          {chrome.network ? <Data of={inLanguage(chrome.network.name, chrome.locale)} /> : null}
          <LanguageToggle chrome={chrome} form={form} />
        </header>
        {chrome.network?.kind === 'demonstration' ? <p class="fiction">{t('demonstration')}</p> : null}
        <main id="content">{children}</main>
      </body>
    </html>
  )
}

/** Words that people wrote, in their own language: marked, so that a test can tell them from the pages' own words. */
export function Data({ of }: { of: string | { text: string; language: string } }) {
  if (typeof of === 'string') return <span data-content>{of}</span>
  return (
    <span data-content lang={of.language}>
      {of.text}
    </span>
  )
}
