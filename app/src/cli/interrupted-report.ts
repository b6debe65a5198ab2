import { pointsNeeded } from '@rounds/methods'
import type {
  InterruptedModel,
  InterruptedSeries,
  NotInterrupted,
  SeriesEstimate,
  SteppedRollout,
} from '@rounds/methods'
import { textTable } from './text-table.ts'

/** An interrupted series as text for a terminal. */
export function interruptedReport(
  result: InterruptedSeries,
  sentence: { readonly en: string; readonly fr: string },
): string {
  const { method, before, after, autocorrelation, counterfactual, diagnostics } = result
  const { change, model, season, lags, controlled } = method.parameters
  const terms =
    season === null
      ? 'no season'
      : `season of ${season.period}${season.harmonics === null ? '' : `, ${season.harmonics} harmonics`}`
  return `${[
    `Interrupted series, version ${method.version}: change ${change}, ${model}${lags === null ? '' : ` with ${lags} Newey-West lags`}, ${terms}${controlled ? ', difference to a control' : ''}`,
    `${before} points before, ${after} from the change on`,
    sentence.en,
    sentence.fr,
    '',
    ...textTable(
      ['', 'estimate', 'standard error', '95 % from', 'to'],
      [
        estimateRow('slope a point before', result.slopeBefore),
        estimateRow('jump at the change', result.level),
        estimateRow('change of slope', result.slope),
        estimateRow('effect at the last point', result.effectAtEnd),
      ],
    ),
    `Autocorrelation ${number(autocorrelation)}; of what remains: Durbin-Watson ${number(diagnostics.durbinWatson)}, Ljung-Box p ${number(diagnostics.ljungBox.p)} (${diagnostics.ljungBox.lags} lags)`,
    '',
    ...textTable(
      ['without the change', 'expected', '95 % from', 'to'],
      counterfactual.map(({ date, value, lower, upper }) => [
        date,
        number(value),
        number(lower),
        number(upper),
      ]),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`
}

/** Why a series has no estimate, as text for a terminal. */
export function notInterruptedReport(
  { reason, before, after }: NotInterrupted,
  { model, change }: Readonly<{ model: InterruptedModel; change: string }>,
): string {
  const found = `found ${before} before ${change} and ${after} from then on`
  const why: Readonly<Record<NotInterrupted['reason'], string>> = {
    'too-few-points-before': `at least ${pointsNeeded} points are needed before ${change}, ${found}`,
    'too-few-points-after': `at least ${pointsNeeded} points are needed from ${change} on, ${found}`,
    'too-few-points-for-terms': `more points are needed than the model has terms, ${found}`,
    'terms-not-told-apart': `the points do not tell season and change apart, ${found}`,
    'no-variation': 'the values do not vary about the model',
    'errors-without-mean': `the errors wander off and do not return to their mean (${otherModel(model)} may answer, too sure of itself)`,
  }
  return `Not estimable: ${why[reason]}\n`
}

/** Maximum likelihood stays inside where REML does not; least squares always answers. */
function otherModel(model: InterruptedModel): string {
  return model === 'ar1-reml' ? '--model ar1 or ols' : '--model ols'
}

/** A stepped rollout as text for a terminal. */
export function rolloutReport({ method, sites, pooled }: SteppedRollout): string {
  return `${[
    `Stepped rollout, version ${method.version}: ${method.model}, each site against its own past`,
    '',
    ...textTable(
      ['site', 'jump', '95 % from', 'to', 'change of slope', '95 % from', 'to'],
      sites.map(({ site, result }) =>
        result.kind === 'estimate'
          ? [site, ...interval(result.level), ...interval(result.slope)]
          : [site, result.reason.replaceAll('-', ' '), '–', '–', '–', '–', '–'],
      ),
    ),
    ...(pooled.kind === 'not-estimable'
      ? ['Not pooled: fewer than two sites have an estimate']
      : textTable(
          [`${pooled.sites} sites together`, 'estimate', 'standard error', '95 % from', 'to', 'I²'],
          [
            [...estimateRow('jump', pooled.level), number(pooled.level.i2)],
            [...estimateRow('change of slope', pooled.slope), number(pooled.slope.i2)],
          ],
        )),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function estimateRow(name: string, { estimate, se, lower, upper }: SeriesEstimate): readonly string[] {
  return [name, number(estimate), number(se), number(lower), number(upper)]
}

function interval({ estimate, lower, upper }: SeriesEstimate): readonly string[] {
  return [number(estimate), number(lower), number(upper)]
}

function number(value: number): string {
  return value.toPrecision(4)
}
