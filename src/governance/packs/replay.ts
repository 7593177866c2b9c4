/** An old decision made again by the rules of its day: their texts and numbers are kept with the day on which they came into use. */
import { canonicalJson, type Json } from '../../base/canonical-json.ts';
import type { DecisionList, Replay } from '../../model/api/packs.ts';
import type { PolicyDecision } from '../../model/policy-decision.ts';
import { nodeCedar } from '../../policy/cedar-node.ts';
import { decide } from '../../policy/decide.ts';
import { createEngine, type PolicyEngine } from '../../policy/engine.ts';
import { withCapabilities } from '../../policy/fulfil.ts';
import type { Pack } from '../../policy/load-pack.ts';
import type { DecisionRow } from '../../store/tables/decisions.ts';
import { findDecision, listDecisionsOf } from '../../store/tables/decisions.ts';
import { findVersionsByDigest, listPolicySetsAround, type PolicySetRow } from '../../store/tables/packs.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { type Reader, requireTransfer } from '../../transfers/read.ts';
import type { PackDeps } from './deps.ts';
import { sha256Hex } from './digest.ts';
import { PACKS } from './errors.ts';

const MOST = 200;

/** Returns every decision about a transfer, newest first. @throws `transfer.not_found` */
export async function listDecisions(
  deps: PackDeps,
  tenant: Tenant,
  reader: Reader,
  transferId: string,
): Promise<DecisionList> {
  await requireTransfer(deps, tenant, reader, transferId);
  const rows = await listDecisionsOf(deps.db.query, tenant.orgId, transferId, MOST);
  return {
    decisions: rows.map(({ decision, ...row }) => ({
      id: row.decision_id,
      event: row.event,
      at: row.at.toISOString(),
      recipientId: row.recipient_id,
      outcome: decision.outcome,
      effect: decision.effect,
      objections: decision.objections.map(({ ruleId }) => ruleId),
      packs: decision.packs,
    })),
  };
}

/**
 * Makes a decision again: its stored facts, the packs that it names by digest, and the numbers of that day. It changes nothing.
 *
 * @throws `transfer.not_found`, `packs.not_found` when the transfer has no such decision
 */
export async function replayDecision(
  deps: PackDeps,
  tenant: Tenant,
  reader: Reader,
  transferId: string,
  decisionId: string,
): Promise<Replay> {
  await requireTransfer(deps, tenant, reader, transferId);
  const row = await findDecision(deps.db.query, tenant.orgId, transferId, decisionId);
  if (row === undefined) throw PACKS.not_found();
  const set = await setOfDay(deps, tenant, row);
  if (set === undefined) return { outcome: 'not_kept', packs: row.decision.packs.map(({ pack }) => pack) };
  const made = await engineOfDay(deps, tenant, set, row.decision);
  if ('missing' in made) return { outcome: 'not_kept', packs: [...made.missing] };
  const again = closest(decide(made.engine, row.facts), row.decision);
  const [before, after] = [canonical(row.decision), canonical(again)];
  const { outcome, effect } = decide(deps.rules.current().engine, row.facts);
  return {
    outcome: before === after ? 'identical' : 'differs',
    at: row.at.toISOString(),
    stored: sha256Hex(deps.sha256, before),
    again: sha256Hex(deps.sha256, after),
    members: differing(row.decision, again),
    packs: row.decision.packs.map(({ pack, version, digest }) => ({ pack, version, digest })),
    today: { outcome, effect },
  };
}

/** The rules of that day: the nearest that have every pack which the decision names. */
async function setOfDay(deps: PackDeps, tenant: Tenant, row: DecisionRow): Promise<PolicySetRow | undefined> {
  const sets = await listPolicySetsAround(deps.db.query, tenant.orgId, row.at);
  return sets.find((set) =>
    row.decision.packs.every((used) => set.packs.some((one) => one.pack === used.pack && one.digest === used.digest)),
  );
}

type OfDay = { readonly engine: PolicyEngine } | { readonly missing: readonly string[] };

/** INVARIANT: a text counts only when it has the digest under which it was recorded. */
async function engineOfDay(
  deps: PackDeps,
  tenant: Tenant,
  set: PolicySetRow,
  decision: PolicyDecision,
): Promise<OfDay> {
  const rows = await findVersionsByDigest(
    deps.db.query,
    tenant.orgId,
    set.packs.map(({ digest }) => digest),
  );
  const packs: Pack[] = [];
  const missing: string[] = [];
  for (const { pack, digest } of set.packs) {
    const inUse = deps.rules.current().engine.packs.find((one) => one.file.pack === pack && one.digest === digest);
    const row = rows.find((one) => one.pack === pack && one.digest === digest);
    const loaded = inUse ?? (row === undefined ? undefined : await deps.rules.load(row).catch(() => undefined));
    if (loaded?.digest === digest) packs.push(loaded);
    else missing.push(pack);
  }
  if (missing.length > 0) return { missing };
  // Who had reviewed what is part of the decision and nothing that rules say.
  const reviewed = decision.packs.filter((one) => one.reviewed).map(({ digest }) => digest);
  const created = createEngine(nodeCedar, packs, { params: set.params, reviewed });
  return created.outcome === 'ready' ? created : { missing: set.packs.map(({ pack }) => pack) };
}

/** What the installation could not do that day stands in the decision as an objection of its own (src/policy/fulfil.ts). */
function closest(again: PolicyDecision, stored: PolicyDecision): PolicyDecision {
  const held = withCapabilities(again, false);
  return canonical(held) === canonical(stored) ? held : again;
}

/** The decision as bytes: members sorted, so that a store which forgets their order changes nothing. */
function canonical(decision: PolicyDecision): string {
  const plain: Json = JSON.parse(JSON.stringify(decision));
  return canonicalJson(plain);
}

function differing(stored: PolicyDecision, again: PolicyDecision): string[] {
  const now = new Map(Object.entries(again));
  return Object.entries(stored).flatMap(([name, value]) =>
    JSON.stringify(sortedOf(value)) === JSON.stringify(sortedOf(now.get(name))) ? [] : [name],
  );
}

function sortedOf(value: unknown): unknown {
  return value === undefined ? null : canonicalJson(JSON.parse(JSON.stringify(value)));
}
