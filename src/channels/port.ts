/**
 * The contract between the outbox and one vendor. A channel sees a `ChannelDraft` and words from the catalogue, nothing else:
 * the content of a transfer has no member to travel in. The network is reached only through `Egress`, which the egress guard wraps.
 * Specified in docs/spec/notice.md.
 */
import type { z } from 'zod';
import type { Bytes } from '../base/bytes.ts';
import type { Secret } from '../base/secret.ts';
import type { Jurisdiction } from '../model/jurisdiction.ts';
import type { ChannelDraft } from '../model/notice.ts';
import type { ChannelWords } from './words.ts';

/** Where one message goes. `group` is the place the connection itself leads to (a robot in a group). */
export type SendTarget =
  | { readonly kind: 'group' }
  /** A person by the vendor's own identifier. */
  | { readonly kind: 'user'; readonly id: string }
  /** Somebody in a conversation is answered there: the vendor's identifier of the conversation, or an address that it gave for answers. */
  | { readonly kind: 'conversation'; readonly id: string }
  | { readonly kind: 'answer_url'; readonly url: Secret<string> }
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'phone'; readonly number: string };

/** The outside of a message: what a retry repeats unchanged, so that a repeat gives the same bytes. */
export type Envelope = {
  readonly target: SendTarget;
  /** Printable ASCII, 8 to 128 characters of `[A-Za-z0-9._-]` with a letter among them; the same on every attempt. */
  readonly idempotencyKey: string;
  /** When the message was queued, not when it is sent; becomes the Date of a mail. */
  readonly createdAt: Date;
};

export type ChannelCaps = {
  /** What this channel may carry; a one-time code never goes where the notice goes. */
  readonly carries: readonly ChannelDraft['kind'][];
  /** What a connection of these settings sends to: its own group, or a person by such an address. */
  readonly reaches: 'group' | 'user' | 'email' | 'phone';
  /** Whether a sent notice can be taken back (`recall`) or rewritten (`update`). */
  readonly afterwards: { readonly recall: boolean; readonly update: boolean; readonly confirm: boolean };
  /** Upper limit of the body (HTTP) or of the whole raw message (SMTP). */
  readonly maxBytes: number;
  /** `native`: the vendor drops a repeat with the same key; `none`: a repeat may arrive twice. */
  readonly idempotent: 'native' | 'none';
  /** Whether the vendor fetches links by itself to draw a preview. */
  readonly linkUnfurl: 'off' | 'suppressible' | 'unavoidable';
  /** Where the provider's servers are; `unknown` is treated as the strictest case. */
  readonly jurisdiction: Jurisdiction;
  /** Name of the vendor's row in `VENDOR_BUCKETS` (rate.ts). */
  readonly bucket: string;
};

/** The exact bytes that will leave, before the access token or the password is added. */
export type RenderedRequest = RenderedHttp | RenderedMail;

export type RenderedHttp = {
  readonly transport: 'http';
  readonly kind: ChannelDraft['kind'];
  readonly method: 'POST' | 'PUT' | 'PATCH';
  /** Without the token, signature or key: may be logged. */
  readonly url: string;
  /** End of the address where that is the secret; of the form that `isSecretPath` (settings.ts) tells. */
  readonly secretPath?: Secret<string>;
  /** Identifiers in the body that the vendor or its settings gave; `send` hands them to the guard. */
  readonly identifiers?: readonly string[];
  /** Without secrets: may be logged. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly body: Bytes;
  readonly bytes: number;
  readonly envelope: Envelope;
};

export type RenderedMail = {
  readonly transport: 'smtp';
  readonly kind: ChannelDraft['kind'];
  readonly from: string;
  readonly to: string;
  readonly contentType: 'message/rfc822';
  /** RFC 5322 message with CRLF line ends, complete with headers. */
  readonly body: Bytes;
  readonly bytes: number;
  readonly envelope: Envelope;
};

/**
 * What an attempt came to. `sent` means that the vendor took it, never that it was delivered.
 * `retry.scope` says what has to wait: this message, the whole connection, or every connection from this network address.
 * `retry.maybeSent`: bytes had left before the failure, so a channel that is not idempotent may have delivered already.
 * `disable`: the connection is broken (revoked token, wrong signature) and a person must repair it.
 * `why` is a dotted word without content.
 */
export type SendOutcome =
  | { readonly outcome: 'sent'; readonly providerRef?: string }
  | {
      readonly outcome: 'retry';
      readonly why: string;
      readonly scope: 'message' | 'connection' | 'egress';
      readonly afterMs?: number;
      readonly maybeSent?: boolean;
    }
  | { readonly outcome: 'permanent'; readonly why: string }
  | { readonly outcome: 'disable'; readonly why: string };

