/** What can go wrong between the page and the server, as the person needs to know it. */

export type ProblemKind =
  | 'address'
  | 'code_incomplete'
  | 'code_not_accepted'
  | 'too_many'
  | 'offline'
  | 'timeout'
  | 'unavailable'
  | 'unexpected'
  | 'session_ended'
  | 'not_found';

export type Problem = {
  readonly kind: ProblemKind;
  /** Number under which the server's operator finds the request. */
  readonly requestId: string | null;
};

export function problem(kind: ProblemKind, requestId: string | null = null): Problem {
  return { kind, requestId };
}

const BY_CODE: Readonly<Record<string, ProblemKind>> = {
  'access.code_not_accepted': 'code_not_accepted',
  'access.session_ended': 'session_ended',
  // The session was replaced in another tab; asking for it again gives the new token.
  'access.bad_csrf': 'session_ended',
  'access.too_many_tries': 'too_many',
  'opening.not_found': 'not_found',
  'factor.not_accepted': 'code_not_accepted',
  'factor.ended': 'not_found',
};

/** Returns the problem behind an answer that is not a success; by its code where that says more than the status. */
export function problemOf(status: number, code: string, requestId: string | null): Problem {
  const known = BY_CODE[code];
  if (known !== undefined) return { kind: known, requestId };
  if (status === 401) return { kind: 'session_ended', requestId };
  if (status === 429) return { kind: 'too_many', requestId };
  return { kind: status === 502 || status === 503 || status === 504 ? 'unavailable' : 'unexpected', requestId };
}
