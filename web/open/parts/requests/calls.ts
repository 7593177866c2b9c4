/** Calls of the part. Their answers are checked member by member, as in flow/answers.ts. */
import type { AccessList } from '../../../../src/model/api/accesses.ts';
import type { Ask, OwnRequests, Report } from '../../../../src/model/api/access-requests.ts';
import { isMembers } from '../../flow/answers.ts';
import { type Answer, type InSession, inSession, post } from '../../flow/api.ts';

type OwnRequest = OwnRequests['requests'][number];
type Access = AccessList['accesses'][number];

const KINDS = ['access', 'more_time', 'more_opens', 'download', 'declined', 'abuse'] as const;
const STATES = ['open', 'granted', 'declined', 'noted', 'withdrawn'] as const;
const LOOKS = [
  'object.opened',
  'transfer.read',
  'recipient.read',
  'access_request.read',
  'accesses.read',
  'accesses.exported',
  'archive.read',
  'archive.file_taken',
] as const;
const PURPOSES = ['approval', 'request', 'incident', 'data_subject', 'audit', 'support'] as const;
const ROLES = ['officer', 'sender', 'auditor'] as const;
const WHO = ['staff', 'recipient', 'system'] as const;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

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

function readRequest(value: unknown): OwnRequest | undefined {
  if (!isMembers(value)) return undefined;
  const { id, reference, objectId, at, answeredAt, answer } = value;
  const kind = oneOf(value['kind'], KINDS);
  const state = oneOf(value['state'], STATES);
  if (kind === undefined || state === undefined || !isText(id) || !isText(reference) || !isText(at)) return undefined;
  if (!isTextOrNull(objectId) || !isTextOrNull(answeredAt) || !isText(answer)) return undefined;
  return { id, kind, reference, objectId, state, at, answeredAt, answer };
}

export function readOwn(value: unknown): OwnRequests | undefined {
  const requests = isMembers(value) ? listOf(value['requests'], readRequest) : undefined;
  return requests === undefined ? undefined : { requests };
}

export function readReceived(value: unknown): true | undefined {
  return isMembers(value) && value['received'] === true ? true : undefined;
}

function readWho(value: unknown): Access['who'] | undefined {
  if (!isMembers(value)) return undefined;
  const { name, self } = value;
  const kind = oneOf(value['kind'], WHO);
  const role = value['role'] === null ? null : oneOf(value['role'], ROLES);
  if (kind === undefined || role === undefined || !isText(name) || typeof self !== 'boolean') return undefined;
  return { kind, name, role, self };
}

function readTransfer(value: unknown): Access['transfer'] | undefined {
  if (value === null) return null;
  if (!isMembers(value)) return undefined;
  const { id, reference } = value;
  return isText(id) && isText(reference) ? { id, reference } : undefined;
}

function readAccess(value: unknown): Access | undefined {
  if (!isMembers(value)) return undefined;
  const { no, at, place, reason, decision, logIndex } = value;
  const kind = oneOf(value['kind'], LOOKS);
  const who = readWho(value['who']);
  const transfer = readTransfer(value['transfer']);
  const purpose = value['purpose'] === null ? null : oneOf(value['purpose'], PURPOSES);
  const legalBasis = listOf(value['legalBasis'], (one) => (isText(one) ? one : undefined));
  if (kind === undefined || who === undefined || transfer === undefined || purpose === undefined) return undefined;
  if (!isNumber(no) || !isText(at) || !isText(place) || !isText(reason) || legalBasis === undefined) return undefined;
  if (!isTextOrNull(decision) || !(logIndex === null || isNumber(logIndex))) return undefined;
  return { no, kind, at, who, place, transfer, purpose, reason, decision, legalBasis, logIndex };
}

export function readAccesses(value: unknown): AccessList | undefined {
  if (!isMembers(value)) return undefined;
  const { nextBefore, count } = value;
  const accesses = listOf(value['accesses'], readAccess);
  if (accesses === undefined || !(nextBefore === null || isNumber(nextBefore)) || !isNumber(count)) return undefined;
  return { accesses, nextBefore, count };
}

export const calls = {
  report: (body: Report): Promise<Answer<true>> => post('/open/api/report', body, readReceived),
  own: (who: InSession): Promise<Answer<OwnRequests>> => inSession(who, '/open/api/requests/own', {}, readOwn),
  ask: (who: InSession, body: Omit<Ask, 'handle'>): Promise<Answer<OwnRequests>> =>
    inSession(who, '/open/api/requests', body, readOwn),
  cancel: (who: InSession, requestId: string): Promise<Answer<OwnRequests>> =>
    inSession(who, '/open/api/requests/cancel', { requestId }, readOwn),
  accesses: (who: InSession, before: number | null): Promise<Answer<AccessList>> =>
    inSession(who, '/open/api/accesses', { before }, readAccesses),
};
