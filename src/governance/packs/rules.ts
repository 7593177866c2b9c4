/** The rules that are decided by at a moment, and what holds them. */
import type { World } from '../../base/deps.ts';
import type { Pack } from '../../policy/load-pack.ts';
import type { PackSources } from '../../policy/open-engine.ts';
import type { Database } from '../../store/database.ts';
import type { PackVersionHead, PackVersionRow } from '../../store/tables/packs.ts';
import type { Trx } from '../../store/transaction.ts';
import type { AuditDeps, EventActor } from '../../transfers/audit.ts';
import type { RulesInUse } from '../packs-view.ts';

export type PackVersion = { readonly pack: string; readonly version: string; readonly digest: string };
export type RecordDeps = Pick<World, 'clock' | 'ids'> & AuditDeps & { readonly db: Database };

export type RunningRules = RulesInUse & {
  /** Versions in use that did not come with the product, by pack. */
  readonly brought: ReadonlyMap<string, PackVersionHead>;
  /** Packs that were in use once and have rules that no pack in use has: their texts explain old decisions. */
  readonly former: readonly Pack[];
};

export type PolicyHolder = {
  readonly current: () => RunningRules;
  /** The texts that came with the product. */
  readonly shipped: PackSources;
  /** A kept version, checked as any pack, with the schema of its day; once per process. @throws `policy.pack_rejected` */
  readonly load: (row: PackVersionRow) => Promise<Pack>;
  /** Reads everything again from the store. */
  readonly reload: () => Promise<void>;
  /**
   * Runs `act` in a transaction, then makes the rules that follow from it, records them, and decides by them as soon as they are committed.
   *
   * @throws `policy.pack_rejected`, `policy.bad_settings` when the rules do not go together, `packs.shipped_only`; whatever `act` throws.
   *         Nothing has changed then.
   */
  readonly change: <T>(deps: RecordDeps, actor: EventActor, act: (trx: Trx) => Promise<T>) => Promise<T>;
};
