/** The rules in use with one pack replaced: never decided by, only compared with. */
import { sha256Hex } from './digest.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { nodeCedar } from '../../policy/cedar-node.ts';
import { createEngine, type CreatedEngine } from '../../policy/engine.ts';
import type { Pack } from '../../policy/load-pack.ts';
import type { PackDeps } from './deps.ts';
import type { RunningRules } from './rules.ts';
import { versionsOf } from './record.ts';

/** Returns an engine over the packs in use with this one in the place of the one of its name. */
export function tryPack({ engine, settings }: RunningRules, pack: Pack): CreatedEngine {
  const others = engine.packs.filter(({ file }) => file.pack !== pack.file.pack);
  const packs = [...others, pack].sort((a, b) => (a.file.pack < b.file.pack ? -1 : 1));
  return createEngine(nodeCedar, packs, settings);
}

/** Returns what names these rules: the digests of all packs in use, and the organisation's own numbers. */
export function rulesDigest({ sha256 }: Pick<PackDeps, 'sha256'>, rules: RunningRules): string {
  const packs = versionsOf(rules).map(({ pack, digest }) => ({ pack, digest }));
  return sha256Hex(sha256, canonicalJson({ packs, params: { ...rules.settings.params } }));
}
