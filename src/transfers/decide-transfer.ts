/** The law's and the organisation's answer to sending one transfer: decided per recipient, strictest for all. */
import type { Sha256 } from '../audit-log/index.ts';
import type { ExplainedDecision } from '../model/api/transfers.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { ApprovalKind, DecisionEvent, Facts, Purpose } from '../model/facts.ts';
import type { Locale } from '../model/locale.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { withCapabilities } from '../policy/fulfil.ts';
import { releaseTerms } from '../policy/obligations.ts';
import type { NewDecision } from '../store/tables/decisions.ts';
import type { Policy, TransferDeps } from './deps.ts';
import { buildFacts, type Place, type Sender, type YearCount } from './facts.ts';
import { mergeDecisions } from './merge-decisions.ts';
import { factsOfRecords, type OnRecord, type RecordParty, standingInUse } from './records.ts';

export type RecipientPlace = {
  readonly id: string;
  readonly jurisdiction: string;
  readonly city: string | null;
  readonly kind: string;
};

/** Everything about a transfer that its facts are made of, whoever opens it and wherever it goes. */
export type Situation = {
  readonly sender: Sender;
  readonly classification: ClassificationSummary;
  readonly purpose: Purpose;
  readonly records: readonly OnRecord[];
  readonly approvals: readonly ApprovalKind[];
  readonly year: YearCount | undefined;
};

export type SendSituation = Situation & {
  readonly recipients: readonly RecipientPlace[];
  /** Everything in it could be shown as pages (showable.ts); asked for where something is view-only. */
  readonly showsAll: boolean;
};

/** Returns the facts of one event for one recipient. `place`: where it becomes readable, when that is not the recipient's registered place. */
export function factsFor(
  sha256: Sha256,
  situation: Situation,
  recipient: RecipientPlace,
  event: DecisionEvent,
  at: Date,
  place: Place = recipient,
): Facts {
  const { sender, classification, purpose } = situation;
  const party = partyOf(situation, recipient, place);
  const { id: _recipientId, ...destination } = party.recipient;
  return buildFacts({
    event,
    at,
    sender,
    destination,
    recipientKind: recipient.kind,
    classification,
    purpose,
    records: factsOfRecords(sha256, situation.records, party, at),
    approvals: situation.approvals,
    year: situation.year,
  });
}

/** The recipient where the content becomes readable, as records are compared with him. */
function partyOf(situation: Situation, recipient: RecipientPlace, place: Place): RecordParty {
  const elsewhere = place.jurisdiction !== recipient.jurisdiction;
  // An address tells the country, rarely the city: within the registered place the registered city is taken.
  const city = place.city ?? (elsewhere ? null : recipient.city);
  return {
    entityId: situation.sender.id,
    purpose: situation.purpose,
    categories: situation.classification.categories,
    recipient: { id: recipient.id, jurisdiction: place.jurisdiction, city },
    elsewhere,
  };
}

export type SendDecision = {
  /** The strictest over all recipients. */
  readonly merged: PolicyDecision;
  /** Standing records that count for at least one recipient. */
  readonly standing: readonly string[];
  readonly perRecipient: readonly {
    readonly recipientId: string;
    readonly facts: Facts;
    readonly decision: PolicyDecision;
  }[];
};

/** Decides `send` at one moment for every recipient. Undefined without recipients: nothing can be said. */
export function decideSend(
  { policy, sha256 }: Pick<TransferDeps, 'policy' | 'sha256'>,
  at: Date,
  situation: SendSituation,
): SendDecision | undefined {
  const perRecipient = situation.recipients.map((recipient) => {
    const facts = factsFor(sha256, situation, recipient, 'send', at);
    return {
      recipientId: recipient.id,
      facts,
      decision: withCapabilities(policy.decide(facts), situation.showsAll),
    };
  });
  const [first, ...others] = perRecipient.map((one) => one.decision);
  if (first === undefined) return undefined;
  const parties = situation.recipients.map((recipient) => partyOf(situation, recipient, recipient));
  return {
    merged: mergeDecisions(first, ...others),
    standing: standingInUse(situation.records, parties, at),
    perRecipient,
  };
}

/** Rows to store for a decision; the transfer points to the first one, all share one time. */
export function decisionRows(
  deps: Pick<TransferDeps, 'ids'>,
  transferId: string,
  decision: SendDecision,
  at: Date,
): NewDecision[] {
  return decision.perRecipient.map((one) => ({
    id: deps.ids.uuid(),
    transferId,
    recipientId: one.recipientId,
    facts: one.facts,
    decision: one.decision,
    at,
  }));
}

/** The decision in the reader's language. */
export function explainDecision(policy: Policy, decision: PolicyDecision, locale: Locale): ExplainedDecision {
  return {
    outcome: decision.outcome,
    effect: decision.effect,
    at: new Date(decision.at).toISOString(),
    objections: decision.objections.map((objection) => {
      const text = policy.explain(objection.pack, objection.ruleId, locale);
      return {
        ruleId: objection.ruleId,
        pack: objection.pack,
        effect: objection.effect,
        title: text.title,
        why: text.why,
        lift: text.lift,
        cite: text.cite,
        url: text.url,
        statute: text.statute,
        note: text.note,
        checked: text.checked,
        confidence: objection.citation.confidence,
        kind: objection.citation.kind,
        remedies: objection.remedies,
        deadline: objection.deadline,
      };
    }),
    remedies: decision.remedies,
    // A watermark is on pages; for what is handed over as it is nothing is promised about it.
    obligations: decision.obligations.filter((one) => one.kind !== 'watermark' || releaseTerms(decision).viewOnly),
    evidence: decision.evidence,
    unknown: decision.unknown,
    deadline: decision.deadline,
    packs: decision.packs,
  };
}
