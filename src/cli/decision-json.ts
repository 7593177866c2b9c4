/** A decision as `entrepot decide --json` prints it: short names, the effect `allow` where nothing objects. */
import type { PolicyDecision } from '../model/policy-decision.ts';
import type { Duty } from '../policy/duties.ts';
import type { Pack } from '../policy/load-pack.ts';

export type DecisionJson = {
  readonly outcome: PolicyDecision['outcome'];
  readonly effect: string;
  readonly event: string;
  readonly at: string;
  readonly objections: readonly {
    readonly id: string;
    readonly pack: string;
    readonly effect: string;
    /** What would lift it; empty: nothing does. */
    readonly remedy: readonly string[];
    readonly cite: string;
    readonly deadline: string | null;
    readonly confidence: 'H' | 'M' | 'L';
    readonly kind: string;
  }[];
  readonly obligations: readonly {
    readonly kind: string;
    /** Days of an expiry; null otherwise. */
    readonly days: number | null;
    readonly id: string;
    readonly pack: string;
  }[];
  readonly evidence: readonly string[];
  readonly deadline: string | null;
  readonly packs: readonly {
    readonly id: string;
    readonly version: string;
    readonly digest: string;
    readonly reviewed: boolean;
  }[];
  /** Facts that were needed and are not known. */
  readonly unknown: readonly string[];
  /** What the packs say beside their rules about what starts here: advice, and provisions that are enacted and not in force. */
  readonly advisories: readonly {
    readonly id: string;
    readonly pack: string;
    readonly cite: string;
    readonly confidence: 'H' | 'M' | 'L';
  }[];
  /** Clocks that run beside the decision; they hold nothing. */
  readonly duties: readonly {
    readonly id: string;
    readonly pack: string;
    readonly filing: string | null;
    readonly starts: string;
    readonly term: string;
    readonly satisfied: boolean;
    readonly exemption: string | null;
  }[];
};

/** Returns the printed form of a decision and of the duties that the same facts bring. `packs` are those of the engine that decided. */
export function decisionJson(decision: PolicyDecision, duties: readonly Duty[], packs: readonly Pack[]): DecisionJson {
  const attached = new Set(decision.packs.map(({ pack }) => pack));
  return {
    outcome: decision.outcome,
    effect: decision.effect ?? 'allow',
    event: decision.event,
    at: decision.at,
    objections: decision.objections.map((one) => ({
      id: one.ruleId,
      pack: one.pack,
      effect: one.effect,
      remedy: one.remedies,
      cite: one.citation.cite,
      deadline: one.deadline,
      confidence: one.citation.confidence,
      kind: one.citation.kind,
    })),
    obligations: decision.obligations.map(({ kind, value, ruleId, pack }) => ({ kind, days: value, id: ruleId, pack })),
    evidence: decision.evidence,
    deadline: decision.deadline,
    packs: decision.packs.map(({ pack, version, digest, reviewed }) => ({ id: pack, version, digest, reviewed })),
    unknown: decision.unknown,
    advisories: packs
      .filter(({ file }) => attached.has(file.pack))
      .flatMap(({ file }) =>
        file.rows
          .filter(({ role }) => role === 'advisory')
          .map(({ id, cite, confidence }) => ({ id, pack: file.pack, cite, confidence })),
      ),
    duties: duties.map(({ id, pack, filing, starts, term, satisfied, exemption }) => ({
      id,
      pack,
      filing,
      starts,
      term: `${term.amount} ${term.unit}`,
      satisfied,
      exemption,
    })),
  };
}
