/** What this installation says about itself. */
import { DAY } from '../../base/units.ts';
import type { OwnCheck } from '../../model/posture.ts';
import { closedUntil, firstRecordAt } from '../../store/tables/proof.ts';
import { readOwnState } from '../../store/tables/posture.ts';
import type { Finding, PostureDeps } from './deps.ts';

const YEAR = 365 * DAY;
const WEEK = 7 * DAY;
/** A day is closed soon after it ended; two that are open mean that nothing closes them. */
const OPEN_DAYS_MOST = 2;

export async function judgeOwn(deps: PostureDeps, orgId: string): Promise<Finding[]> {
  const now = deps.clock.now().getTime();
  const state = await readOwnState(deps.db.query, orgId, {
    yearAgo: new Date(now - YEAR),
    weekAgo: new Date(now - WEEK),
  });
  const { sandbox, gatewayTls } = deps.installation;
  const mainland = (await deps.connections()).filter(
    ({ channel, state: is }) => is === 'active' && ['CN', 'unknown'].includes(channel?.caps.jurisdiction ?? ''),
  ).length;
  const openDays = await daysOpen(deps, orgId, now);
  const finding = (checkId: OwnCheck, isGood: boolean, detail: Finding['detail']): Finding => ({
    checkId,
    result: isGood ? 'good' : 'bad',
    detail,
  });
  return [
    finding('own_sandbox', !sandbox, {}),
    finding('own_unsigned_doors', state.unsignedDoors === 0, { doors: state.doors, unsigned: state.unsignedDoors }),
    finding('own_mainland_record', mainland === 0 || state.standingRecords > 0, {
      connections: mainland,
      records: state.standingRecords,
    }),
    finding('own_record_closed', openDays <= OPEN_DAYS_MOST && state.unrecorded === 0, {
      openDays,
      unrecorded: state.unrecorded,
    }),
    finding('own_gateway_tls', gatewayTls !== '1.2', { tls: gatewayTls ?? 'none' }),
    finding('own_old_secrets', state.oldDoors + state.oldConnections === 0, {
      doors: state.oldDoors,
      connections: state.oldConnections,
    }),
    finding('own_incidents', state.oldIncidents === 0, { open: state.oldIncidents }),
  ];
}

/** Whole days since the oldest record that no digest covers. */
async function daysOpen(deps: PostureDeps, orgId: string, now: number): Promise<number> {
  const closed = await closedUntil(deps.db.query, orgId);
  const first = await firstRecordAt(deps.db.query, orgId, closed ?? new Date(0));
  return first === undefined ? 0 : Math.max(0, Math.floor((now - first.getTime()) / DAY));
}
