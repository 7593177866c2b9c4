/**
 * The session of a recipient who proved two factors, for one transfer. 30 minutes idle, two hours at most, ended by revocation.
 *
 * The cookie is SameSite=Strict: the page that a notice opens is a constant GET that needs no cookie, and all that follows are
 * POSTs from that page, so nothing ever has to cross sites, in DingTalk's web view neither. With TLS it is named
 * `__Host-entrepot_open` (Chromium 49 and later), so that no neighbouring host can plant one.
 *
 * Many transfers in one browser: the cookie holds a list of tokens, newest first, one per proof of identity. A token is never
 * taken over from the request for a new session (session fixation); the others stay, up to eight.
 */
import { createHash } from 'node:crypto';
import { base64url, concat, equal, ownBytes, utf8, type Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import { HOUR, MINUTE, SECOND } from '../base/units.ts';
import type { Factor } from '../model/access-terms.ts';
import { readCookies, writeCookie } from './cookies.ts';
import { keyedHash } from './keys.ts';
import type { CodeRoute, RecipientSessionStore, SessionVia } from './ports.ts';

export const RECIPIENT_SESSION_LIMITS = { idleMs: 30 * MINUTE, atMostMs: 2 * HOUR, tokensInCookie: 8 } as const;

export type RecipientSessionDeps = {
  readonly clock: Clock;
  readonly random: Random;
  /** `AccessKeys.recipientCsrf`. */
  readonly key: Secret<Bytes>;
  /** The page is served over TLS. */
  readonly secure: boolean;
};

export type SessionSubject = { readonly transferId: string; readonly recipientId: string };

/** Whose session, what was proved to get it, and how and where it began. */
export type Proved = SessionSubject & {
  readonly factors: readonly Factor[];
  readonly routes?: readonly CodeRoute[];
  readonly via?: SessionVia;
  readonly place?: string;
  readonly deviceId?: string | null;
  /** It lives no longer than this: what it rests on was proved before. */
  readonly notAfter?: Date;
  /** The session that this one continues, which ends. */
  readonly instead?: Bytes;
};

export type RecipientSession = {
  readonly recipientId: string;
  /** For `x-entrepot-csrf` or the form field `csrf`. */
  readonly csrf: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** What was proved. */
  readonly factors: readonly Factor[];
  /** By which routes codes came that were given back. */
  readonly routes: readonly CodeRoute[];
  readonly deviceId: string | null;
  /** Identifies the session inside the server. */
  readonly sessionHash: Bytes;
};

/**
 * Returns a fresh session and the Set-Cookie value that hands it to the browser.
 *
 * @param cookieHeader - The request's Cookie header; its other tokens are kept in the new cookie.
 */
export async function startRecipientSession(
  store: RecipientSessionStore,
  deps: RecipientSessionDeps,
  proved: Proved,
  cookieHeader: string | null,
): Promise<RecipientSession & { readonly setCookie: string }> {
  const now = deps.clock.now();
  const token = base64url(deps.random(32));
  const sessionHash = hashToken(token);
  const csrf = csrfOf(deps.key, sessionHash);
  const atMost = new Date(now.getTime() + RECIPIENT_SESSION_LIMITS.atMostMs);
  const { transferId, recipientId, factors, notAfter, instead } = proved;
  const session = {
    recipientId,
    factors,
    routes: proved.routes ?? [],
    deviceId: proved.deviceId ?? null,
    createdAt: now,
    expiresAt: notAfter !== undefined && notAfter < atMost ? notAfter : atMost,
    sessionHash,
  };
  const begun = { via: proved.via ?? 'proof', place: proved.place ?? 'unknown' };
  await store.insert({ ...session, ...begun, transferId, csrfHash: hashCsrf(csrf) });
  if (instead !== undefined) await store.remove(instead);
  const others = tokensIn(cookieHeader, deps.secure).filter(
    (one) => instead === undefined || !equal(hashToken(one), instead),
  );
  const setCookie = writeCookie({
    name: cookieName(deps.secure),
    value: [token, ...others.slice(0, RECIPIENT_SESSION_LIMITS.tokensInCookie - 1)].join('~'),
    maxAgeSeconds: RECIPIENT_SESSION_LIMITS.atMostMs / SECOND,
    secure: deps.secure,
  });
  return { ...session, csrf, setCookie };
}

/**
 * Returns the live session of this browser for exactly this transfer (or notice to an audience) and recipient, or null, and notes the
 * activity. Without a recipient: whoever of the audience this browser proved to be.
 */
export async function findRecipientSession(
  store: RecipientSessionStore,
  deps: RecipientSessionDeps,
  subject: Omit<SessionSubject, 'recipientId'> & { readonly recipientId: string | null },
  cookieHeader: string | null,
): Promise<RecipientSession | null> {
  const tokens = tokensIn(cookieHeader, deps.secure);
  if (tokens.length === 0) return null;
  const now = deps.clock.now();
  const found = await store.touch({
    sessionHashes: tokens.map(hashToken),
    ...subject,
    now,
    idleSince: idleSince(now),
  });
  if (found === null) return null;
  const csrf = csrfOf(deps.key, found.sessionHash);
  // A session from before the key was changed cannot be used for anything, so it counts as ended.
  if (!equal(hashCsrf(csrf), found.csrfHash)) return null;
  const { recipientId, factors, routes, deviceId, createdAt, expiresAt, sessionHash } = found;
  return { recipientId, factors, routes, deviceId, csrf, createdAt, expiresAt, sessionHash };
}

/** The moment before which a session must have been used last to be alive now. */
export function idleSince(now: Date): Date {
  return new Date(now.getTime() - RECIPIENT_SESSION_LIMITS.idleMs);
}

/** What a session is called towards its owner: tells it apart from others, and opens nothing. */
export function sessionName(sessionHash: Bytes): string {
  return base64url(sha256(`entrepot recipient session name v1\u0000${base64url(sessionHash)}`)).slice(0, 22);
}

/** Returns whether the token that came with a request belongs to the session. Constant time. */
export function csrfMatches(session: { readonly csrf: string }, offered: string | null | undefined): boolean {
  if (typeof offered !== 'string' || offered.length > 200) return false;
  return equal(utf8(session.csrf), utf8(offered));
}

/** Ends the sessions of a transfer, or of one recipient of it: part of revoking, in the same transaction. */
export function endRecipientSessions(
  store: RecipientSessionStore,
  transferId: string,
  recipientId?: string,
): Promise<number> {
  return store.end(transferId, recipientId);
}

function cookieName(secure: boolean): string {
  return secure ? '__Host-entrepot_open' : 'entrepot_open';
}

/** Well-formed tokens of the request, at most eight, without repeats. */
function tokensIn(cookieHeader: string | null, secure: boolean): readonly string[] {
  const values = readCookies(cookieHeader, cookieName(secure));
  const tokens = values.flatMap((value) => value.split('~')).filter((token) => /^[A-Za-z0-9_-]{43}$/.test(token));
  return [...new Set(tokens)].slice(0, RECIPIENT_SESSION_LIMITS.tokensInCookie);
}

function csrfOf(key: Secret<Bytes>, sessionHash: Bytes): string {
  return base64url(keyedHash(key, concat(utf8('recipient csrf v1'), sessionHash)));
}

function hashCsrf(csrf: string): Bytes {
  return sha256(`entrepot recipient csrf v1\u0000${csrf}`);
}

/** Unsalted and fast: 256 random bits cannot be guessed. */
function hashToken(token: string): Bytes {
  return sha256(`entrepot recipient session v1\u0000${token}`);
}

function sha256(text: string): Bytes {
  return ownBytes(new Uint8Array(createHash('sha256').update(text).digest()));
}
