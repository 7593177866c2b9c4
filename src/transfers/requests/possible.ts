/** What an answer could give, by the same reckoning as the permission matrix: the level's template and the decision's obligations cap it. */
import type { AccessRequest, Possible } from '../../model/api/access-requests.ts';
import type { AccessTerms } from '../../model/access-terms.ts';
import type { Locale } from '../../model/locale.ts';
import { DAY } from '../../base/units.ts';
import type { AccessRequestRow } from '../../store/tables/access-requests.ts';
import { latestSendDecisions } from '../../store/tables/decisions.ts';
import type { Executor } from '../../store/database.ts';
import { listGrants } from '../../store/tables/grants.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import type { PolicyDecision } from '../../model/policy-decision.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { mergeDecisions } from '../merge-decisions.ts';
import { type Caps, DAYS_AT_MOST, effectiveTerms, type Resolved } from '../terms/effective.ts';
import { openTermsBook, type TermsBook } from '../terms/read.ts';

export const NOTHING_POSSIBLE: Possible = { until: null, opens: null, download: false, rule: null };

/** What nothing said for one recipient can exceed. */
export function capsOf(book: TermsBook, transfer: TransferRow): Caps {
  return {
    level: book.levelOf(transfer),
    obligations: book.obligationsOf(transfer),
    opensMax: transfer.opens_max,
    expiresDays: transfer.expires_days,
    grantedAt: transfer.granted_at,
  };
}

/** The most that the caps leave of what is wished for one recipient. */
export function atMost(caps: Caps, wish: AccessTerms): Resolved {
  return effectiveTerms(caps, { pair: wish });
}

/** Everything that could be wished at once. */
export function everything(transfer: TransferRow): AccessTerms {
  const from = transfer.granted_at ?? transfer.created_at;
  return {
    permission: 'download',
    until: new Date(from.getTime() + DAYS_AT_MOST * DAY).toISOString(),
    opensMax: 100,
    countries: null,
    devicesMax: null,
  };
}

/** For one open request about a transfer. What has ended for good gives nothing any more. */
export async function possibleFor(
  deps: TransferDeps,
  tenant: Tenant,
  transfer: TransferRow,
  row: AccessRequestRow,
  locale: Locale,
): Promise<AccessRequest['possible']> {
  if (!(await isAlive(deps.db.query, tenant, transfer, row, deps.clock.now()))) return NOTHING_POSSIBLE;
  const caps = capsOf(await openTermsBook(deps, deps.db.query, tenant, [transfer]), transfer);
  const { terms, from } = atMost(caps, everything(transfer));
  const download = terms.permission === 'download';
  return {
    until: terms.until,
    opens: terms.opensMax,
    download,
    rule: download || from.permission !== 'rule' ? null : await ruleFor(deps, tenant, transfer, locale),
  };
}

/** Whether there is a secret left to release to whoever asks. */
export async function isAlive(
  db: Executor,
  tenant: Tenant,
  transfer: TransferRow,
  row: Pick<AccessRequestRow, 'object_id' | 'recipient_id'>,
  now: Date,
): Promise<boolean> {
  if (transfer.state !== 'granted' || transfer.expires_at === null || transfer.expires_at <= now) return false;
  const grants = (await listGrants(db, tenant.orgId, transfer.transfer_id)).filter(
    (one) => one.holder !== 'records' && (row.object_id === null || one.object_id === row.object_id),
  );
  const own = grants.filter((one) => one.recipient_id === row.recipient_id);
  // A member of an audience has a grant of his own only after he first opened.
  const counted = own.length > 0 ? own : grants.filter((one) => one.recipient_id === null);
  return counted.some((one) => one.wrapped_secret !== null && one.revoked_at === null);
}

/** The rule that lets it only be viewed, in the reader's language, and who could lift it. */
async function ruleFor(
  deps: TransferDeps,
  tenant: Tenant,
  transfer: TransferRow,
  locale: Locale,
): Promise<Possible['rule']> {
  const decision = await decisionOf(deps.db.query, tenant, transfer);
  const obligation = decision?.obligations.find((one) => one.kind === 'view_only');
  if (obligation === undefined) return null;
  const { title, lift, cite } = deps.policy.explain(obligation.pack, obligation.ruleId, locale);
  return { title, lift, cite };
}

async function decisionOf(db: Executor, tenant: Tenant, transfer: TransferRow): Promise<PolicyDecision | undefined> {
  const [first, ...others] = (await latestSendDecisions(db, tenant.orgId, transfer.transfer_id)).map(
    (row) => row.decision,
  );
  return first === undefined ? undefined : mergeDecisions(first, ...others);
}