/** One thing that a vendor was asked about the organisation. `grant`: what the application lacks, in the vendor's words. `why`: a dotted word. */
export type VendorSetting = {
  readonly name: string;
  readonly answer:
    | { readonly kind: 'read'; readonly values: Readonly<Record<string, number | boolean>> }
    | { readonly kind: 'not_permitted'; readonly grant: string }
    | { readonly kind: 'failed'; readonly why: string };
};

/** What every call to a vendor needs besides its own matter. */
export type VendorCall<Config> = {
  readonly config: Config;
  readonly egress: Egress;
  readonly signal: AbortSignal;
  /** Time of the attempt: for signatures and for pauses until the end of a month. */
  readonly now: Date;
  /** Id of the connection, for the record of what left. */
  readonly connection: string;
  /** Access tokens that a vendor gave for a while, kept in memory; one per connection. */
  readonly tokens: TokenCache;
};

export type SendCall<Config> = VendorCall<Config> & {
  readonly rendered: RenderedRequest;
  /** How many attempts were made, this one included; 1 when left out. */
  readonly attempt?: number;
};

/** About a message that was sent: `providerRef` is what `send` returned. */
export type AfterCall<Config> = VendorCall<Config> & { readonly providerRef: string };

export type TokenCache = {
  /** The token of this name while it is good for a minute more. */
  readonly get: (name: string, now: Date) => Secret<string> | undefined;
  readonly set: (name: string, token: Secret<string>, expiresAt: Date) => void;
  readonly drop: (name: string) => void;
};

/** What the vendor says about a message afterwards. `delivered` and `read` are its word, never a receipt of ours. */
export type Confirmation = 'delivered' | 'read' | 'failed' | 'unknown';

/** `ok`, or why the connection cannot be used, as a dotted word. `quota`: what the vendor says is left this month, where it says so. */
export type ProbeResult =
  | { readonly ok: true; readonly quotaLeft?: number }
  | { readonly ok: false; readonly why: string };

/** One vendor. `render` is pure: the same arguments give the same bytes. */
export type ChannelAdapter<Config> = {
  readonly kind: string;
  /** A `strictObject`; secrets come out as `Secret`. */
  readonly config: z.ZodType<Config>;
  /** Names of the members of `config` that must be stored wrapped and never shown. */
  readonly secretFields: readonly string[];
  readonly caps: (config: Config) => ChannelCaps;
  /** `host:port` of every address this connection may open: the egress guard's allow list. */
  readonly hosts: (config: Config) => readonly string[];
  /** @throws `channels.bad_draft` when the draft is not of the form that docs/spec/notice.md gives. */
  readonly render: (
    draft: ChannelDraft,
    words: ChannelWords,
    envelope: Envelope,
    config: Config,
  ) => Promise<RenderedRequest>;
  /** Never throws for what a vendor or the network does. */
  readonly send: (call: SendCall<Config>) => Promise<SendOutcome>;
  /** Takes a message back; false when the vendor would not. */
  readonly recall?: (call: AfterCall<Config>) => Promise<boolean>;
  /** Rewrites a sent message; `rendered` is of an `ended` draft. */
  readonly update?: (call: AfterCall<Config> & { readonly rendered: RenderedRequest }) => Promise<SendOutcome>;
  readonly confirm?: (call: AfterCall<Config>) => Promise<Confirmation>;
  /** Tries the connection without sending a message to anybody. */
  readonly probe?: (call: VendorCall<Config>) => Promise<ProbeResult>;
  /** How the organisation at the vendor is set up, as far as the connection may ask: counts and switches, nobody's data. */
  readonly settings?: (call: VendorCall<Config>) => Promise<readonly VendorSetting[]>;
};

/** Everything that one message may say (egress-words.ts); made anew for each. */
export type Said = {
  /** Strings that may be a whole member of the body. */
  readonly whole: ReadonlySet<string>;
  /** Known stretches of words, each word marked, the longest first: these may follow each other in one string. */
  readonly stretches: readonly string[];
  /** Words that may stand alone and in any order: those of text that passes unchanged. */
  readonly words: ReadonlySet<string>;
};

/** What the guard, the sandbox and the record need to know about a request besides its bytes. */
export type EgressMeta = {
  readonly vendor: string;
  readonly kind: ChannelDraft['kind'];
  readonly idempotencyKey: string;
  readonly target: SendTarget;
  /** Id of the connection, for the record. */
  readonly connection?: string;
  /** Identifiers that the vendor or its settings gave (of people, robots, templates): left out of the scan, each only where it stands alone. */
  readonly identifiers?: readonly string[];
  /** All that the message may say; added by `saying`, never by a channel. */
  readonly said?: Said;
};

