/** Findings that are wrong: suggested where they are seen, set by officers for a time, ended by one click, and never silent. */
import { fromBase64url } from '../../base/bytes.ts';
import { DAY } from '../../base/units.ts';
import type {
  AcceptException,
  ExceptionList,
  ExceptionState,
  ExceptionView,
  SetException,
  SuggestException,
} from '../../model/api/levels.ts';
import { findingTypeSchema } from '../../model/classification.ts';
import { needsSecond } from '../../model/level-policy.ts';
import {
  addException,
  confirmException,
  endException,
  type ExceptionRow,
  findException,
  listExceptions,
  setException,
} from '../../store/tables/finding-exceptions.ts';
import { findTransfers } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventKind, recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { Reader, StaffNames } from '../../transfers/read.ts';
import type { LevelDeps } from './deps.ts';
import { LEVELS_ERRORS } from './errors.ts';
import { locateFinding } from './finding.ts';

const MOST_SHOWN = 500;

export type ExceptionMade = { readonly id: string; readonly state: ExceptionState };

/** Asks the officers to look at a finding. @throws as `locateFinding`, `levels.exception_exists` */
export async function suggestException(
  deps: LevelDeps,
  tenant: Tenant,
  reader: Reader,
  { finding, reason }: SuggestException,
): Promise<ExceptionMade> {
  return add(deps, tenant, reader, { finding, reason }, undefined);
}

/** Sets an exception; where two officers are needed it waits for the other. @throws as `suggestException` */
export async function makeException(
  deps: LevelDeps,
  tenant: Tenant,
  reader: Reader,
  { finding, reason, days }: SetException,
): Promise<ExceptionMade> {
  return add(deps, tenant, reader, { finding, reason }, days);
}

async function add(
  deps: LevelDeps,
  tenant: Tenant,
  reader: Reader,
  { finding, reason }: SuggestException,
  days: number | undefined,
): Promise<ExceptionMade> {
  const { type, tag, check, transferId } = await locateFinding(deps, tenant, reader, finding);
  const at = deps.clock.now();
  const id = deps.ids.uuid();
  const second = needsSecond(type, check);
  const added = {
    id,
    type,
    hash: fromBase64url(tag),
    needsSecond: second,
    transferId,
    by: reader.actor.id,
    at,
    reason,
    ...(days === undefined ? {} : { expiresAt: new Date(at.getTime() + days * DAY) }),
  };
  await tx(deps.db, async (trx) => {
    if (!(await addException(trx, tenant.orgId, added))) throw LEVELS_ERRORS.exception_exists();
    const kind = days === undefined ? 'exception.suggested' : 'exception.set';
    await record(deps, trx, tenant, reader.actor, kind, { id, type, days: days ?? null, second });
  });
  await changed(deps);
  return { id, state: days === undefined ? 'suggested' : second ? 'waiting' : 'active' };
}

/** Takes up a suggestion. @throws `levels.exception_not_found`, `levels.exception_state` */
export async function acceptException(
  deps: LevelDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  { reason, days }: AcceptException,
): Promise<void> {
  const at = deps.clock.now();
  const expiresAt = new Date(at.getTime() + days * DAY);
  await tx(deps.db, async (trx) => {
    const row = await requireException(trx, tenant, id);
    if (!(await setException(trx, tenant.orgId, id, { by: actor.id, at, reason }, expiresAt)))
      throw LEVELS_ERRORS.exception_state({ state: stateOf(row, at) });
    await record(deps, trx, tenant, actor, 'exception.set', { id, type: row.type, days, second: row.needs_second });
  });
  await changed(deps);
}

/** The second officer agrees. @throws `levels.exception_not_found`, `levels.second_officer`, `levels.exception_state` */
export async function confirmAsSecond(
  deps: LevelDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  reason: string,
): Promise<void> {
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    const row = await requireException(trx, tenant, id);
    if (row.set_by === actor.id) throw LEVELS_ERRORS.second_officer();
    if (!(await confirmException(trx, tenant.orgId, id, { by: actor.id, at, reason })))
      throw LEVELS_ERRORS.exception_state({ state: stateOf(row, at) });
    await record(deps, trx, tenant, actor, 'exception.confirmed', { id, type: row.type });
  });
  await changed(deps);
}

