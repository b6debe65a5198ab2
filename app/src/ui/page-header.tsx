import { inLanguage } from '../platform/i18n/bilingual.ts'
import { otherLanguage } from '../platform/i18n/locale.ts'
import { useChrome, useWords } from './chrome-context.ts'
import { Data } from './data.tsx'
import { currentEntry, navigationFor, usesPalette } from './navigation.ts'
import { BrandRing } from './ring.tsx'

/** What Enter in a field presses: browsers take a form's first button, which would change the language. */
const SendOnEnter = ({ form }: { form: string }) => <button type="submit" form={form} hidden />

function LanguageToggle({ form }: { form: string | undefined }) {
  const chrome = useChrome()
  const t = useWords()
  const other = otherLanguage(chrome.locale)
  const words = (
    <>
      <span class="language-short">{t('otherLanguageShort')}</span>{' '}
      <span class="language-long">{t('otherLanguage')}</span>
    </>
  )
  if (form)
    return (
      <>
        <SendOnEnter form={form} />
        <button
          class="language"
          type="submit"
          form={form}
          name="_language"
          value={other}
          formnovalidate
          lang={other}
        >
          {words}
        </button>
      </>
    )
  const address = `${chrome.path}${chrome.path.includes('?') ? '&' : '?'}language=${other}`
  return (
    <a class="language" href={address} lang={other} hreflang={other}>
      {words}
    </a>
  )
}

function Navigation() {
  const { actor, path } = useChrome()
  const t = useWords()
  if (!actor) return null
  const current = currentEntry(path)
  const palette = usesPalette(actor)
    ? {
        'data-palette-title': t('palette.title'),
        'data-palette-search': t('palette.search'),
        'data-palette-none': t('palette.none'),
        'data-palette-close': t('palette.close'),
      }
    : {}
  return (
    <>
      <button class="menu" type="button" popovertarget="navigation">
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d="M4 7h16M4 12h16M4 17h16" />
        </svg>
        <span>{t('nav.menu')}</span>
      </button>
      <nav id="navigation" popover="auto" aria-label={t('nav.label')} data-palette {...palette}>
        <ul>
          {navigationFor(actor).map((entry) => (
            <li key={entry.href}>
              <a href={entry.href} aria-current={entry.href === current ? 'page' : undefined}>
                {t(entry.label)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  )
}

/** The top of every page: whose network this is, the other language, where one can go. */
export function PageHeader({ form }: { form?: string | undefined }) {
  const { network, locale } = useChrome()
  const t = useWords()
  return (
    <>
      <header class="top">
        <div class="top-row">
          <a href="/" class="brand">
            <BrandRing />
            <span>{t('product')}</span>
          </a>
          {network ? (
            <span class="network">
              <Data of={inLanguage(network.name, locale)} />
            </span>
          ) : null}
          <LanguageToggle form={form} />
          <Navigation />
        </div>
      </header>
      {network?.kind === 'demonstration' ? <p class="fiction">{t('demonstration')}</p> : null}
    </>
  )
}