/**
 * A request that carries no message: for a token, a state, a recall, a look at settings. Its answer may be long (a file to archive).
 * The guard checks host, size and every text in it, but for the credentials and identifiers that are named.
 */
export type ControlRequest = {
  readonly vendor: string;
  readonly connection: string;
  readonly purpose: 'token' | 'state' | 'recall' | 'probe' | 'settings' | 'receive';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  /** Public part of the query. */
  readonly query: Readonly<Record<string, string>>;
  readonly secretQuery: Secret<Readonly<Record<string, string>>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly secretHeaders: Secret<Readonly<Record<string, string>>>;
  /** JSON, or undefined. */
  readonly body: Bytes | undefined;
  /** Credentials within the body. */
  readonly secrets: readonly Secret<string>[];
  readonly identifiers: readonly string[];
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
};

export type HttpEgressRequest = {
  readonly meta: EgressMeta;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  /** Public part; `secretPath` and `secretQuery` are appended by whoever opens the socket. */
  readonly url: string;
  /** Appended as it is, not encoded again; may bring a query of its own. The guard checks its form. */
  readonly secretPath?: Secret<string>;
  readonly secretQuery: Secret<Readonly<Record<string, string>>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly secretHeaders: Secret<Readonly<Record<string, string>>>;
  readonly body: Bytes;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
};

/** `tls` from the first byte (465), `starttls` required (587), or plain text to a loopback address only. */
export type SmtpSecurity = 'tls' | 'starttls' | 'plain-loopback';

export type SmtpEgressRequest = {
  readonly meta: EgressMeta;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly security: SmtpSecurity;
    readonly user?: string;
    readonly password?: Secret<string>;
    /** PEM of an own certificate authority; the system's are used otherwise. */
    readonly certificateAuthority?: string;
  };
  readonly from: string;
  readonly to: string;
  readonly body: Bytes;
  readonly timeoutMs: number;
};

/**
 * `maybeSent: false` only when it is certain that no byte of the message reached the vendor.
 * `blocked`: the guard found something that must not leave; a person has to look. `not_recorded`: nothing left, because nothing could be recorded.
 */
export type EgressFailure =
  | {
      readonly kind: 'failed';
      readonly why: 'timeout' | 'aborted' | 'unreachable' | 'tls' | 'redirect' | 'answer_too_large' | 'not_recorded';
      readonly maybeSent: boolean;
    }
  | { readonly kind: 'blocked'; readonly why: string };

export type HttpEgressAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Bytes;
    }
  | EgressFailure;

/** `code` is the SMTP reply code (RFC 5321 section 4.2); `stage` the command it answered. */
export type SmtpEgressAnswer =
  | { readonly kind: 'accepted'; readonly code: number }
  | {
      readonly kind: 'rejected';
      readonly code: number;
      readonly stage: 'connect' | 'auth' | 'sender' | 'recipient' | 'message';
    }
  | EgressFailure;

/** The only way out. Implementations answer with values for everything that the network or the vendor does. */
export type Egress = {
  readonly http: (request: HttpEgressRequest, signal: AbortSignal) => Promise<HttpEgressAnswer>;
  readonly smtp: (request: SmtpEgressRequest, signal: AbortSignal) => Promise<SmtpEgressAnswer>;
  readonly control: (request: ControlRequest, signal: AbortSignal) => Promise<HttpEgressAnswer>;
};

/** Keeps length and digest of every body that is about to leave; when it throws, nothing leaves. */
export type EgressRecord = {
  readonly record: (entry: {
    readonly vendor: string;
    readonly kind: ChannelDraft['kind'] | 'control';
    readonly connection?: string;
    readonly idempotencyKey: string;
    readonly bytes: number;
    /** SHA-256 of the body, 32 bytes. */
    readonly sha256: Bytes;
  }) => Promise<void>;
};

/** What the trial mode keeps instead of sending. Secrets are already replaced by `[redacted]`. */
export type SandboxMessage = {
  readonly vendor: string;
  readonly kind: ChannelDraft['kind'];
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Bytes;
  readonly target: SendTarget;
  readonly idempotencyKey: string;
};

/** Stores once per idempotency key. */
export type SandboxSink = { readonly store: (message: SandboxMessage) => Promise<'stored' | 'duplicate'> };

/** A rate bucket row; the arithmetic is `takeToken` (rate.ts), the row is the store's. */
export type RateBucket = {
  readonly take: (
    bucket: string,
    now: Date,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly waitMs: number }>;
};