/** Ends an exception, or dismisses a suggestion. @throws `levels.exception_not_found`, `levels.exception_state` */
export async function stopException(deps: LevelDeps, tenant: Tenant, actor: StaffActor, id: string): Promise<void> {
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    const row = await requireException(trx, tenant, id);
    if (!(await endException(trx, tenant.orgId, id, actor.id, at)))
      throw LEVELS_ERRORS.exception_state({ state: stateOf(row, at) });
    await record(deps, trx, tenant, actor, 'exception.ended', { id, type: row.type, applied: row.applied });
  });
  await changed(deps);
}

export async function readExceptions(
  deps: LevelDeps,
  { orgId }: Tenant,
  names: StaffNames,
  actor: StaffActor,
  mayEdit: boolean,
): Promise<ExceptionList> {
  const rows = await listExceptions(deps.db.query, orgId, MOST_SHOWN);
  const people = await names([
    ...new Set(
      rows.flatMap((row) => [row.suggested_by, row.set_by, row.second_by, row.ended_by].filter((id) => id !== null)),
    ),
  ]);
  const transfers = await findTransfers(deps.db.query, orgId, [
    ...new Set(rows.flatMap((row) => (row.transfer_id === null ? [] : [row.transfer_id]))),
  ]);
  const references = new Map(transfers.map((row) => [row.transfer_id, row.reference]));
  const now = deps.clock.now();
  return {
    exceptions: rows.map((row) => {
      const state = stateOf(row, now);
      return {
        ...viewException(row, state, people),
        transfer:
          row.transfer_id === null ? null : { id: row.transfer_id, reference: references.get(row.transfer_id) ?? '?' },
        may: {
          accept: mayEdit && state === 'suggested',
          confirm: mayEdit && state === 'waiting' && row.set_by !== actor.id,
          end: mayEdit && (state === 'suggested' || state === 'waiting' || state === 'active'),
        },
      };
    }),
  };
}

function viewException(
  row: ExceptionRow,
  state: ExceptionState,
  people: ReadonlyMap<string, string>,
): Omit<ExceptionView, 'transfer' | 'may'> {
  const nameOf = (id: string | null): string => (id === null ? '' : (people.get(id) ?? '?'));
  const word = (by: string | null, at: Date | null, reason: string | null) =>
    by === null || at === null ? null : { by: nameOf(by), at: at.toISOString(), reason: reason ?? '' };
  return {
    id: row.exception_id,
    type: findingTypeSchema.parse(row.type),
    state,
    needsSecond: row.needs_second,
    suggested: { by: nameOf(row.suggested_by), at: row.suggested_at.toISOString(), reason: row.suggestion },
    set: word(row.set_by, row.set_at, row.reason),
    second: word(row.second_by, row.second_at, row.second_reason),
    expiresAt: row.expires_at?.toISOString() ?? null,
    ended: row.ended_at === null ? null : { by: nameOf(row.ended_by), at: row.ended_at.toISOString() },
    applied: row.applied,
    appliedAt: row.applied_at?.toISOString() ?? null,
  };
}

export function stateOf(row: ExceptionRow, now: Date): ExceptionState {
  if (row.ended_at !== null && row.ended_by !== null) return row.set_by === null ? 'dismissed' : 'ended';
  if (row.expires_at !== null && row.expires_at <= now) return 'expired';
  if (row.set_by === null) return 'suggested';
  return row.needs_second && row.second_by === null ? 'waiting' : 'active';
}

async function requireException(trx: Trx, { orgId }: Tenant, id: string): Promise<ExceptionRow> {
  const row = await findException(trx, orgId, id);
  if (row === undefined) throw LEVELS_ERRORS.exception_not_found();
  return row;
}

async function record(
  deps: LevelDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  kind: EventKind,
  detail: { readonly id: string; readonly type: string } & Readonly<Record<string, string | number | boolean | null>>,
): Promise<void> {
  await recordEvent(deps, trx, tenant, {
    kind,
    at: deps.clock.now(),
    actor: { kind: 'staff', id: actor.id },
    subjectId: detail.id,
    detail,
  });
}

async function changed(deps: LevelDeps): Promise<void> {
  await deps.levels.reload();
  deps.log.nudge();
}
