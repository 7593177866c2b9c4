/**
 * Going on on another device. The first device shows a short code; the second gives it and shows one of three numbers; the first chooses that
 * number; the second gets the handle, and a session of its own with the same factors when the first had one. Never the first one's token.
 *
 * Relaying (docs/threat-model.md): whoever got hold of the code alone shows a number on a screen that the first device's person does not see;
 * whatever he chooses but that number ends it, for good. A code serves once, for three minutes. That a handle is known is never told: an
 * unknown one moves on just the same and opens as little there as here.
 */
import { ACCESS } from '../../access/errors.ts';
import type { ListedRecipientSession } from '../../access/ports.ts';
import { RATE_RULES } from '../../access/rate-limit.ts';
import { idleSince, sessionName, startRecipientSession } from '../../access/recipient-session.ts';
import { base64url, equal, fromBase64url } from '../../base/bytes.ts';
import { SECOND } from '../../base/units.ts';
import type { PairingClaimed, PairingStarted, PairingState, PairingTaken } from '../../model/api/open-identity.ts';
import {
  advanceChallenge,
  endChallenge,
  findChallenge,
  findChallengeByLookup,
} from '../../store/tables/challenge-steps.ts';
import { type ChallengeRow, insertChallenge } from '../../store/tables/factors.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant } from '../deps.ts';
import { findVisit } from '../landing.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';
import {
  challengeIdIn,
  drawKey,
  drawNumbers,
  drawShortCode,
  PAIRING_KIND,
  PAIRING_MS,
  type PairingData,
  pairingDataSchema,
  isKey,
  lookupOf,
  STEPS,
} from './pairing-state.ts';
import { makeSharedHandle } from './shared-handle.ts';

/** Stands for what is behind an unknown handle. */
const NOTHING = '00000000-0000-0000-0000-000000000000';

/**
 * On the first device: makes the code. With a session, what was proved moves on too. Undefined when this client does it too often.
 */
export async function startPairing(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  handle: string,
  visitor: Visitor | undefined,
): Promise<PairingStarted | undefined> {
  const taken = await deps.access.limiter.take(RATE_RULES.pairingStart, opener.client);
  if (taken.kind === 'limited') return undefined;
  const visit = visitor?.visit ?? (await findVisit(deps, tenant, handle))?.visit;
  const challengeId = deps.ids.uuid();
  const code = drawShortCode(deps.random);
  const { key, hash } = drawKey(deps, challengeId);
  const data: PairingData = {
    handle,
    first: hash,
    session: visitor === undefined ? null : base64url(visitor.sessionHash),
    second: null,
    numbers: [],
    right: null,
    place: 'unknown',
    began: null,
  };
  const now = deps.clock.now();
  await tx(deps.db, async (trx) =>
    insertChallenge(trx, {
      org_id: tenant.orgId,
      challenge_id: challengeId,
      kind: PAIRING_KIND,
      transfer_id: visit?.id ?? NOTHING,
      recipient_id: visitor?.recipientId ?? null,
      data_sealed: await sealData(deps, challengeId, data),
      lookup: lookupOf(deps, code),
      tries_left: STEPS.open,
      created_at: now,
      expires_at: new Date(now.getTime() + PAIRING_MS),
    }),
  );
  return { key, code, secondsValid: PAIRING_MS / SECOND, withSession: visitor !== undefined };
}

/** On the second device: gives the code, once. Undefined for a wrong, used or old one, and for a client that tries too often. */
export async function claimPairing(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  code: string,
): Promise<PairingClaimed | undefined> {
  const taken = await deps.access.limiter.take(RATE_RULES.pairingClaim, opener.client);
  if (taken.kind === 'limited') return undefined;
  const now = deps.clock.now();
  const row = await findChallengeByLookup(deps.db.query, tenant.orgId, PAIRING_KIND, lookupOf(deps, code), now);
  if (row === undefined || row.tries_left !== STEPS.open) return undefined;
  const { key, hash } = drawKey(deps, row.challenge_id);
  const { numbers, right } = drawNumbers(deps.random);
  const place = opener.place.jurisdiction;
  const data = { ...(await openData(deps, row)), second: hash, numbers: [...numbers], right, place };
  const sealed = await sealData(deps, row.challenge_id, data);
  const isFirst = await tx(deps.db, (trx) => advanceChallenge(trx, row, { data_sealed: sealed }, now));
  const secondsValid = Math.max(0, Math.floor((row.expires_at.getTime() - now.getTime()) / SECOND));
  return isFirst ? { key, number: right, secondsValid } : undefined;
}

/** On the first device: how far it is. */
export async function readPairing(deps: OpenDeps, tenant: Tenant, key: string): Promise<PairingState> {
  const found = await findOwn(deps, tenant, key, 'first');
  if (found === undefined) return { state: 'ended' };
  const { row, data } = found;
  if (row.tries_left === STEPS.done && data.began !== null)
    return { state: 'done', session: data.began === '' ? null : data.began };
  if (!isAlive(deps, row)) return { state: 'ended' };
  if (row.tries_left === STEPS.open) return { state: 'waiting' };
  if (row.tries_left === STEPS.approved) return { state: 'approved' };
  return { state: 'claimed', numbers: data.numbers, place: data.place };
}

