/** Calls of the part. Their answers are checked member by member, as in flow/answers.ts. */
import type { Answer, InSession } from '../../flow/api.ts';
import { inSession, post } from '../../flow/api.ts';
import { readLadder } from '../../flow/answers.ts';
import type {
  PairingClaimed,
  PairingStarted,
  PairingState,
  PairingTaken,
  OwnSessions,
  Shared,
  SharedItem,
  SharedOpened,
} from '../../../../src/model/api/open-identity.ts';

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Every member read, or undefined when one is not what it must be. */
function listOf<T>(value: unknown, read: (one: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const all: T[] = [];
  for (const one of value) {
    const found = read(one);
    if (found === undefined) return undefined;
    all.push(found);
  }
  return all;
}

export function readStarted(value: unknown): PairingStarted | undefined {
  if (!isMembers(value)) return undefined;
  const { key, code, secondsValid, withSession } = value;
  if (!isText(key) || !isText(code) || !isNumber(secondsValid) || typeof withSession !== 'boolean') return undefined;
  return { key, code, secondsValid, withSession };
}

export function readClaimed(value: unknown): PairingClaimed | undefined {
  if (!isMembers(value)) return undefined;
  const { key, number, secondsValid } = value;
  return isText(key) && isNumber(number) && isNumber(secondsValid) ? { key, number, secondsValid } : undefined;
}

export function readState(value: unknown): PairingState | undefined {
  if (!isMembers(value)) return undefined;
  const { state, place, session } = value;
  if (state === 'waiting' || state === 'approved' || state === 'ended') return { state };
  if (state === 'done') return session === null || isText(session) ? { state, session } : undefined;
  const numbers = listOf(value['numbers'], (one) => (isNumber(one) ? one : undefined));
  return state === 'claimed' && numbers !== undefined && isText(place) ? { state, numbers, place } : undefined;
}

export function readTaken(value: unknown): PairingTaken | undefined {
  if (!isMembers(value)) return undefined;
  const { state, handle, session } = value;
  if (state === 'waiting' || state === 'ended') return { state };
  return state === 'done' && isText(handle) && typeof session === 'boolean' ? { state, handle, session } : undefined;
}

export function readChosen(value: unknown): boolean | undefined {
  return isMembers(value) && typeof value['right'] === 'boolean' ? value['right'] : undefined;
}

function readSession(value: unknown): OwnSessions['sessions'][number] | undefined {
  if (!isMembers(value)) return undefined;
  const { id, current, reference, startedAt, lastAt, endsAt, via, place } = value;
  if (!isText(id) || typeof current !== 'boolean' || !(reference === null || isText(reference))) return undefined;
  if (!isText(startedAt) || !isText(lastAt) || !isText(endsAt) || !isText(place)) return undefined;
  if (via !== 'proof' && via !== 'pairing' && via !== 'shared') return undefined;
  return { id, current, reference, startedAt, lastAt, endsAt, via, place };
}

export function readSessions(value: unknown): OwnSessions | undefined {
  const sessions = isMembers(value) ? listOf(value['sessions'], readSession) : undefined;
  return sessions === undefined ? undefined : { sessions };
}

function readItem(value: unknown): SharedItem | undefined {
  if (!isMembers(value)) return undefined;
  const { id, reference, sender, sentAt, expiresAt, items } = value;
  if (!isText(id) || !isText(reference) || !isText(sender) || !isText(sentAt)) return undefined;
  return isText(expiresAt) && isNumber(items) ? { id, reference, sender, sentAt, expiresAt, items } : undefined;
}

export function readShared(value: unknown): Shared | undefined {
  if (!isMembers(value)) return undefined;
  const { outcome, possible } = value;
  if (outcome === 'prove_address') return typeof possible === 'boolean' ? { outcome, possible } : undefined;
  const transfers = listOf(value['transfers'], readItem);
  return outcome === 'list' && transfers !== undefined ? { outcome, transfers } : undefined;
}

export function readSharedOpened(value: unknown): SharedOpened | undefined {
  if (!isMembers(value)) return undefined;
  const { outcome, handle } = value;
  if (outcome === 'opened') return isText(handle) ? { outcome, handle } : undefined;
  const ladder = readLadder(value['ladder']);
  return outcome === 'more' && ladder !== undefined ? { outcome, ladder } : undefined;
}

const PAIRING = '/open/api/pairing/';

export const calls = {
  start: (who: InSession): Promise<Answer<PairingStarted>> => inSession(who, `${PAIRING}start`, {}, readStarted),
  state: (key: string): Promise<Answer<PairingState>> => post(`${PAIRING}state`, { key }, readState),
  choose: (key: string, number: number | null): Promise<Answer<boolean>> =>
    post(`${PAIRING}choose`, { key, number }, readChosen),
  claim: (code: string): Promise<Answer<PairingClaimed>> => post(`${PAIRING}claim`, { code }, readClaimed),
  take: (key: string): Promise<Answer<PairingTaken>> => post(`${PAIRING}take`, { key }, readTaken),
  sessions: (who: InSession): Promise<Answer<OwnSessions>> => inSession(who, '/open/api/sessions', {}, readSessions),
  endSession: (who: InSession, id: string | null): Promise<Answer<OwnSessions>> =>
    inSession(who, '/open/api/sessions/end', { id }, readSessions),
  shared: (who: InSession): Promise<Answer<Shared>> => inSession(who, '/open/api/shared', {}, readShared),
  openShared: (who: InSession, transferId: string): Promise<Answer<SharedOpened>> =>
    inSession(who, '/open/api/shared/open', { transferId }, readSharedOpened),
};
