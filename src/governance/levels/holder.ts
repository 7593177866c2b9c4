/**
 * The levels that are classified by: the newest version of the organisation's policy, and its exceptions. They can change while the server
 * runs: what is being classified goes on with those it began with.
 */
import { base64url } from '../../base/bytes.ts';
import type { Clock } from '../../base/clock.ts';
import type { Exceptions, LevelSettings } from '../../classify/settings.ts';
import type { FindingType } from '../../model/classification.ts';
import {
  type LevelPolicy,
  levelPolicySchema,
  needsSecond,
  SHIPPED_POLICY,
  STRICTEST_POLICY,
} from '../../model/level-policy.ts';
import type { Database } from '../../store/database.ts';
import { type ExceptionRow, listActiveExceptions } from '../../store/tables/finding-exceptions.ts';
import { listLevelPolicies } from '../../store/tables/level-policies.ts';

export type LevelsHolder = {
  /** What the classifier needs, of this moment. */
  readonly settings: () => LevelSettings;
  /** Keyed hash of a value in one spelling, as text. */
  readonly tag: (valueKey: string) => string;
  /** Reads again; for whoever changed something, and for processes that follow. */
  readonly reload: () => Promise<void>;
};

export type HolderDeps = {
  readonly db: Database;
  readonly orgId: string;
  readonly clock: Clock;
  readonly tag: (valueKey: string) => string;
};

export async function openLevels({ db, orgId, clock, tag }: HolderDeps): Promise<LevelsHolder> {
  const read = async (): Promise<LevelSettings> => {
    const [newest] = await listLevelPolicies(db.query, orgId, 1);
    const exceptions = await listActiveExceptions(db.query, orgId, clock.now());
    return {
      policy: newest === undefined ? SHIPPED_POLICY : (readPolicy(newest.policy) ?? STRICTEST_POLICY),
      version: newest?.version ?? 0,
      exceptions: exceptionsFrom(exceptions, clock, tag),
    };
  };
  let current = await read();
  let last = Promise.resolve();
  const readAgain = async (before: Promise<void>): Promise<void> => {
    await before;
    current = await read();
  };
  return {
    settings: () => current,
    tag,
    // One after the other, so that an older reading never replaces a newer one.
    reload: () => {
      const next = readAgain(last);
      last = next.catch(() => undefined);
      return next;
    },
  };
}

/** A stored policy; undefined when this release cannot read it. */
export function readPolicy(stored: unknown): LevelPolicy | undefined {
  const read = levelPolicySchema.safeParse(stored);
  return read.success ? read.data : undefined;
}

function exceptionsFrom(rows: readonly ExceptionRow[], clock: Clock, tag: LevelsHolder['tag']): Exceptions {
  const types = new Set<string>(rows.map((row) => row.type));
  const byTag = new Map(rows.map((row) => [base64url(new Uint8Array(row.value_hash)), row]));
  return {
    tag,
    concerns: (type: FindingType) => types.has(type),
    find: (type, found, check) => {
      const row = byTag.get(found);
      if (row === undefined || row.type !== type) return undefined;
      const hasTime = row.expires_at !== null && row.expires_at > clock.now();
      // INVARIANT: what needs two officers has two, whatever was known of the value when it was marked.
      const isEnough = row.second_by !== null || !needsSecond(type, check);
      return hasTime && isEnough ? row.exception_id : undefined;
    },
  };
}
