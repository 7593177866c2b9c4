/** From the texts of packs to an engine, the same way on a server and in a browser. */
import type { CedarEngine } from './cedar-port.ts';
import { createEngine, type EngineSettings, type PolicyEngine } from './engine.ts';
import { loadPacks, type Pack, type PackFiles } from './load-pack.ts';
import type { PackProblem } from './rule.ts';

export type PackSources = {
  /** Text of the Cedar schema that all packs share. */
  readonly schema: string;
  /** `name` only says which pack a problem is in. */
  readonly packs: readonly { readonly name: string; readonly files: PackFiles }[];
};
export type OpenedEngine =
  | { readonly outcome: 'ready'; readonly engine: PolicyEngine }
  /** `pack` is null when the settings, or the packs together, are at fault. */
  | { readonly outcome: 'rejected'; readonly pack: string | null; readonly problems: readonly PackProblem[] };

/** Returns the engine over all packs of `sources`, or the problems of the first pack that has any. */
export async function openEngine(
  cedar: CedarEngine,
  sources: PackSources,
  settings: EngineSettings,
): Promise<OpenedEngine> {
  const all = sources.packs.map(({ files }) => files);
  const packs: Pack[] = [];
  for (const [at, loaded] of (await loadPacks(all, sources.schema, cedar)).entries()) {
    if (loaded.outcome === 'rejected')
      return { outcome: 'rejected', pack: sources.packs[at]?.name ?? null, problems: loaded.problems };
    packs.push(loaded.pack);
  }
  const created = createEngine(cedar, packs, settings);
  return created.outcome === 'ready' ? created : { outcome: 'rejected', pack: null, problems: created.problems };
}
