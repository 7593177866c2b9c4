/** Whether somebody could open something from a place at a moment: the terms, the state of his grant, and the law. Nothing is written. */
import type { AccessOutcome } from '../../model/api/access.ts';
import type { EffectiveTerms, Factor, TermName, TermSource } from '../../model/access-terms.ts';
import type { BarredReason } from '../../model/api/open.ts';
import type { Locale } from '../../model/locale.ts';
import type { PolicyDecision } from '../../model/policy-decision.ts';
import type { GrantRow } from '../../store/tables/grants.ts';
import type { RecipientRow } from '../../store/tables/recipients.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { whyEnded } from '../../transfers/decide-opening.ts';
import { factsFor } from '../../transfers/decide-transfer.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import type { Place } from '../../transfers/facts.ts';
import { readStoredSituation, recipientPlace, type StoredSituation } from '../../transfers/situation.ts';
import { whyBarred } from '../../transfers/terms/check.ts';
import type { Resolved } from '../../transfers/terms/effective.ts';

export type Assumed = {
  readonly at: Date;
  readonly place: Place;
  readonly address: string;
  readonly factors: readonly Factor[];
  /** One that opened before, another, or one that shows no key of its own. */
  readonly device: 'known' | 'new' | 'none';
};

export type Assessed = {
  readonly outcome: AccessOutcome;
  readonly detail: string | null;
  readonly term: TermName | null;
  readonly source: TermSource | null;
};

/** What decides a reason of the terms. */
const TERM_OF: Readonly<Record<BarredReason, TermName>> = {
  not_permitted: 'permission',
  not_yet: 'notBefore',
  expired: 'until',
  place: 'countries',
  unknown_place: 'countries',
  network: 'networks',
  device: 'devicesMax',
  device_unknown: 'devicesMax',
  hours: 'hours',
  factors: 'factors',
  role: 'kinds',
};

/** What the terms and the grant say; the law comes after them, as at an opening. */
export function assessTerms(
  { terms, from }: Resolved,
  grant: GrantRow,
  transfer: TransferRow,
  kind: string,
  assumed: Assumed,
  counted: { readonly opensLeft: number; readonly devices: number },
): Assessed {
  const plain = (outcome: AccessOutcome): Assessed => ({ outcome, detail: null, term: null, source: null });
  const byTerm = (outcome: BarredReason, detail: string | null): Assessed => {
    const term = outcome === 'factors' && terms.factors.length === 0 ? 'factorsMin' : TERM_OF[outcome];
    return { outcome, detail, term, source: from[term] };
  };
  if (whyEnded(grant, transfer, assumed.at) === 'revoked') return plain('revoked');
  const barred = whyBarred(terms, {
    at: assumed.at,
    jurisdiction: assumed.place.jurisdiction,
    address: assumed.address,
    factors: assumed.factors,
    deviceId: assumed.device === 'none' ? null : assumed.device,
    kind,
  });
  if (barred !== undefined) return byTerm(barred.reason, barred.detail);
  if (whyEnded(grant, transfer, assumed.at) === 'expired') return plain('expired');
  const isFull = terms.devicesMax !== null && assumed.device === 'new' && counted.devices >= terms.devicesMax;
  if (isFull) return byTerm('device', null);
  return counted.opensLeft === 0 ? { ...plain('used_up'), term: 'opensMax', source: from.opensMax } : plain('open');
}

/** The law of openings, with the situation of each transfer read once. */
export function createLaw(deps: TransferDeps, tenant: Tenant) {
  const situations = new Map<string, Promise<StoredSituation>>();
  const situationOf = (transfer: TransferRow): Promise<StoredSituation> => {
    const known = situations.get(transfer.transfer_id);
    if (known !== undefined) return known;
    const read = tx(deps.db, (trx) => readStoredSituation(trx, tenant, transfer, deps.clock.now(), 'read'), {
      access: 'read only',
      idempotent: true,
    });
    situations.set(transfer.transfer_id, read);
    return read;
  };
  return async (transfer: TransferRow, recipient: RecipientRow, at: Date, place: Place): Promise<PolicyDecision> => {
    const situation = await situationOf(transfer);
    const facts = factsFor(deps.sha256, situation, recipientPlace(recipient), 'open', at, place);
    return deps.policy.decide(facts);
  };
}

/** Rules that object, in the reader's language. */
export function rulesOf(
  { policy }: Pick<TransferDeps, 'policy'>,
  decision: PolicyDecision,
  locale: Locale,
): { title: string; cite: string }[] {
  return decision.objections.map(({ pack, ruleId, citation }) => ({
    title: policy.explain(pack, ruleId, locale).title,
    cite: citation.cite,
  }));
}

/** Terms with what depends on the person's own doing taken as done: he proves what is asked, in a network and on a device that count. */
export function withGoodWill(terms: EffectiveTerms): EffectiveTerms {
  return { ...terms, networks: null, devicesMax: null, factors: [], factorsMin: 2 };
}
