/** What can go wrong when the console asks the server. The code finds the reader's words in the errors catalogue. */

export class ClientError extends Error {
  readonly code: string;
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** For support: names the request in the server's log. */
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    requestId: string | null = null,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'ClientError';
    this.code = code;
    this.status = status;
    this.requestId = requestId;
    this.details = details;
  }
}

/** Codes that the console gives itself; their texts are in `errors.d/console.json`. */
export const NETWORK = 'console.network';
export const UNEXPECTED_ANSWER = 'console.unexpected_answer';

/** Returns the code of any thrown value. */
export function codeOf(error: unknown): string {
  return error instanceof ClientError ? error.code : UNEXPECTED_ANSWER;
}

/** True for a request that was cancelled on purpose, which is no failure to tell anybody about. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** True when trying the same again may help: no answer, a server fault, or a limit of the moment. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof ClientError && (error.status === 0 || error.status >= 500 || error.status === 429);
}
