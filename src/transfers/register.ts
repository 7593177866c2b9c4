/**
 * The register of transfers: one entry per recipient and place, written in the transaction of each act. It says what a regulator asks:
 * purpose, basis, recipient, categories, number of persons, safeguards, decision, evidence, and the packs it was decided by.
 */
import type { Facts } from '../model/facts.ts';
import type { Obligation, PolicyDecision } from '../model/policy-decision.ts';
import type { TransferState } from '../model/transfer-states.ts';
import { recordsInForce } from '../policy/context.ts';
import type { NewDecision } from '../store/tables/decisions.ts';
import { countPersons, countTransferPersons } from '../store/tables/persons.ts';
import { listTablesOfTransfers } from '../store/tables/pseudonyms.ts';
import {
  endEntries,
  findOrigin,
  findSendEntry,
  grantSendEntries,
  type NewRegisterRow,
  type RegisterRow,
  writeOpenEntry,
  writeSendEntry,
} from '../store/tables/register.ts';
import { listTransferObjects, type TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { openDuties } from './duties.ts';
import { yearIn, zoneOf } from './zones.ts';

/**
 * An entry is kept this long after its transfer has ended. Impact assessments and what belongs to them are kept for at least three years
 * (PIPL art. 56), and so are records of processing by others (Network Data Security Regulations art. 12).
 */
const KEPT_YEARS = 3;

type RegisterDeps = Pick<TransferDeps, 'ids' | 'random' | 'sha256' | 'fields' | 'policy' | 'settings'>;
type Registered = Pick<TransferRow, 'transfer_id' | 'entity_id' | 'purpose' | 'level'>;

/** Enters a decision about sending: one entry per recipient, made at the first decision and brought up to date at each later one. */
export async function registerDecision(
  deps: RegisterDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: Registered,
  decisions: readonly NewDecision[],
  state: TransferState,
): Promise<void> {
  const objects = await listTransferObjects(trx, tenant.orgId, [transfer.transfer_id]);
  const keyed = await countTransferPersons(trx, tenant.orgId, transfer.transfer_id);
  const tables = await listTablesOfTransfers(trx, tenant.orgId, [transfer.transfer_id]);
  const about = {
    transfer,
    state,
    files: objects.filter((one) => one.kind === 'file').length,
    bytes: objects.reduce((sum, one) => sum + one.size, 0),
    keyed,
    pseudonymised: tables.length > 0,
  };
  for (const decision of decisions) {
    if (decision.recipientId === null) continue;
    for (const row of sendEntries(deps, tenant, about, decision, [decision.recipientId]))
      await writeSendEntry(trx, row);
  }
}

export type SentThing = {
  readonly transfer: Registered;
  readonly state: TransferState;
  readonly files: number;
  readonly bytes: number;
  /** Different persons for whom there is a keyed hash. */
  readonly keyed: number;
  /** A file of it is a pseudonymised list whose table stays at home. */
  readonly pseudonymised?: boolean;
};

/** The entries of recipients for whom one decision was made: all but who it is is the same. */
export function sendEntries(
  deps: RegisterDeps,
  tenant: Tenant,
  about: SentThing,
  { id, facts, decision, at }: NewDecision,
  recipientIds: readonly string[],
): NewRegisterRow[] {
  const { transfer, state, files, bytes, keyed } = about;
  const same = {
    org_id: tenant.orgId,
    transfer_id: transfer.transfer_id,
    entity_id: transfer.entity_id,
    event: 'send' as const,
    state,
    at,
    changed_at: at,
    purpose: transfer.purpose,
    level: transfer.level,
    files,
    bytes,
    ...personsOf(facts, keyed),
    ...decided(deps, facts, decision, id, about.pseudonymised === true ? ['pseudonymised'] : []),
    granted_at: null,
    year: null,
    retain_until: null,
  };
  return recipientIds.map((recipientId) => ({ ...same, entry_id: deps.ids.uuid(), recipient_id: recipientId }));
}

/** The calendar year in which a grant at `at` counts, where the content comes from. */
export function grantYear(deps: Pick<RegisterDeps, 'settings'>, origin: string | undefined, at: Date): number {
  return yearIn(zoneOf(origin ?? 'unknown', deps.settings.timeZone), at);
}

/** Says that the recipients can open from now on, and counts the persons for this calendar year. */
export async function registerGrant(
  deps: RegisterDeps,
  trx: Trx,
  tenant: Tenant,
  transferId: string,
  at: Date,
): Promise<void> {
  const origin = await findOrigin(trx, tenant.orgId, transferId);
  await grantSendEntries(trx, tenant.orgId, transferId, at, grantYear(deps, origin, at));
  await countPersons(trx, tenant.orgId, transferId);
}

/** Says that a transfer has ended, and until when its entries are kept. */
export async function registerEnd(
  trx: Trx,
  tenant: Tenant,
  transferId: string,
  state: TransferState,
  at: Date,
): Promise<void> {
  await endEntries(trx, tenant.orgId, transferId, state, at, keptUntil(at));
}

/** Until when the entries of a transfer that ended at `at` are kept. */
export function keptUntil(at: Date): Date {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + KEPT_YEARS);
  return until;
}

