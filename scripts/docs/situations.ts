/** packs/situations.json: the facts of the decision tables, without what is expected of them, for shadow runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

type Table = { pack: string; base: object; cases: { name: string; facts: object; each?: object }[] };

/** Returns the text of the file, a case per line. */
export function situationsFile(root: string): string {
  const folder = join(root, 'test/decisions');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const tables = names.sort().map((name) => tableText(parse(readFileSync(join(folder, name), 'utf8'))));
  return `{"tables":[\n${tables.join(',\n')}\n]}\n`;
}

function tableText({ pack, base, cases }: Table): string {
  const lines = cases.map(({ name, facts, each }) =>
    JSON.stringify({ name, facts, ...(each === undefined ? {} : { each }) }),
  );
  return `{"pack":${JSON.stringify(pack)},"base":${JSON.stringify(base)},"cases":[\n${lines.join(',\n')}\n]}`;
}
