import { accessSync, constants, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { equalPanels, panelPool, reserves } from '@rounds/methods'
import type { EqualPanels, FairLottery, PanelPool } from '@rounds/methods'
import { Command } from 'commander'
import { commitmentTo, seededStream } from '../platform/panels/committed-seed.ts'
import { writeAnalysis } from './analysis.ts'
import { InputError } from './input-error.ts'
import { wholeNumber } from './option-values.ts'
import { lotteryOrWords, panelTask, withPanelOptions } from './panel-options.ts'
import type { PanelOptions } from './panel-options.ts'
import { panelReport } from './panel-report.ts'
import type { PanelSelection } from './panel-report.ts'

type Options = PanelOptions & {
  readonly panels: string
  readonly commitment?: string
  readonly writePanels?: string
}

/** `panel select`: a panel drawn fairly under quotas. Bad input: exit code 2; quotas that no panel keeps: 3. */
export function selectPanelCommand(): Command {
  return withPanelOptions(new Command('select'))
    .description('draw a panel under quotas, with the fairest probabilities there can be')
    .option('--panels <number>', 'equally likely panels of which one is drawn', '1000')
    .option('--commitment <sha256>', 'what was published of the seed before; refused if it is of another')
    .option('--write-panels <file>', 'write the equally likely panels as panel,row, so that anyone can check')
    .action((options: Options) => writeAnalysis(() => selected(options)))
}

async function selected(options: Options): Promise<string> {
  const start = performance.now()
  const copies = wholeNumber('--panels', options.panels, { least: 1, most: 1_000_000 })
  const task = panelTask(options)
  if (options.commitment !== undefined && options.commitment.toLowerCase() !== commitmentTo(task.seed)) {
    throw new InputError(
      '--commitment',
      null,
      `expected the SHA-256 of the seed, found "${options.commitment}"`,
    )
  }
  if (options.writePanels !== undefined) refuseUnwritable(options.writePanels)
  const lottery = await lotteryOrWords(task, options)
  if (typeof lottery === 'string') return lottery
  const { list, ...drawn } = draw(panelPool(task.request), lottery, copies, task.seed)
  if (options.writePanels !== undefined) writePanels(options.writePanels, list)
  const selection = { ...drawn, seconds: Math.round(performance.now() - start) / 1000 }
  return options.json === true ? `${JSON.stringify(selection)}\n` : panelReport(selection)
}

/** Before the search, so that a draw of minutes is not made and lost. */
function refuseUnwritable(file: string): void {
  asInput(file, () => {
    const known = statSync(file, { throwIfNoEntry: false })
    if (known?.isDirectory()) throw Object.assign(new Error(file), { code: 'EISDIR' })
    accessSync(known === undefined ? dirname(file) : file, constants.W_OK)
  })
}

function writePanels(file: string, { panels }: EqualPanels): void {
  const lines = panels.flatMap((panel, index) => panel.map((place) => `${index + 1},${place + 1}`))
  asInput(file, () => writeFileSync(file, `panel,row\n${lines.join('\n')}\n`))
}

function asInput(file: string, use: () => void): void {
  try {
    use()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unwritable'
    throw new InputError(file, null, `expected a file that can be written, found ${code}`)
  }
}

type Lottery = Extract<FairLottery, { kind: 'lottery' }>

/** The list of panels, the number drawn, and whoever takes a seat that falls free; each follows from the seed. */
function draw(
  pool: PanelPool,
  lottery: Lottery,
  copies: number,
  seed: string,
): Omit<PanelSelection, 'seconds'> & Readonly<{ list: EqualPanels }> {
  const list = equalPanels(pool, lottery.panels, copies, seededStream(seed, 'list'))
  const number = Math.floor(seededStream(seed, 'draw')() * copies)
  const panel = list.panels[number]!
  const rows = (places: readonly number[]) => places.map((place) => place + 1)
  return {
    list,
    objective: lottery.objective,
    probabilities: Array.from(lottery.probabilities, (probability, place) => ({
      row: place + 1,
      probability,
      panels: list.seats[place]!,
    })),
    minimum: lottery.minimum,
    gini: lottery.gini,
    geometricMean: lottery.geometricMean,
    certificate: lottery.certificate,
    lottery: { panels: copies, support: lottery.panels.length },
    draw: { seed, commitment: commitmentTo(seed), number: number + 1 },
    panel: rows(panel),
    reserves: rows(reserves(pool, panel, seededStream(seed, 'reserves'))),
    unreachable: rows(lottery.unreachable),
  }
}
