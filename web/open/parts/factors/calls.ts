/** Calls of the part. Their answers are checked member by member, as in flow/answers.ts. */
import type { OpenSession } from '../../../../src/model/api/open.ts';
import type { FactorList, OwnFactor, SignInFinished } from '../../../../src/model/api/open-factors.ts';
import { readOpenSession } from '../../flow/answers.ts';
import { type Answer, inSession, post } from '../../flow/api.ts';
import type { FactorContext } from './port.ts';

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

const KINDS = ['totp', 'passkey', 'passphrase', 'sign_in'] as const;
const FACTORS = ['notice', 'code', 'spoken_code', 'totp', 'passkey', 'passphrase', 'sign_in'] as const;
const PROVIDERS = ['oidc', 'dingtalk', 'wecom', 'feishu'] as const;
const OUTCOMES = ['linked', 'known', 'someone_else', 'prove_first', 'failed'] as const;

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((one) => one === value);
}

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

function readOwn(value: unknown): OwnFactor | undefined {
  if (!isMembers(value)) return undefined;
  const { id, bySender, label, createdAt, lastAt } = value;
  const kind = oneOf(value['kind'], KINDS);
  if (!isText(id) || kind === undefined || typeof bySender !== 'boolean') return undefined;
  if (!isTextOrNull(label) || !isText(createdAt) || !isTextOrNull(lastAt)) return undefined;
  return { id, kind, bySender, label, createdAt, lastAt };
}

export function readList(value: unknown): FactorList | undefined {
  if (!isMembers(value)) return undefined;
  const { mayAdd, passkeys } = value;
  const enrolled = listOf(value['enrolled'], readOwn);
  const proved = listOf(value['proved'], (one) => oneOf(one, FACTORS));
  const signIn = listOf(value['signIn'], (one) => {
    if (!isMembers(one)) return undefined;
    const { id, label } = one;
    const kind = oneOf(one['kind'], PROVIDERS);
    return isText(id) && isText(label) && kind !== undefined ? { id, kind, label } : undefined;
  });
  const takenAway = listOf(value['takenAway'], (one) => {
    const kind = isMembers(one) ? oneOf(one['kind'], KINDS) : undefined;
    return isMembers(one) && isText(one['removedAt']) && kind !== undefined
      ? { kind, removedAt: one['removedAt'] }
      : undefined;
  });
  if (enrolled === undefined || proved === undefined || signIn === undefined || takenAway === undefined)
    return undefined;
  if (typeof mayAdd !== 'boolean' || typeof passkeys !== 'boolean') return undefined;
  return { enrolled, proved, mayAdd, passkeys, signIn, takenAway };
}

export type TotpEnrolment = { readonly challengeId: string; readonly secret: string; readonly address: string };

export function readTotp(value: unknown): TotpEnrolment | undefined {
  if (!isMembers(value)) return undefined;
  const { challengeId, secret, address } = value;
  return isText(challengeId) && isText(secret) && isText(address) ? { challengeId, secret, address } : undefined;
}

export type Asked = { readonly challengeId: string; readonly message: string };

/** A challenge with one message of bytes. */
export function readAsked(member: 'response' | 'ke2'): (value: unknown) => Asked | undefined {
  return (value) => {
    if (!isMembers(value)) return undefined;
    const { challengeId } = value;
    const message = value[member];
    return isText(challengeId) && isText(message) ? { challengeId, message } : undefined;
  };
}

type KnownKey = { readonly id: string };

/** What the browser is asked about passkeys; bytes still as text. */
export type PasskeyOptions = {
  readonly challengeId: string;
  readonly challenge: string;
  readonly rpId: string;
  readonly rpName: string;
  readonly userId: string;
  readonly userName: string;
  readonly algorithms: readonly number[];
  readonly known: readonly KnownKey[];
};

const readKey = (one: unknown): KnownKey | undefined =>
  isMembers(one) && isText(one['id']) ? { id: one['id'] } : undefined;

export function readCreation(value: unknown): PasskeyOptions | undefined {
  if (!isMembers(value) || !isMembers(value['rp']) || !isMembers(value['user'])) return undefined;
  const { challengeId, challenge, rp, user } = value;
  const known = listOf(value['excludeCredentials'], readKey);
  const algorithms = listOf(value['pubKeyCredParams'], (one) =>
    isMembers(one) && typeof one['alg'] === 'number' ? one['alg'] : undefined,
  );
  const { id: rpId, name: rpName } = isMembers(rp) ? rp : { id: null, name: null };
  const { id: userId, name: userName } = isMembers(user) ? user : { id: null, name: null };
  if (!isText(challengeId) || !isText(challenge) || !isText(rpId) || !isText(rpName)) return undefined;
  if (!isText(userId) || !isText(userName) || known === undefined || algorithms === undefined) return undefined;
  return { challengeId, challenge, rpId, rpName, userId, userName, algorithms, known };
}

export function readRequest(value: unknown): PasskeyOptions | undefined {
  if (!isMembers(value)) return undefined;
  const { challengeId, challenge, rpId } = value;
  const known = listOf(value['allowCredentials'], readKey);
  if (!isText(challengeId) || !isText(challenge) || !isText(rpId) || known === undefined) return undefined;
  return { challengeId, challenge, rpId, rpName: '', userId: '', userName: '', algorithms: [], known };
}

export function readFinished(value: unknown): SignInFinished | undefined {
  if (!isMembers(value)) return undefined;
  const { handle, label } = value;
  const outcome = oneOf(value['outcome'], OUTCOMES);
  return isText(handle) && isText(label) && outcome !== undefined ? { handle, label, outcome } : undefined;
}

const readAddress = (value: unknown): string | undefined =>
  isMembers(value) && isText(value['address']) ? value['address'] : undefined;
/** Answers that say no more than that it was done. */
const readDone = (value: unknown): true | undefined => (isMembers(value) ? true : undefined);

const PATH = '/open/api/factors/';

/** In the session that there is. */
export function own<T>(
  context: Pick<FactorContext, 'caller'>,
  path: string,
  body: object,
  read: (value: unknown) => T | undefined,
): Promise<Answer<T>> {
  return inSession(context.caller(), `${PATH}${path}`, body, read);
}

export const done = (context: Pick<FactorContext, 'caller'>, path: string, body: object): Promise<Answer<true>> =>
  own(context, path, body, readDone);

/** In a session, or with the address that was typed. */
export function asked<T>(
  context: Pick<FactorContext, 'caller' | 'address'>,
  path: string,
  body: object,
  read: (value: unknown) => T | undefined,
): Promise<Answer<T>> {
  const who = context.caller();
  return inSession(
    who,
    `${PATH}${path}`,
    who.csrf === '' ? Object.assign({ address: context.address() }, body) : body,
    read,
  );
}

export const prove = (
  context: Pick<FactorContext, 'caller' | 'address'>,
  path: string,
  body: object,
): Promise<Answer<OpenSession>> => asked(context, path, body, readOpenSession);

export const startSignIn = (context: Pick<FactorContext, 'caller'>, provider: string): Promise<Answer<string>> =>
  own(context, 'sign-in/start', { provider }, readAddress);

export const finishSignIn = (body: {
  readonly state: string;
  readonly code: string;
}): Promise<Answer<SignInFinished>> => post(`${PATH}sign-in/finish`, body, readFinished, 45_000);
