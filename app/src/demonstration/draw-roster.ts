import { content } from './content.ts'

/** A physician of the fictional roster. Codes are those of `network.json`. */
export type RosterPhysician = Readonly<{
  key: string
  givenName: string
  familyName: string
  email: string
  language: 'en' | 'fr'
  site: string
  zone: string
  rurality: string
  specialty: string
  practiceType: string
  payModel: string
  careerStage: string
  gender: string
}>

type Random = () => number
type Site = (typeof content.network.sites)[number]

/** One of the keys, with probability in proportion to its share. */
export function drawByShare(shares: Readonly<Record<string, number>>, random: Random): string {
  const entries = Object.entries(shares)
  let left = random() * entries.reduce((sum, [, share]) => sum + share, 0)
  for (const [key, share] of entries) {
    left -= share
    if (left < 0) return key
  }
  return entries.at(-1)?.[0] ?? ''
}

const oneOf = <T>(list: readonly T[], random: Random): T => {
  const chosen = list[Math.floor(random() * list.length)]
  if (chosen === undefined) throw new Error('nothing to draw from')
  return chosen
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')

function drawName(
  language: 'en' | 'fr',
  gender: string,
  random: Random,
): { givenName: string; familyName: string } {
  const { groups, crossGroupShare } = content.names
  const code = drawByShare(
    Object.fromEntries(groups.map((group) => [group.code, group.weight * group.language[language]])),
    random,
  )
  const group = groups.find((one) => one.code === code) ?? oneOf(groups, random)
  const { women, men, either } = group.given
  const pool =
    gender === 'woman'
      ? [...women, ...either]
      : gender === 'man'
        ? [...men, ...either]
        : either.length > 0
          ? either
          : [...women, ...men]
  const familyGroup = random() < crossGroupShare ? oneOf(groups, random) : group
  return { givenName: oneOf(pool, random), familyName: oneOf(familyGroup.family, random) }
}

function drawPhysician(site: Site, specialty: string, taken: Set<string>, random: Random): RosterPhysician {
  const { roster } = content.network
  const language =
    drawByShare(roster.languageShareByZone[site.zone] ?? { en: 1 }, random) === 'fr' ? 'fr' : 'en'
  const practiceType = drawByShare(roster.practiceTypeShareBySiteKind[site.kind] ?? {}, random)
  const payModel = drawByShare(roster.payModelShareByPracticeType[practiceType] ?? {}, random)
  const careerStage = drawByShare(roster.careerStageShareByZone[site.zone] ?? {}, random)
  const gender = drawByShare(roster.genderShare, random)
  let name = drawName(language, gender, random)
  while (taken.has(`${name.givenName} ${name.familyName}`)) name = drawName(language, gender, random)
  taken.add(`${name.givenName} ${name.familyName}`)
  const key = `${plain(name.givenName)}.${plain(name.familyName)}`
  return {
    key,
    ...name,
    email: `${key}@example.org`,
    language,
    site: site.id,
    zone: site.zone,
    rurality: site.rurality,
    specialty,
    practiceType,
    payModel,
    careerStage,
    gender,
  }
}

/**
 * Draws the roster: the named physicians first, then as many as each site has of each specialty.
 *
 * @param random uniform in [0, 1); the same stream draws the same people
 */
export function drawRoster(random: Random): readonly RosterPhysician[] {
  const { sites, people } = content.network
  const taken = new Set<string>()
  const physicians: RosterPhysician[] = []
  for (const site of sites)
    for (const [specialty, count] of Object.entries(site.physiciansBySpecialty)) {
      const named = people.filter(
        (one) => one.roles.includes('physician') && one.site === site.id && one.specialty === specialty,
      )
      for (const person of named) {
        taken.add(`${person.givenName} ${person.familyName}`)
        const drawn = drawPhysician(site, specialty, taken, random)
        physicians.push({
          ...drawn,
          key: person.id,
          givenName: person.givenName,
          familyName: person.familyName,
          email: person.email,
          language: person.language,
          practiceType: drawn.practiceType === 'locum' ? 'hospital' : drawn.practiceType,
        })
      }
      for (let made = named.length; made < count; made += 1)
        physicians.push(drawPhysician(site, specialty, taken, random))
    }
  return physicians
}
