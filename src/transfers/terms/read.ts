/** The terms in force, read from the store at every request: what changed counts with the next one. */
import type { FullLevelTerms, LevelTerms } from '../../model/access-terms.ts';
import { levelTermsSchema } from '../../model/access-terms.ts';
import { levelSchema } from '../../model/level.ts';
import { type ReleaseTerms, releaseTerms } from '../../policy/obligations.ts';
import type { Executor } from '../../store/database.ts';
import { EVERY, listLevelTerms, listTerms, type TermRow } from '../../store/tables/access-terms.ts';
import { latestSendDecisionsOf } from '../../store/tables/decisions.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { type Cells, effectiveTerms, type Resolved } from './effective.ts';
import { NOTHING_ALLOWED, SHIPPED_LEVELS } from './level-defaults.ts';

/** Terms by transfer, object and recipient. Null for the recipient: what holds for all of them. */
export type TermsBook = {
  readonly of: (transfer: TransferRow, objectId: string, recipientId: string | null) => Resolved;
  readonly rows: readonly TermRow[];
  readonly levelOf: (transfer: Pick<TransferRow, 'level'>) => FullLevelTerms;
  readonly obligationsOf: (transfer: TransferRow) => ReleaseTerms;
};

type ReadDeps = Pick<TransferDeps, 'policy'>;

/** Reads what is needed to tell the terms of these transfers, in three queries at most. */
export async function openTermsBook(
  deps: ReadDeps,
  db: Executor,
  { orgId }: Pick<Tenant, 'orgId'>,
  transfers: readonly TransferRow[],
): Promise<TermsBook> {
  const rows = await listTerms(
    db,
    orgId,
    transfers.map((one) => one.transfer_id),
  );
  const levels = levelsFrom(await listLevelTerms(db, orgId));
  const obligations = await readObligations(deps, db, orgId, transfers);
  const byKey = new Map(rows.map((row) => [keyOf(row.transfer_id, row.object_id, row.recipient_id), row.terms]));
  const levelOf = ({ level }: Pick<TransferRow, 'level'>): FullLevelTerms => levels.get(level) ?? NOTHING_ALLOWED;
  const obligationsOf = (transfer: TransferRow): ReleaseTerms => obligations.get(transfer.transfer_id) ?? STRICTEST;
  return {
    rows,
    levelOf,
    obligationsOf,
    of: (transfer, objectId, recipientId) => {
      const at = (object: string, recipient: string): unknown =>
        byKey.get(keyOf(transfer.transfer_id, object, recipient));
      const cells: Cells = {
        transfer: at(EVERY, EVERY),
        object: at(objectId, EVERY),
        ...(recipientId === null ? {} : { recipient: at(EVERY, recipientId), pair: at(objectId, recipientId) }),
      };
      return effectiveTerms(
        {
          level: levelOf(transfer),
          obligations: obligationsOf(transfer),
          opensMax: transfer.opens_max,
          expiresDays: transfer.expires_days,
          grantedAt: transfer.granted_at,
        },
        cells,
      );
    },
  };
}

/** Terms of one recipient and object. */
export async function readTerms(
  deps: ReadDeps,
  db: Executor,
  tenant: Pick<Tenant, 'orgId'>,
  transfer: TransferRow,
  objectId: string,
  recipientId: string | null,
): Promise<Resolved> {
  return (await openTermsBook(deps, db, tenant, [transfer])).of(transfer, objectId, recipientId);
}

function keyOf(...ids: readonly string[]): string {
  return ids.join(' ');
}

/** The shipped template of each level with what an officer set; what cannot be read allows nothing. */
export function levelsFrom(
  rows: readonly { readonly level: string; readonly terms: unknown }[],
): ReadonlyMap<string, FullLevelTerms> {
  const levels = new Map<string, FullLevelTerms>(Object.entries(SHIPPED_LEVELS));
  for (const row of rows) {
    const level = levelSchema.safeParse(row.level);
    const own = levelTermsSchema.safeParse(row.terms);
    if (!level.success) continue;
    levels.set(level.data, own.success ? withOwn(SHIPPED_LEVELS[level.data], own.data) : NOTHING_ALLOWED);
  }
  return levels;
}

/** A member that is left out is as shipped. */
export function withOwn(shipped: FullLevelTerms, own: LevelTerms): FullLevelTerms {
  const pick = <T>(mine: T | undefined, theirs: T): T => (mine === undefined ? theirs : mine);
  return {
    permission: pick(own.permission, shipped.permission),
    opensMax: pick(own.opensMax, shipped.opensMax),
    daysMax: pick(own.daysMax, shipped.daysMax),
    countries: pick(own.countries, shipped.countries),
    networks: pick(own.networks, shipped.networks),
    devicesMax: pick(own.devicesMax, shipped.devicesMax),
    hours: pick(own.hours, shipped.hours),
    kinds: pick(own.kinds, shipped.kinds),
    factorsMin: pick(own.factorsMin, shipped.factorsMin),
    factors: pick(own.factors, shipped.factors),
    search: pick(own.search, shipped.search),
    textLayer: pick(own.textLayer, shipped.textLayer),
  };
}

/** For a transfer whose decision is not found. */
const STRICTEST: ReleaseTerms = {
  viewOnly: true,
  watermark: true,
  twoFactors: true,
  noOnwardTransfer: true,
  expiryDays: 1,
};

/** Stored decisions never change: what they oblige to is remembered, for as long as the policy that they were made by runs. */
const remembered = new WeakMap<TransferDeps['policy'], Map<string, ReleaseTerms>>();
const REMEMBERED_AT_MOST = 5000;

async function readObligations(
  { policy }: ReadDeps,
  db: Executor,
  orgId: string,
  transfers: readonly TransferRow[],
): Promise<ReadonlyMap<string, ReleaseTerms>> {
  const known = remembered.get(policy) ?? new Map<string, ReleaseTerms>();
  remembered.set(policy, known);
  const wanted = transfers.filter((one) => one.decision_id !== null && !known.has(one.decision_id));
  const made = new Map<string, ReleaseTerms>();
  if (wanted.length > 0) {
    if (known.size > REMEMBERED_AT_MOST) known.clear();
    const ids = wanted.map((one) => one.transfer_id);
    const rows = await latestSendDecisionsOf(db, orgId, ids);
    for (const { transfer_id: id, decision_id: decisionId } of wanted) {
      const round = rows.filter((row) => row.transfer_id === id);
      if (round.length === 0 || decisionId === null) continue;
      const terms = releaseTerms({ obligations: round.flatMap((row) => row.decision.obligations) });
      made.set(id, terms);
      known.set(decisionId, terms);
    }
  }
  return new Map(
    transfers.flatMap(({ transfer_id: id, decision_id: decisionId }) => {
      // What another call forgot meanwhile was read by this one.
      const terms = made.get(id) ?? (decisionId === null ? undefined : known.get(decisionId));
      return terms === undefined ? [] : [[id, terms] as const];
    }),
  );
}
