/** The packs in use, to look at and to decide with elsewhere. They hold law and the organisation's own rules, nothing about persons. */
import type { PackFilesAnswer, PackList } from '../model/api/packs.ts';
import type { Locale } from '../model/locale.ts';
import type { EngineSettings, PolicyEngine } from '../policy/engine.ts';
import type { PackSources } from '../policy/open-engine.ts';

/** The engine, and the texts and numbers that it was made of. */
export type RulesInUse = {
  readonly engine: PolicyEngine;
  readonly sources: PackSources;
  readonly settings: EngineSettings;
};

/** Returns the packs in use, laws first. */
export function listPacks({ engine }: RulesInUse, locale: Locale): PackList {
  const packs = engine.packs.map(({ file, digest, rules }) => ({
    pack: file.pack,
    title: file.title[locale],
    version: file.version,
    digest,
    reviewed: engine.reviewed.has(digest),
    kind: file.kind,
    rules: rules.length,
    duties: file.duties.length,
  }));
  return { packs: packs.sort((a, b) => a.kind.localeCompare(b.kind) || a.pack.localeCompare(b.pack)) };
}

/** Returns the texts of all packs in use with the digests under which the server decides. */
export function packFiles({ engine, sources, settings }: RulesInUse): PackFilesAnswer {
  return {
    schema: sources.schema,
    // `openEngine` keeps the order of the sources.
    packs: sources.packs.flatMap(({ files }, at) => {
      const pack = engine.packs[at];
      if (pack === undefined) return [];
      const { file, digest } = pack;
      return [{ pack: file.pack, digest, reviewed: engine.reviewed.has(digest), files: { ...files } }];
    }),
    params: { ...settings.params },
  };
}
