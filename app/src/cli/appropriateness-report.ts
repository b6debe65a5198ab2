import type { Concordance, ConsensusStudy, StudiedItem } from '@rounds/methods'
import { textTable } from './text-table.ts'

/** A consensus study as text for a terminal: consensus and stability in tables of their own. */
export function appropriatenessReport(study: ConsensusStudy, planHash: string): string {
  const { n, method, items, between } = study
  const { plan } = method
  const lines = [
    `Consensus study ${method.version}`,
    `${n.items} items, ${n.raters} raters, ${n.rounds} ${n.rounds === 1 ? 'round' : 'rounds'}, ${n.ratings} ratings`,
    `Percentile type ${plan.percentileType}; the ${plan.disagreement} definition of disagreement decides the class`,
    `Plan ${planHash}`,
    '',
    'Consensus',
    ...textTable(
      ['item', 'round', 'n', 'median', 'IPR', 'IPRAS', 'index', 'classic', 'by IPRAS', 'class', 'policy'],
      items.map((item) => [
        item.item,
        String(item.round),
        String(item.n),
        String(item.median),
        item.ipr.toFixed(2),
        item.ipras.threshold.toFixed(2),
        item.disagreementIndex.toFixed(2),
        classicWord(item),
        item.ipras.disagreement ? 'disagreement' : '–',
        item.class,
        item.policy.verdict,
      ]),
    ),
  ]
  if (between === null) return lines.join('\n')
  const { from, to, concordance, kappa, attrition } = between
  lines.push(
    'Stability, of those who rated in both rounds',
    ...textTable(
      ['item', 'rounds', 'n', 'unchanged', 'changed third', 'mass moved', 'kappa', 'stable'],
      items.flatMap(({ item, stability }) =>
        stability === null ? [] : [[item, `${stability.from}–${stability.to}`, ...stabilityCells(stability)]],
      ),
    ),
    `Rounds ${from} and ${to}: Kendall's W ${concordanceText(concordance.before)}, then ${concordanceText(concordance.after)}`,
    `  kappa over all items ${kappa.kind === 'estimate' ? kappa.kappa.toFixed(2) : `not estimable (${kappa.reason})`}`,
    ...[['stayed', attrition.stayed] as const, ['left', attrition.left] as const].map(([word, side]) =>
      side === null
        ? `  Nobody ${word}`
        : `  ${side.raters} ${word}: first ratings with median ${side.median}, mean ${side.mean.toFixed(2)}`,
    ),
    '',
  )
  return lines.join('\n')
}

function classicWord({ classic }: StudiedItem): string {
  if (classic.disagreement) return 'disagreement'
  return classic.agreement ? 'agreement' : '–'
}

function stabilityCells(stability: NonNullable<StudiedItem['stability']>): readonly string[] {
  if (stability.kind === 'not-estimable') return [String(stability.n), '–', '–', '–', '–', 'too few']
  const { n, unchanged, changedThird, massShift, kappa, stable } = stability
  return [
    String(n),
    String(unchanged),
    String(changedThird),
    `${(100 * massShift).toFixed(0)} %`,
    kappa.kind === 'estimate' ? kappa.kappa.toFixed(2) : '–',
    stable ? 'yes' : 'no',
  ]
}

function concordanceText(concordance: Concordance): string {
  if (concordance.kind === 'not-estimable') return `not estimable (${concordance.reason})`
  return `${concordance.w.toFixed(2)} of ${concordance.raters} raters and ${concordance.items} items`
}
