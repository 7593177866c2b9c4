/** The agreed situations: the facts of the decision tables in test/decisions, as they come with the product (packs/situations.json). */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { readFacts } from '../../policy/read-facts.ts';
import type { AgreedSituation } from './deps.ts';

const members = z.record(z.string(), z.unknown());
const situationsSchema = z.strictObject({
  tables: z.array(
    z.strictObject({
      pack: z.string(),
      /** Facts of every case of the table. */
      base: members,
      cases: z.array(
        z.strictObject({
          name: z.string(),
          /** Members that replace those of the base; null leaves the fact out. */
          facts: members,
          /** Further facts, each with a list of values: one situation for every combination. */
          each: z.record(z.string(), z.array(z.unknown()).min(1)).optional(),
        }),
      ),
    }),
  ),
});
/** Facts of a table state their own time; this is for one that does not. */
const AT = '2026-11-22T10:00:00+08:00';

/** Returns the situations of the file, every combination of each. What is no situation is an error: the file comes with the product. */
export async function readSituations(path: string): Promise<readonly AgreedSituation[]> {
  const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
  return situationsSchema.parse(parsed).tables.flatMap(({ pack, base, cases }) =>
    cases.flatMap(({ name, facts, each = {} }) =>
      combinations(facts, each).flatMap((variant) => {
        const stated = Object.entries({ ...base, ...variant }).filter(([, value]) => value !== null);
        const read = readFacts(Object.fromEntries(stated), AT);
        return read.outcome === 'read' ? [{ name: `${pack}: ${name}`, facts: read.facts }] : [];
      }),
    ),
  );
}

type Members = Readonly<Record<string, unknown>>;

function combinations(facts: Members, each: Readonly<Record<string, readonly unknown[]>>): readonly Members[] {
  return Object.entries(each).reduce<readonly Members[]>(
    (variants, [name, values]) => variants.flatMap((variant) => values.map((value) => ({ ...variant, [name]: value }))),
    [facts],
  );
}
