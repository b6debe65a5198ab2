import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'

/** Those who read what people write in an initiative as it was written, and are still there; by name. */
export async function readersOf(
  context: Context,
  initiative: string,
): Promise<readonly Readonly<{ id: string; name: string }>[]> {
  const rows = await context.db
    .selectFrom('initiative_person as ip')
    .innerJoin('person as p', (join) =>
      join.onRef('p.id', '=', 'ip.person_id').onRef('p.network_id', '=', 'ip.network_id'),
    )
    .select(['p.id', 'p.given_name', 'p.family_name'])
    .where('ip.initiative_id', '=', initiative)
    .where('ip.part', '=', 'triager')
    .where((eb) => eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>', todayIn(context))]))
    .orderBy('p.given_name')
    .orderBy('p.family_name')
    .execute()
  return rows.map((row) => ({ id: row.id, name: `${row.given_name} ${row.family_name}` }))
}

/** Their names alone, for the pages on which people write and are told who reads. */
export const namedReaders = async (context: Context, initiative: string): Promise<string[]> =>
  (await readersOf(context, initiative)).map(({ name }) => name)
