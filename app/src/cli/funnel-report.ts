import type { Funnel } from '@rounds/methods'
import { textTable } from './text-table.ts'

/** A funnel as text for a terminal, units in the order of the file. */
export function funnelReport(
  { method, target, dispersion, flagsBy, units }: Funnel,
  sentence: { readonly en: string; readonly fr: string },
): string {
  const { type, overdispersion, scale } = method.parameters
  const number = (value: number) => value.toPrecision(4)
  return `${[
    `Funnel of ${type}, version ${method.version}, scale ${scale}, overdispersion ${overdispersion}`,
    `Target: ${number(target)}. ${dispersionText(dispersion)}`,
    `Flags by ${flagsBy} limits.`,
    sentence.en,
    sentence.fr,
    '',
    ...textTable(
      ['unit', 'y', 'n', '99.8 % from', '95 % from', '95 % to', '99.8 % to', 'flag'],
      units.map((unit) => {
        const limits = flagsBy === 'adjusted' ? unit.adjusted! : (unit.exact ?? unit)
        return [
          unit.unit,
          number(unit.y),
          String(Number(unit.n.toPrecision(7))),
          number(limits.lower998),
          number(limits.lower95),
          number(limits.upper95),
          number(limits.upper998),
          unit.flag,
        ]
      }),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function dispersionText(dispersion: Funnel['dispersion']): string {
  if (dispersion.kind === 'not-estimable') {
    return `How much units differ beyond chance cannot be said (${dispersion.reason.replaceAll('-', ' ')}).`
  }
  const { phi, tau2, units } = dispersion
  const verdict = tau2 > 0 ? 'Units differ by more than chance' : 'Units differ by no more than chance'
  return `${verdict}: φ ${phi.toPrecision(4)}, τ² ${tau2.toPrecision(4)}, from ${units} units.`
}
