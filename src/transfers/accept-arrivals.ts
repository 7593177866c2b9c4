/**
 * The transaction behind a door: many arrivals are decided and stored together, each as a transfer of its own. Allowed ones are granted at
 * once and wait to be told to their audience; held ones wait in custody for whoever can lift the objections.
 */
import { insertArrivals, insertCalls } from '../store/tables/arrivals.ts';
import { listAudienceMembers } from '../store/tables/audiences.ts';
import { insertDecisions } from '../store/tables/decisions.ts';
import { insertGrants } from '../store/tables/grants.ts';
import { insertNoticeItems } from '../store/tables/notices.ts';
import { countApplied } from '../store/tables/finding-exceptions.ts';
import { countPersons, insertTransferPersons } from '../store/tables/persons.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { replaceRecordUses } from '../store/tables/records.ts';
import { endCustody } from '../store/tables/uploads.ts';
import type { Trx } from '../store/transaction.ts';
import type { Arrived } from './arrival.ts';
import { recordEvents } from './audit.ts';
import { decideSend, type Situation } from './decide-transfer.ts';
import { decisionTime, isCounted } from './decision-time.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { openSendDuties } from './duties.ts';
import { TRANSFER } from './errors.ts';
import { type GrantRows, grantRows, queueNotices } from './grant.ts';
import {
  arrivalEvent,
  type DecidedArrival,
  entriesOf,
  linksOf,
  noticeItem,
  type StoredArrival,
  transferRow,
} from './arrival-rows.ts';
import type { Prepared } from './prepare-arrival.ts';
import { queuePublic } from './public-passage.ts';
import { intoCustody } from './seal-message.ts';
import { asShowable } from './parts.ts';
import { showsAll } from './showable.ts';
import { readSituation, recipientPlace } from './situation.ts';
import { claimPart, objectRow, stateAfter } from './submit.ts';

/**
 * Decides and stores arrivals in `trx`. Returns what became of each, in their order; `one_by_one` when one of them has to be decided alone,
 * because what is counted for it changes with every other. Nothing was written then.
 *
 * @throws `transfer.unknown_entity`, `transfer.unknown_recipient` for an audience without members
 */
export async function acceptArrivals(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  batch: readonly Prepared[],
): Promise<readonly Arrived[] | 'one_by_one'> {
  const now = deps.clock.now();
  const routes = await readRoutes(trx, tenant, batch, now);
  if (batch.length > 1 && [...routes.values()].some(({ situation }) => isCounted(situation.sender))) {
    return 'one_by_one';
  }
  const fresh = await insertCalls(
    trx,
    batch.map((one) => callRow(tenant, one, now)),
  );
  const decided: DecidedArrival[] = [];
  for (const one of batch) {
    if (fresh.has(one.transferId)) decided.push(await decideOne(deps, trx, tenant, one, routes, now));
  }
  await storeAll(deps, trx, tenant, decided);
  return batch.map((one) => {
    const own = decided.find(({ prepared }) => prepared === one);
    return own === undefined ? repeated(one) : arrived(own);
  });
}

type RouteOf = { readonly recipients: DecidedArrival['recipients']; readonly situation: Situation };

/** What all arrivals by one door, to the same people, have in common: read once. */
async function readRoutes(
  trx: Trx,
  tenant: Tenant,
  batch: readonly Prepared[],
  at: Date,
): Promise<ReadonlyMap<string, RouteOf>> {
  const routes = new Map<string, RouteOf>();
  for (const one of batch) {
    const key = routeKey(one);
    if (routes.has(key)) continue;
    const { door, to } = one.arrival;
    const { route } = door.settings;
    const rows =
      to.kind === 'audience'
        ? await listAudienceMembers(trx, tenant.orgId, route.audienceId)
        : await findRecipients(trx, tenant.orgId, to.recipientIds);
    if (rows.length === 0) throw TRANSFER.unknown_recipient();
    const situation = await readSituation(
      trx,
      tenant.orgId,
      {
        entityId: route.entityId,
        transferId: null,
        at,
        classification: one.classification,
        persons: one.persons,
        purpose: route.purpose,
        drafts: [],
        approvals: [],
      },
      trx,
    );
    routes.set(key, { recipients: rows.map(recipientPlace), situation });
  }
  return routes;
}

function routeKey({ arrival: { door, to } }: Prepared): string {
  return to.kind === 'audience' ? door.id : [door.id, ...[...to.recipientIds].sort()].join(' ');
}

async function decideOne(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  prepared: Prepared,
  routes: ReadonlyMap<string, RouteOf>,
  now: Date,
): Promise<DecidedArrival> {
  const route = routes.get(routeKey(prepared));
  if (route === undefined) throw TRANSFER.unknown_recipient();
  const situation = { ...route.situation, classification: prepared.classification };
  const at = decisionTime(now, situation.records);
  const decision = decideSend(deps, at, {
    ...situation,
    recipients: route.recipients,
    showsAll: await showsAll(deps, prepared.parts.map(asShowable)),
  });
  if (decision === undefined) throw TRANSFER.unknown_recipient();
  const state = stateAfter(decision.merged.outcome);
  for (const part of prepared.parts) if (part.uploadId !== null) await claimPart(trx, tenant, part);
  // What waits stays openable for the server until somebody decides; what is granted at once never is.
  const message = state === 'granted' ? prepared.message.part : await intoCustody(deps, prepared.message);
  const parts = prepared.parts.map((part) => (part.kind === 'message' ? message : part));
  return { prepared, parts, recipients: route.recipients, decision, state, at, now };
}

