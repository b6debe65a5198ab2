import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { messages } from './messages.ts'
import type { StrategyModel } from './models.ts'
import { daysWords, rateWords } from './rate-words.ts'

/** A text that people wrote, on one line, such that Markdown takes none of it as its own. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&]/g, (sign) => `\\${sign}`)

/** The brief of a strategy as Markdown, in the reader's language: the same words as the page, the warning included. */
export function briefMarkdown(model: StrategyModel, context: Pick<Context, 'locale' | 'formats'>): string {
  const t = messages(context.locale)
  const say = (text: Parameters<typeof inLanguage>[0]): string =>
    escapeMarkdown(inLanguage(text, context.locale).text)
  const { record } = model
  const lines = [
    `# ${say(model.name)}`,
    '',
    say(model.summary),
    '',
    `## ${t('strategy.tried')}`,
    '',
    ...(model.initiatives.length === 0
      ? [t('strategy.not-tried')]
      : model.initiatives.map((one) => `- ${say(one.title)} (${t(`state.${one.state}`)})`)),
    '',
    `## ${t('strategy.came')}`,
    '',
    `- ${t('strategy.rounds', { count: record.rounds })}`,
    `- ${t('strategy.response')} – ${rateWords(record.response, context)}`,
    `- ${t('strategy.days')} – ${daysWords(record.daysToAnswer, context)}`,
    `- ${t('strategy.objected')} – ${rateWords(record.notAnswered, context)}`,
    ...(record.roundsLeftOut > 0 ? [`- ${t('strategy.left-out', { count: record.roundsLeftOut })}`] : []),
    '',
    ...record.forWhom.flatMap((stratum) => [
      `### ${t('strategy.whom')} – ${say(stratum.label)}`,
      '',
      ...stratum.values.map((value) => `- ${say(value.label)} – ${rateWords(value.rate, context)}`),
      '',
    ]),
    `> ${t('observational')}`,
    '',
    `## ${t('strategy.sources')}`,
    '',
    ...model.sources.map((source) =>
      [
        `- ${escapeMarkdown(source.authors)}`,
        source.year === null ? '' : ` (${source.year})`,
        `. ${escapeMarkdown(source.title)}.`,
        source.container ? ` ${escapeMarkdown(source.container)}.` : '',
        source.doi ? ` <https://doi.org/${source.doi}>` : '',
      ].join(''),
    ),
    '',
    t('strategy.as-of', { date: context.formats.date(model.asOf) }),
    '',
  ]
  return lines.join('\n')
}
