/** Obligations of a decision, boiled down to what the release has to do. */
import type { PolicyDecision } from '../model/policy-decision.ts';

export type ReleaseTerms = {
  readonly viewOnly: boolean;
  readonly watermark: boolean;
  readonly twoFactors: boolean;
  readonly noOnwardTransfer: boolean;
  /** The fewest days that any rule sets; null when none sets a number. */
  readonly expiryDays: number | null;
};

/** Returns the terms that satisfy all obligations at once: they add up, and the shortest expiry counts. */
export function releaseTerms(decision: Pick<PolicyDecision, 'obligations'>): ReleaseTerms {
  const has = (kind: PolicyDecision['obligations'][number]['kind']): boolean =>
    decision.obligations.some((obligation) => obligation.kind === kind);
  const days = decision.obligations.flatMap(({ value }) => (value === null ? [] : [value]));
  return {
    viewOnly: has('view_only'),
    watermark: has('watermark'),
    twoFactors: has('two_factors'),
    noOnwardTransfer: has('no_onward_transfer'),
    expiryDays: days.length === 0 ? null : Math.min(...days),
  };
}