/** Crash before the commit: sealed bytes without rows; their keys were only in memory, they open nothing. */
async function storeAll(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  decided: readonly DecidedArrival[],
): Promise<void> {
  const { orgId } = tenant;
  const stored = await Promise.all(decided.map(async (one) => [one, await transferRow(deps, tenant, one)] as const));
  const objects = await Promise.all(
    decided.flatMap((one) =>
      one.parts.map((part, position) => objectRow(deps, orgId, one.prepared.transferId, part, position)),
    ),
  );
  // Sealed while the rows below are written; a failure is met where they are needed.
  const grants = makeGrants(deps, tenant, stored);
  grants.catch(() => undefined);
  await insertArrivals(trx, {
    transfers: stored.map(([, { row }]) => row),
    sealed: decided.flatMap((one) => one.parts.flatMap((part) => (part.uploadId === null ? [part.object] : []))),
    objects,
    recipients: stored.flatMap(([, { links }]) => links),
    entries: stored.flatMap(([one, rows]) => entriesOf(deps, tenant, one, rows)),
  });
  await insertDecisions(
    trx,
    orgId,
    stored.flatMap(([, { decisions }]) => decisions),
  );
  await recordEvents(
    deps,
    trx,
    tenant,
    stored.map(([one, rows]) => arrivalEvent(rows, one)),
  );
  for (const [one, rows] of stored) await storeRest(deps, trx, tenant, one, rows);
  await grantAll(deps, trx, tenant, stored, grants);
}

/** What few arrivals have: persons, standing records, dated duties. */
async function storeRest(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  one: DecidedArrival,
  stored: StoredArrival,
): Promise<void> {
  const { transferId, persons, classification } = one.prepared;
  if (persons.length > 0) await insertTransferPersons(trx, tenant.orgId, transferId, persons);
  await countApplied(trx, tenant.orgId, classification.excepted ?? [], one.now);
  if (one.decision.standing.length > 0)
    await replaceRecordUses(trx, tenant.orgId, transferId, one.decision.standing, one.at);
  await openSendDuties(deps, trx, tenant, stored.transfer, one.decision, one.now);
}

type Stored = readonly (readonly [DecidedArrival, StoredArrival])[];

/** The grants of all that is allowed. */
async function makeGrants(deps: TransferDeps, tenant: Tenant, stored: Stored): Promise<GrantRows> {
  const rows = await Promise.all(
    stored.flatMap(([one, { transfer, links, allowed }]) => {
      if (allowed === undefined) return [];
      const command = { transfer, parts: granted(one), recipients: linksOf(links), at: one.now };
      return [grantRows(deps, tenant, allowed, command)];
    }),
  );
  return rows.flat();
}

async function grantAll(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  stored: Stored,
  grants: Promise<GrantRows>,
): Promise<void> {
  const items = [];
  for (const [one, { transfer, links, allowed }] of stored) {
    if (allowed === undefined) continue;
    const command = { transfer, parts: granted(one), recipients: linksOf(links), at: one.now };
    await endCustody(
      trx,
      tenant.orgId,
      one.parts.filter((part) => part.uploadId !== null).map((part) => part.object.object_id),
    );
    if (one.prepared.persons.length > 0) await countPersons(trx, tenant.orgId, one.prepared.transferId);
    if (await queuePublic(deps, trx, tenant, one, transfer.expires_at ?? one.now)) continue;
    if (one.prepared.arrival.to.kind === 'audience') items.push(noticeItem(deps, tenant, one, transfer));
    else await queueNotices(deps, trx, tenant, command, transfer.expires_at ?? one.now);
  }
  await insertGrants(trx, await grants);
  await insertNoticeItems(trx, items);
}

/** The message's key is at hand; a file's is taken out of custody. */
function granted(one: DecidedArrival) {
  return one.parts.map((part) => (part.kind === 'message' ? { ...part, dek: one.prepared.message.dek } : part));
}

function callRow(tenant: Tenant, one: Prepared, at: Date) {
  return {
    org_id: tenant.orgId,
    door_id: one.arrival.door.id,
    call_key: one.callKey,
    transfer_id: one.transferId,
    task_id: one.taskId,
    query_key: one.queryKey,
    at,
  };
}

function arrived({ prepared, state, decision }: DecidedArrival): Arrived {
  const rules = [...new Set(decision.merged.objections.map((one) => one.ruleId))];
  const { transferId, reference, taskId, queryKey } = prepared;
  return { transferId, reference, state, rules, repeated: false, taskId, queryKey };
}

/** A repeat within the same moment; the intake looks up what the first one became. */
function repeated(one: Prepared): Arrived {
  const { transferId, reference, taskId, queryKey } = one;
  return { transferId, reference, state: 'granted', rules: [], repeated: true, taskId, queryKey };
}
