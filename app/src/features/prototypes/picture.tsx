import type { VersionModel } from './version-model.ts'
import type { Point } from './picture-grid.ts'
import { cellsOf } from './picture-grid.ts'

/** A numbered mark on a picture; the same number stands in the list below it. */
export type Pin = Readonly<{ number: number; point: Point | null }>

const address = ({ object, number }: VersionModel): string => `/objects/${object}/versions/${number}/content`

function Pins({ version, pins }: { version: VersionModel; pins: readonly Pin[] }) {
  const height = (1000 * (version.height ?? 1)) / (version.width ?? 1)
  const seen = new Map<string, number>()
  return (
    <svg class="picture-pins" viewBox={`0 0 1000 ${height}`} aria-hidden="true" focusable="false">
      {pins.map(({ number, point }) => {
        if (point === null) return null
        const key = `${point.x} ${point.y}`
        const nth = seen.get(key) ?? 0
        seen.set(key, nth + 1)
        const x = Math.min(950, point.x * 1000 + nth * 46)
        const y = point.y * height
        return (
          <g key={number}>
            <circle cx={x} cy={y} r="38" />
            <text x={x} y={y} dy="0.35em">
              {number}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/**
 * The picture of a version with its pins; the description in words stands beside it on the page.
 *
 * @param alt its short name; `describedBy` is the id of the description
 */
export function Picture({
  version,
  alt,
  describedBy,
  pins = [],
}: {
  version: VersionModel
  alt: string
  describedBy: string
  pins?: readonly Pin[]
}) {
  return (
    <div class="picture">
      <img
        src={address(version)}
        alt={alt}
        aria-describedby={describedBy}
        width={version.width ?? undefined}
        height={version.height ?? undefined}
      />
      {pins.length > 0 ? <Pins version={version} pins={pins} /> : null}
    </div>
  )
}

/**
 * The picture under a grid of places, each a button that goes to `action?place=C4`; works without JavaScript.
 *
 * The grid is for pointers alone (it is out of the order of focus and unheard): the same places stand in a list below.
 */
export function PictureToPress({
  version,
  alt,
  describedBy,
  action,
  pins,
}: {
  version: VersionModel
  alt: string
  describedBy: string
  action: string
  pins: readonly Pin[]
}) {
  return (
    <div class="picture">
      <img
        src={address(version)}
        alt={alt}
        aria-describedby={describedBy}
        width={version.width ?? undefined}
        height={version.height ?? undefined}
      />
      <Pins version={version} pins={pins} />
      <form class="picture-cells" method="get" action={action} aria-hidden="true">
        {cellsOf(version.rows).map((cell) => (
          <button key={cell} type="submit" name="place" value={cell} tabIndex={-1}>
            <span data-content>{cell}</span>
          </button>
        ))}
      </form>
    </div>
  )
}
