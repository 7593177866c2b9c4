/** Packs from a folder of the file system, for Node. Every folder below `packs/` is one pack; any problem in any of them stops the start. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeCedar } from './cedar-node.ts';
import { createEngine } from './engine.ts';
import type { EngineSettings, PolicyEngine } from './engine.ts';
import { POLICY } from './errors.ts';
import { loadPack } from './load-pack.ts';
import type { Pack, PackFiles } from './load-pack.ts';
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

/** Returns all packs below `folder`, sorted by name. @throws `policy.pack_rejected` with the first problems found. */
export async function readPacks(folder: string): Promise<readonly Pack[]> {
  const schema = await readSchema(folder);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const packs: Pack[] = [];
  for (const name of names) {
    const loaded = await loadPack(await readPackFiles(join(folder, name)), schema, nodeCedar);
    if (loaded.outcome === 'rejected') throw POLICY.pack_rejected({ pack: name, problems: shown(loaded.problems) });
    packs.push(loaded.pack);
  }
  return packs;
}

/**
 * Returns an engine over the packs below `folder`.
 *
 * @throws `policy.pack_rejected` for a pack with problems, `policy.bad_settings` for numbers the packs do not allow.
 */
export async function openPolicyEngine(
  folder: string = SHIPPED_PACKS,
  settings: EngineSettings = { params: {} },
): Promise<PolicyEngine> {
  const created = createEngine(nodeCedar, await readPacks(folder), settings);
  if (created.outcome === 'rejected') throw POLICY.bad_settings({ problems: shown(created.problems) });
  return created.engine;
}

/** Problems as lines for the log. They quote packs and settings, which hold no content. */
function shown(problems: readonly PackProblem[]): readonly string[] {
  return problems
    .slice(0, 20)
    .map(({ file, rule, problem }) => `${file}${rule === null ? '' : ` ${rule}`}: ${problem}`);
}
