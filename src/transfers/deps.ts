/** What the use-cases of a transfer need; built once in app.ts. */
import type { Sha256 } from '../audit-log/index.ts';
import type { Bytes } from '../base/bytes.ts';
import type { World } from '../base/deps.ts';
import type { ChannelCaps } from '../channels/port.ts';
import type { SentRoute } from '../model/api/open-identity.ts';
import type { ChannelKind } from '../model/channel.ts';
import type { Classification, ClassificationSummary } from '../model/classification.ts';
import type { Facts } from '../model/facts.ts';
import type { Level } from '../model/level.ts';
import type { Locale } from '../model/locale.ts';
import type { ChannelDraft } from '../model/notice.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import type { Duty } from '../policy/duties.ts';
import type { Capabilities } from '../policy/fulfil.ts';
import type { PageRenderer } from '../render/pages/port.ts';
import type { SealCrypto } from '../seal/index.ts';
import type { BlobStore } from '../store/blobs/port.ts';
import type { Database } from '../store/database.ts';
import type { Trx } from '../store/transaction.ts';
import type { KeyRing } from './key-ring.ts';
import type { SealedFields } from './sealed-fields.ts';

/** What the classifier says of one piece of content, and keyed hashes of the persons in it; null when it was not read wholly. */
export type ClassifiedContent = {
  readonly classification: Classification;
  readonly persons: readonly Bytes[] | null;
};

/** The classifier and the policy engine behind plain functions: both pure, both versioned by digest. */
export type Classifier = {
  readonly message: (text: string) => Promise<ClassifiedContent>;
  /** `onProgress`: 0..1 while pictures and scanned pages are recognised; not called for other files. */
  readonly file: (bytes: Uint8Array, name: string, onProgress?: (share: number) => void) => Promise<ClassifiedContent>;
  /** For a file larger than `maxBytes`: counts as unreadable. */
  readonly tooLarge: () => Classification;
  readonly summarise: (parts: readonly Classification[]) => ClassificationSummary;
  readonly merge: (parts: readonly ClassificationSummary[]) => ClassificationSummary;
  readonly maxBytes: number;
};

export type RuleText = {
  readonly title: string;
  readonly why: string;
  readonly lift: string;
  readonly cite: string;
  readonly url: string | null;
  /** The place in the statute's own words; null where the pack has none. */
  readonly statute: string | null;
  /** What could not be verified, and the day on which the source was looked at. */
  readonly note: string | null;
  readonly checked: string | null;
};

export type Policy = {
  readonly decide: (facts: Facts) => PolicyDecision;
  /** Dated duties that the facts bring with them, satisfied and exempted ones marked. */
  readonly duties: (facts: Facts) => readonly Duty[];
  /** Places whose law takes the content for sensitive on that day. Content of which nothing is known is so everywhere. */
  readonly sensitiveFor: (facts: Facts) => readonly string[];
  readonly capabilities: Capabilities;
  readonly explain: (pack: string, ruleId: string, locale: Locale) => RuleText;
};

export type Connection = {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly reaches: ChannelCaps['reaches'];
  readonly jurisdiction: string;
  readonly sandbox: boolean;
  /** The name that it was given; left out for those of the settings file, which are called after their kind. */
  readonly label?: string;
  /** Somebody put it to rest: what goes by it waits. */
  readonly paused?: boolean;
  /** It carries one-time codes. */
  readonly codes?: boolean;
  /** A sent notice can be rewritten or taken back. */
  readonly withdraws?: boolean;
};

/** The channel side as the feature sees it: names, and the exact bytes for a preview. Sending is the worker's. */
export type Channels = {
  readonly connections: () => readonly Connection[];
  /** The connection of this kind that carries one-time codes. */
  readonly codeConnection: (kind: SentRoute) => Connection | undefined;
  readonly preview: (
    connectionId: string,
    draft: ChannelDraft,
    address: string,
  ) => Promise<{ readonly contentType: string; readonly body: string; readonly bytes: number }>;
};

/** The log as the feature sees it. */
export type LogGate = {
  /** Asks the integrator to run now. */
  readonly nudge: () => void;
  /**
   * Waits until the event is in a signed, published checkpoint and returns its index; undefined when that did not
   * happen in time. Log before release: nothing is released without it.
   */
  readonly waitFor: (eventId: string, timeoutMs: number) => Promise<number | undefined>;
};

export type Jobs = {
  readonly enqueue: (trx: Trx, queue: QueueName, data: Readonly<Record<string, string>>) => Promise<void>;
};
export const QUEUES = ['inspect-upload', 'send-outbox', 'shadow-run'] as const;
export type QueueName = (typeof QUEUES)[number];

export type TransferDeps = World & {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly crypto: SealCrypto;
  readonly sha256: Sha256;
  readonly keys: KeyRing;
  readonly fields: SealedFields;
  readonly classifier: Classifier;
  readonly policy: Policy;
  /** Whether a document could be shown as pages here. */
  readonly pages: Pick<PageRenderer, 'couldShow'>;
  readonly channels: Channels;
  readonly log: LogGate;
  readonly jobs: Jobs;
  readonly settings: {
    readonly publicUrl: string;
    readonly maxUploadBytes: number;
    readonly timeZone: string;
    /** Officers are reminded by mail of approvals that wait. */
    readonly reminders: boolean;
    /** From which level on a download carries marks; `never` leaves all as they are. */
    readonly markFrom: Level | 'never';
  };
};

/** The organisation on whose behalf a request acts; known from the session, never from the request. */
export type Tenant = { readonly orgId: string; readonly organisation: string; readonly recordsRecipient: string };

/** A signed-in member of staff. */
export type StaffActor = {
  readonly kind: 'staff';
  readonly id: string;
  readonly role: 'officer' | 'sender' | 'auditor';
};
