/**
 * What access control needs from the store. Implemented in src/store/access/, each bound to one organisation.
 * Stores that take part in an act are bound to the caller's transaction, so that the act's audit event is written with it.
 */
import type { Kysely } from 'kysely';
import type { Bytes } from '../base/bytes.ts';
import type { Factor } from '../model/access-terms.ts';

/** Fixed-window counters; keys are keyed hashes, so no address and no account name is stored. */
export type RateCounters = {
  /** Adds one in one atomic statement and returns the count of the window, this call included. */
  readonly hit: (key: Bytes, windowStart: Date) => Promise<number>;
  /** Forgets windows that began before; returns how many rows went. */
  readonly sweep: (before: Date) => Promise<number>;
};

export type EnrolmentPurpose = 'setup' | 'staff';

export type NewEnrolment = {
  readonly tokenHash: Bytes;
  readonly purpose: EnrolmentPurpose;
  /** Null for `setup`. */
  readonly staffId: string | null;
  readonly expiresAt: Date;
};

export type EnrolmentStore = {
  readonly insert: (enrolment: NewEnrolment) => Promise<void>;
  /** Marks an unused, unexpired token of this purpose as used; null when there is none. One atomic statement. */
  readonly claim: (
    tokenHash: Bytes,
    purpose: EnrolmentPurpose,
    now: Date,
  ) => Promise<{ readonly staffId: string | null } | null>;
  /** Ends every unused token of one person (null: every `setup` token). */
  readonly withdraw: (staffId: string | null, now: Date) => Promise<void>;
};

/** How a code gets to its recipient. `spoken`: the sender reads it out; it is sent nowhere. */
export type CodeRoute = 'email' | 'sms' | 'whatsapp' | 'spoken';
/** A code that was sent and one that was read out live side by side: they are two different factors. */
export type CodeFactor = Extract<Factor, 'code' | 'spoken_code'>;

export type NewCode = {
  readonly codeId: string;
  readonly transferId: string;
  readonly recipientId: string;
  /** 32 bytes, see codes.ts. */
  readonly codeHash: Bytes;
  readonly tries: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly route: CodeRoute;
};

export type TakenTry = {
  readonly codeHash: Bytes;
  readonly triesLeft: number;
  readonly route: CodeRoute;
};

export type CodeStore = {
  /** Waits for other requests for the same transfer and recipient (row lock); returns when codes of this factor were made after `since`, oldest first. */
  readonly history: (
    transferId: string,
    recipientId: string,
    factor: CodeFactor,
    since: Date,
  ) => Promise<readonly Date[]>;
  /** Inserts; every older unused code of the same factor, transfer and recipient ends. */
  readonly replace: (code: NewCode) => Promise<void>;
  /** The newest code's id, usable or not; null when there never was one. */
  readonly newest: (transferId: string, recipientId: string, factor: CodeFactor) => Promise<string | null>;
  /**
   * Takes one try in one atomic statement (`tries_left > 0`, unused, unexpired) and returns the stored hash, the tries
   * that remain and the route; null when there is nothing to try against.
   */
  readonly takeTry: (codeId: string, now: Date) => Promise<TakenTry | null>;
  /** Marks as used; false when somebody else already did. */
  readonly use: (codeId: string, now: Date) => Promise<boolean>;
};

/** One recipient, or all recipients of what a link stands for together. */
export type LockScope = 'recipient' | 'transfer';

export type LockStore = {
  /** Whether wrong tries have locked this recipient, or the whole transfer. */
  readonly isLocked: (transferId: string, recipientId: string) => Promise<boolean>;
  /** Counts one wrong try in both scopes, each in one atomic statement; returns the scopes that this very try locked. */
  readonly countWrong: (
    transferId: string,
    recipientId: string,
    limits: Readonly<Record<LockScope, number>>,
    now: Date,
  ) => Promise<readonly LockScope[]>;
};

/** How a session began: by a proof, handed over by another device, or from the list of everything that is shared. */
export type SessionVia = 'proof' | 'pairing' | 'shared';

export type NewRecipientSession = {
  readonly sessionHash: Bytes;
  readonly csrfHash: Bytes;
  readonly transferId: string;
  readonly recipientId: string;
  readonly createdAt: Date;
  /** Absolute end, whatever the activity. */
  readonly expiresAt: Date;
  readonly factors: readonly Factor[];
  readonly routes: readonly CodeRoute[];
  readonly via: SessionVia;
  /** Jurisdiction where it began, or `unknown`. */
  readonly place: string;
  readonly deviceId: string | null;
};

export type FoundRecipientSession = Omit<NewRecipientSession, 'transferId'>;

export type ListedRecipientSession = FoundRecipientSession & { readonly transferId: string; readonly lastAt: Date };

export type RecipientSessionStore = {
  readonly insert: (session: NewRecipientSession) => Promise<void>;
  /**
   * Finds a live session of exactly this transfer (or notice to an audience) and recipient among the hashes and notes the activity, in one
   * statement; null when none is live (`expires_at > now`, `last_at >= idleSince`). Without a recipient: whoever of its audience it is.
   */
  readonly touch: (query: {
    readonly sessionHashes: readonly Bytes[];
    readonly transferId: string;
    readonly recipientId: string | null;
    readonly now: Date;
    readonly idleSince: Date;
  }) => Promise<FoundRecipientSession | null>;
  /** All live sessions of a recipient, whatever they are for, the newest first. */
  readonly list: (query: {
    readonly recipientId: string;
    readonly now: Date;
    readonly idleSince: Date;
  }) => Promise<readonly ListedRecipientSession[]>;
  /** Ends one session; false when it had ended. */
  readonly remove: (sessionHash: Bytes) => Promise<boolean>;
  /** Ends all sessions of a transfer, or of one of its recipients. Returns how many. */
  readonly end: (transferId: string, recipientId?: string) => Promise<number>;
  /** Forgets sessions whose absolute end is past. */
  readonly sweep: (now: Date) => Promise<number>;
};

/** What better-auth is given to keep its own tables in. It brings its own SQL, so the tables are untyped here. */
export type SignInDatabase = {
  // oxlint-disable-next-line typescript/no-explicit-any -- better-auth asks for Kysely<any>; kysely is invariant in its tables.
  readonly kysely: Kysely<any>;
  /** Schema of better-auth's tables. */
  readonly schemaName: string;
  /** Runs `fn` while no other request on any replica runs one for the same account; `busy` when one does. */
  readonly exclusively: <T>(account: string, fn: () => Promise<T>) => Promise<Exclusive<T>>;
};

export type Exclusive<T> = { readonly outcome: 'done'; readonly value: T } | { readonly outcome: 'busy' };
