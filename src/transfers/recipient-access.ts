/** The recipient's side of access as the feature uses it: codes, sessions and limits over the store. */
import type { Bytes } from '../base/bytes.ts';
import type { CodeDeps } from '../access/codes.ts';
import type { CodeRoute, CodeStore, LockStore, RecipientSessionStore } from '../access/ports.ts';
import type { RateLimiter } from '../access/rate-limit.ts';
import type { RecipientSessionDeps } from '../access/recipient-session.ts';
import type { Factor } from '../model/access-terms.ts';
import type { PageRenderer } from '../render/pages/port.ts';
import type { Trx } from '../store/transaction.ts';
import type { TransferDeps } from './deps.ts';
import type { Place } from './facts.ts';
import type { CopyCache } from './downloads/copy-cache.ts';
import type { ViewDocuments } from './view-documents.ts';

export type OpenDeps = TransferDeps & {
  readonly access: {
    readonly codes: CodeDeps;
    readonly sessions: RecipientSessionDeps;
    readonly limiter: RateLimiter;
    readonly codeStore: (trx: Trx, orgId: string) => CodeStore;
    readonly lockStore: (trx: Trx, orgId: string) => LockStore;
    readonly sessionStore: (trx: Trx, orgId: string) => RecipientSessionStore;
  };
  readonly viewing: Viewing;
  readonly copies: CopyCache;
};

/** What draws pages, and what is open in it. */
export type Viewing = {
  readonly renderer: PageRenderer;
  readonly documents: ViewDocuments;
  /** Name and version of what draws here, for the commitment of a view. */
  readonly engine: string;
};

/** Who is on the line: the client's network for limits, its place for the law. */
export type Opener = {
  /** For limits: one client, see `clientSubject`. */
  readonly client: string;
  /** The client's whole address in one spelling, or `unknown`. */
  readonly address: string;
  readonly place: Place;
  /** Sandbox, and the client is on this very machine: it stands for the recipient and is taken to be where the recipient is. */
  readonly isTrial: boolean;
};

/** What somebody came for by a link: one transfer, or what a notice told an audience. */
export type Visit = { readonly kind: 'transfer' | 'notice'; readonly id: string };

/** A recipient who proved two factors for what is behind a link. */
export type Visitor = {
  readonly visit: Visit;
  readonly recipientId: string;
  readonly csrf: string;
  /** What this session has proved. */
  readonly factors: readonly Factor[];
  /** By which routes codes came that were given back: an address is under his control when one of them went there. */
  readonly routes: readonly CodeRoute[];
  /** The browser's own key, once it has shown one; null before. */
  readonly deviceId: string | null;
  /** When this session ends in any case. */
  readonly expiresAt: Date;
  /** Identifies the session inside the server. */
  readonly sessionHash: Bytes;
};

/** The same recipient at one of the transfers that he may see. */
export type RecipientActor = { readonly transferId: string; readonly recipientId: string };
