/**
 * The rules that are decided by: the shipped packs, versions that were switched on in place of them, the organisation's own numbers, and who
 * reviewed what. They can change while the server runs: what is being decided goes on with the rules it began with.
 */
import { nodeCedar } from '../../policy/cedar-node.ts';
import { createEngine, type EngineSettings } from '../../policy/engine.ts';
import { POLICY } from '../../policy/errors.ts';
import { loadPacks, type Pack, type PackFiles } from '../../policy/load-pack.ts';
import type { PackSources } from '../../policy/open-engine.ts';
import { shownProblems } from '../../policy/packs-node.ts';
import type { Database, Executor } from '../../store/database.ts';
import {
  findVersionsByDigest,
  listActiveVersions,
  listOwnNumbers,
  listReviewedDigests,
  listVersions,
  lockRules,
  type PackVersionRow,
} from '../../store/tables/packs.ts';
import { tx } from '../../store/transaction.ts';
import { codeOf } from '../../base/errors.ts';
import { PACKS } from './errors.ts';
import { recordRules } from './record.ts';
import type { PolicyHolder, RunningRules } from './rules.ts';

export type HolderDeps = {
  readonly db: Database;
  readonly orgId: string;
  readonly shipped: PackSources;
  /** Leaves out everything that was switched on and set: the way back in when it no longer loads. */
  readonly shippedOnly: boolean;
};

/** How many old versions are looked at for texts of rules that are gone. */
const MOST_FORMER = 500;

/** Opens the rules. @throws `policy.pack_rejected` for any pack that does not load, `policy.bad_settings` */
export async function openPolicyHolder({ db, orgId, shipped, shippedOnly }: HolderDeps): Promise<PolicyHolder> {
  const load = createLoader();
  const make = (executor: Executor): Promise<RunningRules> => makeRules(executor, orgId, shipped, load, shippedOnly);
  let current = await make(db.query);
  let last: Promise<unknown> = Promise.resolve();
  const changeNow: PolicyHolder['change'] = async (deps, actor, act) => {
    if (shippedOnly) throw PACKS.shipped_only();
    try {
      const { value, rules } = await tx(db, async (trx) => {
        await lockRules(trx, orgId);
        const done = await act(trx);
        const made = await make(trx);
        await recordRules(deps, trx, orgId, made, actor);
        return { value: done, rules: made };
      });
      current = rules;
      return value;
    } catch (error) {
      // Whether it happened is in the store.
      if (codeOf(error) === 'store.commit_unknown') current = await make(db.query);
      throw error;
    }
  };
  return {
    current: () => current,
    shipped,
    load: (row) => loadVersion(load, row),
    reload: async () => {
      current = await make(db.query);
    },
    // One after the other, so that the last commit is the last assignment.
    change: (deps, actor, act) => {
      const next = last.then(() => changeNow(deps, actor, act));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

type Text = { readonly key: string; readonly name: string; readonly files: PackFiles };
/** Returns the packs in the order of their texts. @throws `policy.pack_rejected` for the first that does not load */
type Loader = (texts: readonly Text[], schema: string) => Promise<readonly Pack[]>;

/** A pack is checked once per process, whatever it takes part in. */
function createLoader(): Loader {
  const known = new Map<string, Pack>();
  return async (texts, schema) => {
    const fresh = texts.filter(({ key }) => !known.has(`${key} ${schema}`));
    const loaded = await loadPacks(
      fresh.map(({ files }) => files),
      schema,
      nodeCedar,
    );
    for (const [at, { key, name }] of fresh.entries()) {
      const one = loaded[at];
      if (one?.outcome !== 'loaded')
        throw POLICY.pack_rejected({ pack: name, problems: shownProblems(one?.problems ?? []) });
      known.set(`${key} ${schema}`, one.pack);
    }
    return texts.flatMap(({ key }) => known.get(`${key} ${schema}`) ?? []);
  };
}

async function loadVersion(load: Loader, row: PackVersionRow): Promise<Pack> {
  const [pack] = await load([{ key: row.candidate_id, name: row.pack, files: row.files }], row.schema_text);
  if (pack === undefined) throw POLICY.pack_rejected({ pack: row.pack, problems: [] });
  return pack;
}

async function makeRules(
  db: Executor,
  orgId: string,
  shipped: PackSources,
  load: Loader,
  shippedOnly: boolean,
): Promise<RunningRules> {
  const active = shippedOnly ? [] : await listActiveVersions(db, orgId);
  const byName = new Map<string, Text>(
    shipped.packs.map(({ name, files }) => [name, { key: `shipped ${name}`, name, files }]),
  );
  for (const row of active) byName.set(row.pack, { key: row.candidate_id, name: row.pack, files: row.files });
  const texts = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const packs = await load(texts, shipped.schema);
  const settings: EngineSettings = {
    params: shippedOnly
      ? {}
      : Object.fromEntries((await listOwnNumbers(db, orgId)).map((one) => [one.param, one.value])),
    reviewed: await listReviewedDigests(db, orgId),
  };
  const created = createEngine(nodeCedar, packs, settings);
  if (created.outcome === 'rejected') throw POLICY.bad_settings({ problems: shownProblems(created.problems) });
  const sources = {
    schema: shipped.schema,
    packs: texts.map(({ name, files }) => ({ name, files })),
  };
  return {
    engine: created.engine,
    sources,
    settings,
    brought: new Map(active.map(({ files: _files, schema_text: _schema, ...head }) => [head.pack, head])),
    former: await formerPacks(db, orgId, packs, load),
  };
}

/** Old versions that have a rule which nothing in use has. One that cannot be read any more explains nothing; it stays in the store. */
async function formerPacks(
  db: Executor,
  orgId: string,
  packs: readonly Pack[],
  load: Loader,
): Promise<readonly Pack[]> {
  const known = new Set(packs.flatMap((pack) => Object.keys(pack.texts.en)));
  const digests = new Set(packs.map(({ digest }) => digest));
  const old = (await listVersions(db, orgId, MOST_FORMER)).filter(
    (one) => one.state === 'retired' && !digests.has(one.digest),
  );
  const former: Pack[] = [];
  for (const { digest } of old) {
    for (const row of await findVersionsByDigest(db, orgId, [digest])) {
      if (!hasOther(row.files['texts/en.json'] ?? '', known)) continue;
      const pack = await loadVersion(load, row).catch(() => undefined);
      if (pack === undefined) continue;
      former.push(pack);
      for (const id of Object.keys(pack.texts.en)) known.add(id);
    }
  }
  return former;
}

/** Whether texts speak of a rule that is not among the known ones. */
function hasOther(text: string, known: ReadonlySet<string>): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && Object.keys(parsed).some((id) => !known.has(id));
  } catch {
    return false;
  }
}
