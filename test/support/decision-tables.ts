/** The decision tables in test/decisions as facts, for whoever decides them elsewhere than src/policy/golden.test.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Facts } from '../../src/model/facts.ts';
import { readFacts } from '../../src/policy/read-facts.ts';

const members = z.record(z.string(), z.unknown());
const tableSchema = z.object({
  base: members,
  cases: z.array(
    z.object({ name: z.string(), facts: members, each: z.record(z.string(), z.array(z.unknown())).default({}) }),
  ),
});

export type TableCase = { readonly table: string; readonly name: string; readonly facts: Facts };

/** Every case of every table, once for each combination of its values. */
export function tableCases(): readonly TableCase[] {
  const folder = join(import.meta.dirname, '../decisions');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((table) => {
      const { base, cases } = tableSchema.parse(parse(readFileSync(join(folder, table), 'utf8')));
      return cases.flatMap(({ name, facts, each }) =>
        combinations(each).map((variant) => ({ table, name, facts: factsOf({ ...base, ...facts, ...variant }) })),
      );
    });
}

function combinations(each: Readonly<Record<string, readonly unknown[]>>): readonly object[] {
  return Object.entries(each).reduce<readonly object[]>(
    (variants, [name, values]) => variants.flatMap((variant) => values.map((value) => ({ ...variant, [name]: value }))),
    [{}],
  );
}

function factsOf(stated: object): Facts {
  const known = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== null));
  const read = readFacts(known, '2026-11-22T10:00:00+08:00');
  if (read.outcome === 'rejected') throw new Error(`check ${read.members.join(', ')}`);
  return read.facts;
}
