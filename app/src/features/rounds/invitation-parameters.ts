import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { formatsFor } from '../../platform/i18n/format.ts'
import { roundMessages } from './messages.ts'
import { headerOf } from './participant-model.ts'
import type { Round } from './round.ts'
import { payWords, timeWords } from './round-line.tsx'

/**
 * What a message about a round carries besides its kind: the round's name, a line on how long it takes, what is paid
 * by whom and when and until when, and the way to the first thing that is asked.
 */
export async function invitationParameters(
  context: Context,
  about: Round,
): Promise<Readonly<{ title: Bilingual; facts: Bilingual; address: string }>> {
  const round = await headerOf(context, about)
  const inOne = (locale: 'en' | 'fr'): string => {
    const t = roundMessages(locale)
    const formats = formatsFor(locale, context.network.settings.timeZone)
    return [
      timeWords(t, formats, round),
      payWords(t, formats, locale, round),
      ...(round.closesAt ? [t('closes', { when: formats.dateTime(round.closesAt) })] : []),
    ].join(' · ')
  }
  return {
    title: round.title,
    facts: { en: inOne('en'), fr: inOne('fr') },
    address: about.kind === 'prototype' ? `/rounds/${about.id}/review` : `/rounds/${about.id}`,
  }
}
