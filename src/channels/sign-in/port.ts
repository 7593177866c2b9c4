/**
 * Signing in elsewhere to say who one is: authorization code flows of OpenID Connect and of vendors. It identifies, and is never a second
 * factor by itself. Asked for is the stable identifier of the account alone; names, addresses and telephone numbers are neither asked for nor kept.
 */
import type { z } from 'zod';
import type { Fetch } from '../network.ts';

export type AuthorizeRequest = {
  readonly redirectUri: string;
  /** 43 characters of base64url each. */
  readonly state: string;
  readonly nonce: string;
  /** SHA-256 of the verifier (RFC 7636). */
  readonly codeChallenge: string;
};

export type CodeExchange = {
  readonly redirectUri: string;
  readonly code: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly now: Date;
};

/** `refused`: the code, or what it led to, does not hold. `why` is a dotted word, never content. */
export type SignInFailure = {
  readonly outcome: 'refused' | 'not_answering' | 'bad_answer';
  readonly why: string;
};

export type SignInResult =
  | {
      readonly outcome: 'signed_in';
      /** What the place calls this account for good. */
      readonly subject: string;
      /** Other identifiers of the same account, by which a recipient may be known. */
      readonly others: readonly string[];
    }
  | SignInFailure;

/** One place to sign in, with its settings. */
export type SignInPlace = {
  /** Hosts that may be called, `host:port`. */
  readonly hosts: readonly string[];
  /** Vendor whose identifiers of recipients the subject may be; null for none. */
  readonly vendor: string | null;
  /** Where the browser goes. */
  readonly authorize: (request: AuthorizeRequest) => Promise<{ readonly address: string } | SignInFailure>;
  /** Whose code it is. */
  readonly exchange: (exchange: CodeExchange) => Promise<SignInResult>;
  /** Asks, without anybody's code, whether the settings can work. */
  readonly probe: (redirectUri: string, now: Date) => Promise<SignInFailure | undefined>;
};

export type SignInAdapter<C> = {
  readonly settings: z.ZodType<C>;
  readonly open: (settings: C, fetch: Fetch) => SignInPlace;
};
