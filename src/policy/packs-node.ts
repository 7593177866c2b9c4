/** Packs from a folder of the file system, for Node. Every folder below `packs/` is one pack; any problem in any of them stops the start. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeCedar } from './cedar-node.ts';
import type { EngineSettings, PolicyEngine } from './engine.ts';
import { POLICY } from './errors.ts';
import type { Pack, PackFiles } from './load-pack.ts';
import { openEngine, type PackSources } from './open-engine.ts';
import type { PackProblem } from './rule.ts';

/** The packs that are shipped, beside `src/`. */
export const SHIPPED_PACKS = join(import.meta.dirname, '../../packs');

/** Returns the texts of one pack's folder by path, `/` between the parts on every system. */
export async function readPackFiles(folder: string): Promise<PackFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of entries.filter((found) => found.isFile())) {
    const full = join(entry.parentPath, entry.name);
    files[full.slice(folder.length + 1).replaceAll('\\', '/')] = await readFile(full, 'utf8');
  }
  return files;
}

/** Returns the text of the schema that all packs below `folder` share. */
export async function readSchema(folder: string): Promise<string> {
  return readFile(join(folder, 'schema.cedarschema'), 'utf8');
}

/** Returns the texts of all packs below `folder`, sorted by name. */
export async function readPackSources(folder: string): Promise<PackSources> {
  const schema = await readSchema(folder);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const packs = names.map(async (name) => ({ name, files: await readPackFiles(join(folder, name)) }));
  return { schema, packs: await Promise.all(packs) };
}

/**
 * Returns an engine over packs whose texts were read.
 *
 * @throws `policy.pack_rejected` for a pack with problems, `policy.bad_settings` for numbers the packs do not allow.
 */
export async function openSources(
  sources: PackSources,
  settings: EngineSettings = { params: {} },
): Promise<PolicyEngine> {
  const opened = await openEngine(nodeCedar, sources, settings);
  if (opened.outcome === 'ready') return opened.engine;
  const problems = shownProblems(opened.problems);
  throw opened.pack === null
    ? POLICY.bad_settings({ problems })
    : POLICY.pack_rejected({ pack: opened.pack, problems });
}

/** Returns all packs below `folder`, sorted by name. @throws `policy.pack_rejected` with the first problems found. */
export async function readPacks(folder: string): Promise<readonly Pack[]> {
  return (await openPolicyEngine(folder)).packs;
}

/** Returns an engine over the packs below `folder`. @throws `policy.pack_rejected`, `policy.bad_settings` */
export async function openPolicyEngine(
  folder: string = SHIPPED_PACKS,
  settings: EngineSettings = { params: {} },
): Promise<PolicyEngine> {
  return openSources(await readPackSources(folder), settings);
}

/** Problems as lines for the log. They quote packs and settings, which hold no content. */
export function shownProblems(problems: readonly PackProblem[]): readonly string[] {
  return problems
    .slice(0, 20)
    .map(({ file, rule, problem }) => `${file}${rule === null ? '' : ` ${rule}`}: ${problem}`);
}
