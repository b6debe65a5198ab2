import { equalPanels, panelPool } from '@rounds/methods'
import { Command } from 'commander'
import { commitmentTo, seededStream } from '../platform/panels/committed-seed.ts'
import { writeAnalysis } from './analysis.ts'
import { InputError } from './input-error.ts'
import { given } from './option-values.ts'
import { lotteryOrWords, panelTask, rowsOf, withPanelOptions } from './panel-options.ts'
import type { PanelOptions } from './panel-options.ts'
import { fairness } from './panel-report.ts'

type Options = PanelOptions & { readonly panel?: string; readonly leaving?: string }

/**
 * `panel replace`: people drawn for the seats of those who leave, fairly, so that the panel keeps its quotas beside
 * those who stay. Those who leave are not drawn again.
 */
export function replaceInPanelCommand(): Command {
  return withPanelOptions(new Command('replace'))
    .description('draw people for the seats of those who leave a panel')
    .option('--panel <rows>', 'who sits now, for instance 3,17,21')
    .option('--leaving <rows>', 'who leaves')
    .action((options: Options) => writeAnalysis(() => replaced(options)))
}

async function replaced(options: Options): Promise<string> {
  const task = panelTask(options)
  const { size, people, excluded = new Set() } = task.request
  const panel = rowsOf('--panel', given('--panel', options.panel, 'rows'), people.length)
  const leaving = rowsOf('--leaving', given('--leaving', options.leaving, 'rows'), people.length)
  if (panel.size !== size) {
    throw new InputError('--panel', null, `expected ${size} rows, as many as seats, found ${panel.size}`)
  }
  const stranger = [...leaving].find((place) => !panel.has(place))
  if (stranger !== undefined) {
    throw new InputError('--leaving', null, `expected rows of the panel, found "${stranger + 1}"`)
  }
  const staying = new Set([...panel].filter((place) => !leaving.has(place)))
  const request = {
    ...task.request,
    staying,
    excluded: new Set([...leaving, ...excluded].filter((place) => !staying.has(place))),
  }
  const lottery = await lotteryOrWords({ ...task, request }, options)
  if (typeof lottery === 'string') return lottery
  const list = equalPanels(panelPool(request), lottery.panels, 1, seededStream(task.seed, 'replacements'))
  const replacements = list.panels[0]!.map((place) => place + 1)
  const report = {
    replacements,
    panel: [...staying]
      .map((place) => place + 1)
      .concat(replacements)
      .toSorted((a, b) => a - b),
    probabilities: Array.from(lottery.probabilities, (probability, place) => ({
      row: place + 1,
      probability,
    })),
    certificate: lottery.certificate,
    draw: { seed: task.seed, commitment: commitmentTo(task.seed) },
  }
  if (options.json === true) return `${JSON.stringify(report)}\n`
  return [
    `Drawn for the seats that fell free: ${replacements.join(', ')}`,
    `Panel: ${report.panel.join(', ')}`,
    ...fairness(lottery),
    `Seed ${report.draw.seed}, SHA-256 ${report.draw.commitment}`,
    '',
  ].join('\n')
}
