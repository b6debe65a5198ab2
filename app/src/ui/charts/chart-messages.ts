import { formatsFor } from '../../platform/i18n/format.ts'
import type { Locale } from '../../platform/i18n/locale.ts'
import { defineMessages } from '../../platform/i18n/messages.ts'
import en from './messages.en.json' with { type: 'json' }
import fr from './messages.fr.json' with { type: 'json' }

/** The sentences of charts, in both languages. */
export const chartMessages = defineMessages(en, fr)

/** Writes values with as many decimals as tell them apart: three digits of a width, the limits' for instance. */
export function numbersOfWidth(
  width: number,
  locale: Locale,
  scale: 'share' | 'number' = 'number',
): (value: number | null) => string {
  const decimals = width > 0 ? 2 - Math.floor(Math.log10(width)) : 0
  const { number, percent } = formatsFor(locale)
  const digits = Math.min(20, Math.max(0, scale === 'share' ? decimals - 2 : decimals))
  return (value) => {
    if (value === null) return ''
    return scale === 'share' ? percent(value, digits) : number(value, digits)
  }
}
