/**
 * Short-lived rights that a door hands out beside access tokens: one-time tickets for a connection, and addresses to answer a message by.
 * They are rows of door_token, told apart by what is hashed with them, so that none passes for another.
 */
import { concat, hex, utf8 } from '../base/bytes.ts';
import { isUuid } from '../base/ids.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import { findActiveDoor, takeTicket } from '../store/tables/door-calls.ts';
import { type DoorRow, findDoorByAccessToken, insertDoorToken } from '../store/tables/doors.ts';
import { tx } from '../store/transaction.ts';
import { doorSettingsSchema } from '../model/door.ts';
import type { Door } from './arrival.ts';
import type { Tenant, TransferDeps } from './deps.ts';

const TICKET_LIFE_MS = 60 * SECOND;
/** As the vendor's own: about an hour and a half. */
export const SESSION_LIFE_MS = 90 * MINUTE;

type SessionDeps = Pick<TransferDeps, 'db' | 'clock' | 'random' | 'sha256'>;

/** Makes a ticket: 64 hexadecimal digits, good once and for a minute, by which `openTicket` finds the door. */
export function issueTicket(deps: SessionDeps, tenant: Pick<Tenant, 'orgId'>, doorId: string): Promise<string> {
  return issue(deps, tenant, doorId, 'ticket', hex(deps.random(32)), TICKET_LIFE_MS);
}

/** Uses a ticket up; returns its door, or undefined when the ticket is unknown, used or too old, or the door is not open. */
export async function openTicket(
  deps: SessionDeps,
  tenant: Pick<Tenant, 'orgId'>,
  ticket: string,
): Promise<Door | undefined> {
  if (!/^[0-9a-f]{64}$/.test(ticket)) return undefined;
  const hash = hashOf(deps, 'ticket', ticket);
  const doorId = await tx(deps.db, (trx) => takeTicket(trx, tenant.orgId, hash, deps.clock.now()));
  return doorId === undefined ? undefined : findOpenDoor(deps, tenant, doorId);
}

/** A door that lets calls through at this moment. */
export async function findOpenDoor(
  deps: Pick<SessionDeps, 'db'>,
  tenant: Pick<Tenant, 'orgId'>,
  doorId: string,
): Promise<Door | undefined> {
  const row = await findActiveDoor(deps.db.query, tenant.orgId, doorId);
  return row === undefined ? undefined : doorOf(row);
}

/** Where an answer goes: to the door's audience, or to one person who wrote to the robot alone. */
export type AnswerTo = { readonly recipientId: string | null };

/** Makes the key of an address for answers: 64 hexadecimal digits and, for an answer to one person, whom. It can be used until its time is over. */
export function issueSession(
  deps: SessionDeps,
  tenant: Pick<Tenant, 'orgId'>,
  doorId: string,
  to: AnswerTo,
): Promise<string> {
  const random = hex(deps.random(32));
  const key = to.recipientId === null ? random : `${random}.${to.recipientId}`;
  return issue(deps, tenant, doorId, 'session', key, SESSION_LIFE_MS);
}

/** The door and the target of a session; undefined when it is unknown or too old, or its door is not open. */
export async function findSession(
  deps: SessionDeps,
  tenant: Pick<Tenant, 'orgId'>,
  session: string,
): Promise<(AnswerTo & { readonly door: Door }) | undefined> {
  const [random = '', recipientId, ...rest] = session.split('.');
  if (!/^[0-9a-f]{64}$/.test(random) || rest.length > 0) return undefined;
  if (recipientId !== undefined && !isUuid(recipientId)) return undefined;
  // INVARIANT: the whole text is hashed, so that nobody can turn an answer to the group into one to a person.
  const hash = hashOf(deps, 'session', session);
  const row = await findDoorByAccessToken(deps.db.query, tenant.orgId, hash, deps.clock.now());
  if (row === undefined || row.state !== 'active') return undefined;
  return { door: doorOf(row), recipientId: recipientId ?? null };
}

function doorOf(row: DoorRow): Door {
  return { id: row.door_id, kind: row.kind, ownerId: row.owner_id, settings: doorSettingsSchema.parse(row.settings) };
}

async function issue(
  deps: SessionDeps,
  tenant: Pick<Tenant, 'orgId'>,
  doorId: string,
  use: 'ticket' | 'session',
  key: string,
  lifeMs: number,
): Promise<string> {
  const expiresAt = new Date(deps.clock.now().getTime() + lifeMs);
  const row = { orgId: tenant.orgId, tokenHash: hashOf(deps, use, key), doorId, expiresAt };
  await tx(deps.db, (trx) => insertDoorToken(trx, row));
  return key;
}

function hashOf(deps: Pick<TransferDeps, 'sha256'>, use: 'ticket' | 'session', key: string): Uint8Array {
  // A hash before the key: no text that somebody gives as an access token has such bytes.
  return deps.sha256(concat(deps.sha256(utf8(`door ${use}`)), utf8(key)));
}
