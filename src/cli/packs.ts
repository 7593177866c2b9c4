/**
 * `entrepot packs`: the packs of rules that came with the product, or a folder of packs.
 * `list` says what there is; `check FOLDER` reads one pack as the server would and prints everything that is wrong with it; `export` writes it
 * for other programs. For whoever writes or reviews a pack; no server is asked.
 */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { toAccessPolicies } from '../governance/packs/access-policy.ts';
import { libraryId, toCisoAssistant } from '../governance/packs/ciso-assistant.ts';
import { localeSchema } from '../model/locale.ts';
import { nodeCedar } from '../policy/cedar-node.ts';
import { loadPack } from '../policy/load-pack.ts';
import { openPolicyEngine, readPackFiles, readPackSources, readSchema, SHIPPED_PACKS } from '../policy/packs-node.ts';
import { commandGroup, readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import type { Command } from './io.ts';

const USAGE = `usage: entrepot packs list [--packs FOLDER] [--locale LOCALE]
       entrepot packs check FOLDER
       entrepot packs export --format ciso-assistant --pack PACK [--packs FOLDER]
       entrepot packs export --format fides [--packs FOLDER] [--locale LOCALE]

  list     packs with version, digest and number of rules
  check    everything that is wrong with the pack in FOLDER; exit code 1 when it would be rejected
  export   a pack as a library of CISO Assistant, the organisation's own rules as access policies of fides
`;
const FOLDERS = {
  packs: { type: 'string', default: SHIPPED_PACKS },
  locale: { type: 'string', default: 'en' },
} as const;

const list: Command = async (args, io) => {
  const given = readArguments(args, io, { usage: USAGE, options: FOLDERS, positionals: [0, 0] });
  if (given.kind === 'done') return given.code;
  const locale = localeSchema.safeParse(given.values.locale);
  if (!locale.success) return wrongUsage(io, USAGE, 'there is no such language').code;
  const { packs } = await openPolicyEngine(resolve(given.values.packs));
  for (const { file, digest, rules } of packs) {
    const counts = `${rules.length} rules, ${file.duties.length} duties, ${file.rows.length} rows`;
    io.stdout(`${file.pack}  ${file.version}  ${digest.slice(0, 12)}  ${counts}  ${file.title[locale.data]}\n`);
  }
  io.stdout('Not reviewed by a lawyer, unless a review is recorded in the console.\n');
  return 0;
};

/** The schema is the one beside the folder when the folder is one of several packs, else the product's. */
const check: Command = async (args, io) => {
  const given = readArguments(args, io, { usage: USAGE, options: {}, positionals: [1, 1] });
  if (given.kind === 'done') return given.code;
  const folder = resolve(given.positionals[0] ?? '.');
  const files = await readPackFiles(folder).catch((error: unknown) => {
    throw CLI.file_unreadable({ file: basename(folder) }, error);
  });
  const loaded = await loadPack(files, await schemaBeside(folder), nodeCedar);
  if (loaded.outcome === 'loaded') {
    const { file, digest, rules } = loaded.pack;
    io.stdout(`${file.pack} ${file.version}: ${rules.length} rules, ${file.duties.length} duties, nothing is wrong\n`);
    io.stdout(`digest ${digest}\n`);
    return 0;
  }
  for (const { file, rule, problem } of loaded.problems)
    io.stdout(`${file}${rule === null ? '' : `  ${rule}`}: ${problem}\n`);
  io.stderr(`entrepot: ${loaded.problems.length} problems; the pack would be rejected\n`);
  return 1;
};

async function schemaBeside(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, '../schema.cedarschema'), 'utf8');
  } catch {
    return readSchema(SHIPPED_PACKS);
  }
}

const exportPacks: Command = async (args, io) => {
  const options = { ...FOLDERS, format: { type: 'string' }, pack: { type: 'string' } } as const;
  const given = readArguments(args, io, { usage: USAGE, options, positionals: [0, 0] });
  if (given.kind === 'done') return given.code;
  const { format, pack: name, packs: folder } = given.values;
  const locale = localeSchema.safeParse(given.values.locale);
  if (!locale.success) return wrongUsage(io, USAGE, 'there is no such language').code;
  const { packs } = await openPolicyEngine(resolve(folder));
  if (format === 'ciso-assistant') {
    const pack = packs.find(({ file }) => file.pack === name || libraryId(file.pack) === name);
    if (pack === undefined) return wrongUsage(io, USAGE, 'which pack? see `entrepot packs list`').code;
    io.stdout(toCisoAssistant(pack, false));
    return 0;
  }
  if (format !== 'fides') return wrongUsage(io, USAGE, 'which format?').code;
  const sources = await readPackSources(resolve(folder));
  const own = packs.map((pack, at) => ({ pack, files: sources.packs[at]?.files ?? {} }));
  io.stdout(toAccessPolicies(own, locale.data));
  return 0;
};

export const packsCommand: Command = commandGroup(USAGE, { list, check, export: exportPacks });