export type Opening = {
  readonly transferId: string;
  readonly recipientId: string;
  readonly decisionId: string;
  readonly facts: Facts;
  readonly decision: PolicyDecision;
  readonly at: Date;
};

/**
 * Enters an opening that happens in another place than the recipient's registered one: it is a transfer of its own, to that place. An
 * opening where the recipient is registered is what was sent, and needs no entry.
 */
export async function registerOpening(deps: RegisterDeps, trx: Trx, tenant: Tenant, opening: Opening): Promise<void> {
  const sent = await findSendEntry(trx, tenant.orgId, opening.transferId, opening.recipientId);
  if (sent === undefined || !isElsewhere(sent, opening.facts)) return;
  const { facts, decision, at } = opening;
  const year = yearIn(zoneOf(sent.origin, deps.settings.timeZone), at);
  await writeOpenEntry(trx, {
    ...carriedOver(sent),
    entry_id: deps.ids.uuid(),
    event: 'open',
    state: 'granted',
    at,
    changed_at: at,
    ...decided(
      deps,
      facts,
      decision,
      opening.decisionId,
      sent.safeguards.filter((one) => one === 'pseudonymised'),
    ),
    granted_at: at,
    year,
    retain_until: null,
  });
  await countPersons(trx, tenant.orgId, opening.transferId);
  // Opened elsewhere, an exemption may be lost and a clock begin.
  await openDuties(deps, trx, tenant, {
    entityId: sent.entity_id,
    purpose: sent.purpose,
    transferId: opening.transferId,
    incidentId: null,
    at,
    granted: true,
    facts: [facts],
    actor: { kind: 'system' },
  });
}

/** Whether what is opened there is readable in another place than it was sent to. */
export function isElsewhere(sent: Pick<RegisterRow, 'destination'>, facts: Facts): boolean {
  return (facts.dest ?? 'unknown') !== sent.destination;
}

/** What an entry of an opening has in common with the entry of sending. */
function carriedOver(sent: RegisterRow) {
  const { org_id, transfer_id, recipient_id, entity_id, purpose, level, files, bytes, persons, unkeyed } = sent;
  return { org_id, transfer_id, recipient_id, entity_id, purpose, level, files, bytes, persons, unkeyed };
}

/** The number the decision was made on, and how many of them no keyed hash stands for. */
function personsOf(facts: Facts, keyed: number): Pick<NewRegisterRow, 'persons' | 'unkeyed'> {
  if (facts.n === undefined) return { persons: null, unkeyed: null };
  return { persons: facts.n, unkeyed: Math.max(0, facts.n - keyed) };
}

function decided(
  deps: RegisterDeps,
  facts: Facts,
  decision: PolicyDecision,
  decisionId: string,
  more: readonly string[] = [],
) {
  const rules = [...decision.objections, ...decision.obligations].map((one) => one.ruleId);
  return {
    origin: facts.origin ?? 'unknown',
    destination: facts.dest ?? 'unknown',
    destination_city: facts.dest_city ?? null,
    recipient_kind: facts.recipient?.type ?? 'unknown',
    bases: list(facts.basis ?? []),
    contracts: list(recordsInForce(facts.contract, facts)),
    filings: list(recordsInForce(facts.filing, facts)),
    assessments: list(recordsInForce(facts.pia, facts)),
    categories: list(facts.cats ?? []),
    sensitive_for: list(deps.policy.sensitiveFor(facts)),
    safeguards: list([`custody:${facts.sealed?.custody ?? 'server'}`, ...more, ...safeguards(decision.obligations)]),
    rules: list(rules),
    evidence: list(decision.evidence),
    packs: JSON.stringify(decision.packs),
    decision_id: decisionId,
    outcome: decision.outcome,
    effect: decision.effect,
  };
}

/** Obligations by name; of several limits of one kind the shortest, which is the one that holds. */
function safeguards(obligations: readonly Obligation[]): string[] {
  const shortest = new Map<string, number | null>();
  for (const { kind, value } of obligations) {
    const known = shortest.get(kind);
    shortest.set(kind, value === null ? (known ?? null) : Math.min(value, known ?? value));
  }
  return [...shortest].map(([kind, value]) => (value === null ? kind : `${kind}:${value}`));
}

/** A column of texts: each once, in order. */
function list(values: readonly string[]): string {
  return JSON.stringify([...new Set(values)].sort());
}
