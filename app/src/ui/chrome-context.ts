import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Translate } from '../platform/i18n/messages.ts'
import type { Chrome } from '../platform/http/context.ts'
import { frameMessages } from './messages.ts'

/** The chrome of the page being rendered; `Page` provides it, the parts read it. */
export const ChromeContext = createContext<Chrome | null>(null)

/** The chrome of the page this part stands on. @throws {TypeError} outside a `Page` */
export function useChrome(): Chrome {
  const chrome = useContext(ChromeContext)
  if (chrome === null) throw new TypeError('a part of the ui was rendered outside a Page')
  return chrome
}

/** The frame's and the parts' own words, in the reader's language. */
export const useWords = (): Translate<Parameters<ReturnType<typeof frameMessages>>[0]> =>
  frameMessages(useChrome().locale)