/** On the first device: the number that the second one shows. Any other, or none of them, ends it. Returns whether it goes on. */
export async function chooseNumber(
  deps: OpenDeps,
  tenant: Tenant,
  key: string,
  number: number | null,
): Promise<boolean> {
  const found = await findOwn(deps, tenant, key, 'first');
  if (found === undefined) return false;
  const { row, data } = found;
  const now = deps.clock.now();
  if (row.tries_left === STEPS.claimed && number !== null && number === data.right)
    return tx(deps.db, (trx) => advanceChallenge(trx, row, {}, now));
  await tx(deps.db, (trx) => endChallenge(trx, tenant.orgId, row.challenge_id, now));
  return false;
}

export type Taken = { readonly answer: PairingTaken; readonly setCookie: string | null };

/** On the second device, asked until the first has chosen: the handle, and a session of its own. */
export async function takePairing(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  key: string,
  cookieHeader: string | null,
): Promise<Taken> {
  const ended: Taken = { answer: { state: 'ended' }, setCookie: null };
  const found = await findOwn(deps, tenant, key, 'second');
  if (found === undefined || !isAlive(deps, found.row)) return ended;
  const { row, data } = found;
  if (row.tries_left !== STEPS.approved) return { answer: { state: 'waiting' }, setCookie: null };
  const link = await findVisit(deps, tenant, data.handle);
  const taken = await tx(deps.db, async (trx): Promise<Taken | undefined> => {
    if (data.session === null) return finishAlone(deps, trx, row, data);
    const from = await firstSession(deps, trx, tenant, row, data.session);
    if (from === undefined) return undefined;
    const isNotice = link?.visit.kind === 'notice';
    return finishWith(deps, trx, tenant, opener, { row, data, from, link: link !== undefined, isNotice }, cookieHeader);
  });
  deps.log.nudge();
  return taken ?? ended;
}

/** Only what the link says moves on. */
async function finishAlone(deps: OpenDeps, trx: Trx, row: ChallengeRow, data: PairingData): Promise<Taken | undefined> {
  const now = deps.clock.now();
  const sealed = await sealData(deps, row.challenge_id, { ...data, began: '' });
  if (!(await advanceChallenge(trx, row, { data_sealed: sealed, used_at: now }, now))) return undefined;
  return { answer: { state: 'done', handle: data.handle, session: false }, setCookie: null };
}

type Finish = {
  readonly row: ChallengeRow;
  readonly data: PairingData;
  /** The first device's session, alive at this very moment. */
  readonly from: ListedRecipientSession;
  /** The handle is a notice's own; else one that was made for the session. */
  readonly link: boolean;
  readonly isNotice: boolean;
};

/** One transaction: the step, the session and its event. */
async function finishWith(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  opener: Opener,
  { row, data, from, link, isNotice }: Finish,
  cookieHeader: string | null,
): Promise<Taken | undefined> {
  const now = deps.clock.now();
  const { transferId, recipientId, factors, routes } = from;
  const place = opener.place.jurisdiction;
  const began = await startRecipientSession(
    deps.access.sessionStore(trx, tenant.orgId),
    deps.access.sessions,
    { transferId, recipientId, factors, routes, via: 'pairing', place, notAfter: from.expiresAt },
    cookieHeader,
  );
  const sealed = await sealData(deps, row.challenge_id, { ...data, began: sessionName(began.sessionHash) });
  // Somebody else finished it: throwing takes the session back.
  if (!(await advanceChallenge(trx, row, { data_sealed: sealed, used_at: now }, now))) throw ACCESS.session_ended();
  await recordEvent(deps, trx, tenant, {
    kind: 'identity.handed_on',
    at: now,
    actor: { kind: 'recipient', id: recipientId },
    ...(isNotice ? {} : { transferId }),
    place,
    detail: { from: from.place, proved: [...factors] },
  });
  const until = began.expiresAt;
  const handle = link ? data.handle : await makeSharedHandle(deps, trx, tenant, { transferId, recipientId, until });
  return { answer: { state: 'done', handle, session: true }, setCookie: began.setCookie };
}

async function firstSession(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  row: ChallengeRow,
  session: string,
): Promise<ListedRecipientSession | undefined> {
  if (row.recipient_id === null) return undefined;
  const now = deps.clock.now();
  const alive = await deps.access
    .sessionStore(trx, tenant.orgId)
    .list({ recipientId: row.recipient_id, now, idleSince: idleSince(now) });
  const hash = fromBase64url(session);
  return alive.find((one) => one.transferId === row.transfer_id && equal(one.sessionHash, hash));
}

async function findOwn(
  deps: OpenDeps,
  tenant: Tenant,
  key: string,
  side: 'first' | 'second',
): Promise<{ readonly row: ChallengeRow; readonly data: PairingData } | undefined> {
  const row = await findChallenge(deps.db.query, tenant.orgId, PAIRING_KIND, challengeIdIn(key));
  if (row === undefined) return undefined;
  const data = await openData(deps, row);
  return isKey(deps, key, data[side]) ? { row, data } : undefined;
}

function isAlive(deps: OpenDeps, row: ChallengeRow): boolean {
  return row.used_at === null && row.expires_at > deps.clock.now();
}

function contextOf(challengeId: string): string {
  return `factor_challenge.data:${challengeId}`;
}

async function sealData(deps: OpenDeps, challengeId: string, data: PairingData): Promise<Uint8Array> {
  return deps.fields.seal(contextOf(challengeId), JSON.stringify(data));
}

async function openData(deps: OpenDeps, row: ChallengeRow): Promise<PairingData> {
  return pairingDataSchema.parse(JSON.parse(await deps.fields.open(contextOf(row.challenge_id), row.data_sealed)));
}
