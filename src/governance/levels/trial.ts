/**
 * A policy of levels over past transfers, before it is set: which would have another level, and how the rules would decide about them then.
 * Page by page, so that each request is short and the page that asks can say how far it is. Nothing is changed.
 */
import { levelOf } from '../../classify/levels.ts';
import type { TrialPage, TryPolicy } from '../../model/api/levels.ts';
import { belowFloor, type LevelPolicy } from '../../model/level-policy.ts';
import type { Level } from '../../model/level.ts';
import type { Outcome } from '../../model/policy-decision.ts';
import { type DecisionRow, latestSendDecisionsOf } from '../../store/tables/decisions.ts';
import { countTransfers, pageTransfers, type TransferRow } from '../../store/tables/transfers.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { mergeDecisions } from '../../transfers/merge-decisions.ts';
import { dayIn } from '../../transfers/zones.ts';
import type { LevelDeps } from './deps.ts';
import { LEVELS_ERRORS } from './errors.ts';

const PAGE = 200;
const EXAMPLES = 3;

type Example = TrialPage['moves'][number]['examples'][number];
type Moved = { readonly row: TransferRow; readonly to: Level };

/** @throws `levels.below_floor` naming the types */
export async function tryLevelPolicy(
  deps: LevelDeps,
  { orgId }: Tenant,
  { policy, after }: TryPolicy,
): Promise<TrialPage> {
  const below = belowFloor(policy);
  if (below.length > 0) throw LEVELS_ERRORS.below_floor({ types: below });
  const { query } = deps.db;
  const rows = await pageTransfers(query, orgId, after === null ? {} : { before: after }, PAGE);
  const levels = rows.map((row) => ({ row, to: levelUnder(row, policy) }));
  const moved = levels.flatMap(({ row, to }) => (to === undefined || to === row.level ? [] : [{ row, to }]));
  return {
    total: await countTransfers(query, orgId),
    looked: rows.length,
    same: levels.filter(({ row, to }) => to === row.level).length,
    cannotTell: levels.filter(({ to }) => to === undefined).length,
    moves: movesOf(deps, moved),
    ...(await decidedOtherwise(deps, orgId, moved)),
    next: rows.length < PAGE ? null : (rows.at(-1)?.transfer_id ?? null),
  };
}

/** The level that a transfer would have; undefined where not enough was kept to say. */
export function levelUnder(row: Pick<TransferRow, 'classification'>, policy: LevelPolicy): Level | undefined {
  const { evidence, unreadable, raised } = row.classification;
  // What could not be read is restricted under every policy.
  if (unreadable) return 'restricted';
  if (evidence === undefined) return undefined;
  const { level } = levelOf(evidence, policy);
  const isByRoute = raised?.some((one) => one.rule === 'route') === true;
  return isByRoute && level === 'internal' ? 'public' : level;
}

function movesOf({ settings }: LevelDeps, moved: readonly Moved[]): TrialPage['moves'] {
  const groups = Map.groupBy(moved, ({ row, to }) => {
    const month = dayIn(settings.timeZone, row.created_at).slice(0, 7);
    return [month, row.level, to].join(' ');
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const month = dayIn(settings.timeZone, first.row.created_at).slice(0, 7);
    return [
      {
        month,
        from: first.row.level,
        to: first.to,
        n: group.length,
        examples: examplesOf(group.map(({ row }) => row)),
      },
    ];
  });
}

function examplesOf(rows: readonly TransferRow[]): Example[] {
  return rows.slice(0, EXAMPLES).map((row) => ({ id: row.transfer_id, reference: row.reference }));
}

/** Both levels are decided by the rules in use, with the facts of the day, so that nothing but the level makes the difference. */
async function decidedOtherwise(
  deps: LevelDeps,
  orgId: string,
  moved: readonly Moved[],
): Promise<Pick<TrialPage, 'outcomes' | 'obligations'>> {
  const ids = moved.map(({ row }) => row.transfer_id);
  const byTransfer = Map.groupBy(await latestSendDecisionsOf(deps.db.query, orgId, ids), (one) => one.transfer_id);
  const decided = moved.flatMap(({ row, to }) => {
    const round = byTransfer.get(row.transfer_id) ?? [];
    const [before, now] = [decideAs(deps, round, row.level), decideAs(deps, round, to)];
    return before === undefined || now === undefined ? [] : [{ row, before, now }];
  });
  const changed = decided.filter(({ before, now }) => before.outcome !== now.outcome);
  const groups = Map.groupBy(changed, ({ before, now }) => `${before.outcome} ${now.outcome}`);
  return {
    outcomes: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { before, now } = first;
      const examples = examplesOf(group.map(({ row }) => row));
      return [{ from: before.outcome, to: now.outcome, n: group.length, examples }];
    }),
    obligations: decided.filter(
      ({ before, now }) => before.outcome === now.outcome && before.obligations !== now.obligations,
    ).length,
  };
}

function decideAs(
  { policy }: LevelDeps,
  round: readonly DecisionRow[],
  level: Level,
): { readonly outcome: Outcome; readonly obligations: string } | undefined {
  const [first, ...others] = round.map(({ facts }) => policy.decide({ ...facts, level }));
  if (first === undefined) return undefined;
  const { outcome, obligations } = mergeDecisions(first, ...others);
  return {
    outcome,
    obligations: obligations
      .map(({ kind, value }) => `${kind} ${value}`)
      .sort()
      .join('; '),
  };
}
