/** The law's and the organisation's answer to sending one transfer: decided per recipient, strictest for all. */
import type { ExplainedDecision } from '../model/api/transfers.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { ApprovalKind, Facts, Purpose } from '../model/facts.ts';
import type { Locale } from '../model/locale.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { withCapabilities } from '../policy/fulfil.ts';
import type { NewDecision } from '../store/tables/decisions.ts';
import type { Policy, TransferDeps } from './deps.ts';
import { type BasisOnRecord, buildFacts } from './facts.ts';
import { mergeDecisions } from './merge-decisions.ts';

export type RecipientPlace = {
  readonly id: string;
  readonly jurisdiction: string;
  readonly city: string | null;
  readonly kind: string;
};

export type SendSituation = {
  readonly origin: string;
  readonly recipients: readonly RecipientPlace[];
  readonly classification: ClassificationSummary;
  readonly purpose: Purpose;
  readonly onRecord: readonly BasisOnRecord[];
  readonly approvals: readonly ApprovalKind[];
  /** Files need more than text does: a page renderer for view-only. */
  readonly hasFiles: boolean;
};

export type SendDecision = {
  /** The strictest over all recipients. */
  readonly merged: PolicyDecision;
  readonly perRecipient: readonly {
    readonly recipientId: string;
    readonly facts: Facts;
    readonly decision: PolicyDecision;
  }[];
};

/** Decides `send` at one moment for every recipient. Undefined without recipients: nothing can be said. */
export function decideSend(policy: Policy, at: Date, situation: SendSituation): SendDecision | undefined {
  const perRecipient = situation.recipients.map((recipient) => {
    const facts = buildFacts({
      event: 'send',
      at,
      origin: situation.origin,
      destination: { jurisdiction: recipient.jurisdiction, city: recipient.city },
      recipientKind: recipient.kind,
      classification: situation.classification,
      purpose: situation.purpose,
      onRecord: situation.onRecord,
      approvals: situation.approvals,
    });
    return {
      recipientId: recipient.id,
      facts,
      decision: withCapabilities(policy.decide(facts), situation.hasFiles, policy.capabilities),
    };
  });
  const [first, ...others] = perRecipient.map((one) => one.decision);
  return first === undefined ? undefined : { merged: mergeDecisions(first, ...others), perRecipient };
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
        confidence: objection.citation.confidence,
        kind: objection.citation.kind,
        remedies: objection.remedies,
        deadline: objection.deadline,
      };
    }),
    remedies: decision.remedies,
    // A watermark is on pages; where no pages are drawn nothing is promised about it.
    obligations: decision.obligations.filter((one) => one.kind !== 'watermark' || policy.capabilities.drawsPages),
    evidence: decision.evidence,
    deadline: decision.deadline,
    packs: decision.packs,
  };
}
