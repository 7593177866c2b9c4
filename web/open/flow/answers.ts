/** Answers of the server, checked member by member: the schemas of the model stay out of this bundle, a test compares the two. */
import type { OpenResponse, OpenSession, View } from '../../../src/model/api/open.ts';
import type { Ladder, ProofWay } from '../../../src/model/api/open-identity.ts';

export type CodeRequested = { readonly minutesValid: number; readonly resendInSeconds: number };
export type Released = Extract<OpenResponse, { outcome: 'released' }>;
export type NotNowReason = Extract<OpenResponse, { outcome: 'not_now' }>['reason'];
type OpenObject = OpenSession['objects'][number];

type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

const REASONS: readonly NotNowReason[] = [
  'not_permitted',
  'not_yet',
  'expired',
  'place',
  'unknown_place',
  'network',
  'device',
  'device_unknown',
  'hours',
  'factors',
  'role',
  'revoked',
  'used_up',
  'held',
  'refused',
  'log_unavailable',
  'cannot_show',
];

export function readCodeRequested(value: unknown): CodeRequested | undefined {
  if (!isMembers(value)) return undefined;
  const { minutesValid, resendInSeconds } = value;
  return typeof minutesValid === 'number' && typeof resendInSeconds === 'number'
    ? { minutesValid, resendInSeconds }
    : undefined;
}

const WAYS: readonly ProofWay[] = [
  'email',
  'sms',
  'whatsapp',
  'spoken_code',
  'totp',
  'passkey',
  'passphrase',
  'sign_in',
];
const FACTORS: readonly Ladder['proved'][number][] = [
  'notice',
  'code',
  'spoken_code',
  'totp',
  'passkey',
  'passphrase',
  'sign_in',
];

function manyOf<T extends string>(value: unknown, allowed: readonly T[]): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const known: T[] = [];
  for (const one of value) {
    const found = oneOf(one, allowed);
    if (found === undefined) return undefined;
    known.push(found);
  }
  return known;
}

export function readWays(value: unknown): readonly ProofWay[] | undefined {
  return isMembers(value) ? manyOf(value['ways'], WAYS) : undefined;
}

export function readLadder(value: unknown): Ladder | undefined {
  if (!isMembers(value)) return undefined;
  const [proved, required] = [manyOf(value['proved'], FACTORS), manyOf(value['required'], FACTORS)];
  const { more } = value;
  const ways = manyOf(value['ways'], WAYS);
  if (proved === undefined || required === undefined || ways === undefined || typeof more !== 'number')
    return undefined;
  return { proved, required, more, ways };
}

export function readOpenSession(value: unknown): OpenSession | undefined {
  if (!isMembers(value) || !Array.isArray(value['objects'])) return undefined;
  const { csrf, reference, organisation, sender, expiresAt } = value;
  const state = oneOf(value['state'], ['granted', 'revoked', 'expired'] as const);
  if (typeof csrf !== 'string' || typeof reference !== 'string' || typeof organisation !== 'string') return undefined;
  if (typeof sender !== 'string' || typeof expiresAt !== 'string' || state === undefined) return undefined;
  const objects: OpenObject[] = [];
  for (const one of value['objects']) {
    const object = readObject(one);
    if (object === undefined) return undefined;
    objects.push(object);
  }
  const session = { csrf, reference, organisation, sender, expiresAt, state, objects };
  return value['factorsReset'] === true ? Object.assign(session, { factorsReset: true as const }) : session;
}

function readObject(value: unknown): OpenObject | undefined {
  if (!isMembers(value)) return undefined;
  const { id, name, size, mediaType, opensLeft, reference, sentAt } = value;
  const kind = oneOf(value['kind'], ['message', 'file'] as const);
  const permission = oneOf(value['permission'], ['view', 'download'] as const);
  if (typeof id !== 'string' || typeof name !== 'string' || typeof mediaType !== 'string') return undefined;
  if (typeof size !== 'number' || typeof opensLeft !== 'number') return undefined;
  if (typeof reference !== 'string' || typeof sentAt !== 'string') return undefined;
  if (kind === undefined || permission === undefined) return undefined;
  return { id, kind, name, size, mediaType, permission, opensLeft, reference, sentAt };
}

export function readOpenResponse(value: unknown): OpenResponse | undefined {
  if (!isMembers(value)) return undefined;
  if (value['outcome'] === 'not_now') {
    const reason = oneOf(value['reason'], REASONS);
    const { detail } = value;
    if (reason === undefined || (detail !== null && typeof detail !== 'string')) return undefined;
    return { outcome: 'not_now', reason, detail };
  }
  const { openingId, opensLeft, until, logIndex, text } = value;
  if (value['outcome'] !== 'released' || typeof openingId !== 'string' || typeof until !== 'string') return undefined;
  if (typeof opensLeft !== 'number' || typeof logIndex !== 'number') return undefined;
  if (text !== null && typeof text !== 'string') return undefined;
  const view = value['view'] === null ? null : readView(value['view']);
  if (view === undefined) return undefined;
  return { outcome: 'released', openingId, opensLeft, until, logIndex, text, view };
}

function readView(value: unknown): View | undefined {
  if (!isMembers(value) || !Array.isArray(value['sizes'])) return undefined;
  const { markedFor, search, textLayer } = value;
  const drawn = oneOf(value['drawn'], ['original', 'converted', 'simplified', 'text', 'table', 'image'] as const);
  if (drawn === undefined || typeof markedFor !== 'string') return undefined;
  if (typeof search !== 'boolean' || typeof textLayer !== 'boolean') return undefined;
  const sizes: View['sizes'] = [];
  for (const one of value['sizes']) {
    if (!isMembers(one)) return undefined;
    const { width, height, count } = one;
    if (typeof width !== 'number' || typeof height !== 'number' || typeof count !== 'number') return undefined;
    sizes.push({ width, height, count });
  }
  return { sizes, drawn, markedFor, search, textLayer };
}

/** Code and request number of an error answer; empty for answers that are not ours (a proxy's page). */
export function readError(value: unknown): { readonly code: string; readonly requestId: string | null } {
  const error = isMembers(value) && isMembers(value['error']) ? value['error'] : {};
  const { code, requestId } = error;
  return {
    code: typeof code === 'string' ? code : '',
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}
