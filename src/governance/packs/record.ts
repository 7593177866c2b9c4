/**
 * Which rules were in use when: in the audit log by digest, and in the store with their texts and numbers, so that a decision can be made
 * again by exactly those rules, also after the product brought others.
 */
import { canonicalJson } from '../../base/canonical-json.ts';
import {
  findVersionsByDigest,
  insertPolicySet,
  insertVersion,
  listPolicySets,
  moveVersion,
  type PackState,
} from '../../store/tables/packs.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventActor, recordEvent } from '../../transfers/audit.ts';
import type { PackVersion, PolicyHolder, RecordDeps, RunningRules } from './rules.ts';

/** Returns name, version and digest of every pack in use. */
export function versionsOf({ engine }: Pick<RunningRules, 'engine'>): readonly PackVersion[] {
  return engine.packs.map(({ file, digest }) => ({ pack: file.pack, version: file.version, digest }));
}

/** At start: records the rules when they are not the ones recorded last. Returns whether they were recorded. */
export async function recordAtStart(deps: RecordDeps, orgId: string, rules: PolicyHolder): Promise<boolean> {
  const recorded = await tx(deps.db, (trx) => recordRules(deps, trx, orgId, rules.current(), { kind: 'system' }));
  if (recorded) await rules.reload();
  return recorded;
}

/** Writes into the caller's transaction what is decided by from now on, unless it is what was written last. */
export async function recordRules(
  deps: RecordDeps,
  trx: Trx,
  orgId: string,
  rules: RunningRules,
  actor: EventActor,
): Promise<boolean> {
  const packs = versionsOf(rules);
  const { params } = rules.settings;
  const [newest] = await listPolicySets(trx, orgId, 1);
  const same = newest !== undefined && canonicalJson(newest.packs.map(inOrder)) === canonicalJson(packs.map(inOrder));
  if (same && canonicalJson(newest.params) === canonicalJson({ ...params })) return false;
  const at = deps.clock.now();
  await keepTexts(deps, trx, orgId, rules, at);
  await insertPolicySet(trx, {
    org_id: orgId,
    set_id: deps.ids.uuid(),
    at,
    packs: JSON.stringify(packs),
    params: JSON.stringify(params),
  });
  const numbers = Object.keys(params).length === 0 ? {} : { detail: { numbers: { ...params } } };
  await recordEvent(deps, trx, { orgId }, { kind: 'packs.loaded', at, actor, packs, ...numbers });
  return true;
}

function inOrder({ pack, version, digest }: PackVersion): PackVersion {
  return { pack, version, digest };
}

/**
 * Every text in use is kept. A version that was brought in has a digest of its own making only as long as the product's schema is the same:
 * with another one it is another version, which takes the place of the first.
 */
async function keepTexts(deps: RecordDeps, trx: Trx, orgId: string, rules: RunningRules, at: Date): Promise<void> {
  for (const [index, { file, digest }] of rules.engine.packs.entries()) {
    const files = rules.sources.packs[index]?.files;
    const brought = rules.brought.get(file.pack);
    if (files === undefined || brought?.digest === digest) continue;
    if (brought !== undefined) await moveVersion(trx, orgId, brought.candidate_id, ['active'], 'retired', at);
    const isNew = await insertVersion(trx, {
      org_id: orgId,
      candidate_id: deps.ids.uuid(),
      pack: file.pack,
      version: file.version,
      digest,
      files: JSON.stringify(files),
      schema_text: rules.sources.schema,
      origin: brought === undefined ? 'shipped' : 'brought',
      state: brought === undefined ? 'retired' : 'active',
      created_by: brought?.created_by ?? null,
      created_at: at,
      changed_at: at,
    });
    // The product may bring a text that somebody had brought in before it.
    if (!isNew) await settleKnown(trx, orgId, file.pack, digest, brought === undefined ? 'retired' : 'active', at);
  }
}

async function settleKnown(
  trx: Trx,
  orgId: string,
  pack: string,
  digest: string,
  to: PackState,
  at: Date,
): Promise<void> {
  const rows = (await findVersionsByDigest(trx, orgId, [digest])).filter((row) => row.pack === pack);
  for (const row of rows) await moveVersion(trx, orgId, row.candidate_id, ['shadow', 'discarded', 'retired'], to, at);
}
