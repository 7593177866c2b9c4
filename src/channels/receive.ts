/** What comes in from a vendor: messages of conversations and their files, however they reach us. The vendor's own forms end in its folder. */
import type { Bytes } from '../base/bytes.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { Egress, VendorCall } from './port.ts';

/** A file of a message, not fetched yet. */
export type IncomingFile = {
  readonly name: string;
  /** As the vendor says; what the bytes are is found out later. */
  readonly mediaType: string;
  /** What the vendor wants to hear to hand it out: JSON of its own. */
  readonly ticket: Secret<string>;
};

/** One message as somebody wrote it. Everything in it was chosen by others: nothing is trusted but its form. */
export type Incoming = {
  /** The vendor's own identifier: the same when it is delivered again. */
  readonly vendorId: string;
  readonly conversation: { readonly id: string; readonly kind: 'group' | 'person'; readonly title: string };
  /** `userId`: what the vendor calls a person of the organisation; undefined for an outsider. */
  readonly sender: { readonly id: string; readonly name: string; readonly userId: string | undefined };
  /** `text`, `file`, …: letters and digits. */
  readonly kind: string;
  readonly text: string;
  readonly files: readonly IncomingFile[];
  /** As the vendor says; undefined when that is no time of this age. */
  readonly sentAt: Date | undefined;
  /** Said to the robot: it is named, or the conversation is with it alone. */
  readonly isAddressed: boolean;
  readonly robotCode: string | undefined;
  /** An address that takes answers in this conversation for a while. */
  readonly answerAt: { readonly url: Secret<string>; readonly until: Date } | undefined;
  /** The message as it came, for a program that is registered for it. */
  readonly raw: Secret<string>;
};

/** One text-based socket; nothing is told after `closed`. */
export type Socket = { readonly send: (text: string) => void; readonly close: () => void };
export type SocketEvents = {
  readonly opened: () => void;
  /** Undefined: not text. */
  readonly text: (text: string | undefined) => void;
  readonly closed: () => void;
};
export type OpenSocket = (url: Secret<string>, events: SocketEvents) => Socket;

export type StreamCall = {
  readonly egress: Egress;
  readonly connection: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly openSocket: OpenSocket;
  /** Resolves when the message is durable. INVARIANT: the vendor hears that we have it only afterwards. */
  readonly accept: (message: Incoming) => Promise<void>;
};

/** An HTTP request of the vendor; header names lower-case. */
export type PushedRequest = {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Bytes;
};

/** A request that the vendor signed: what to keep, and the JSON that it wants to hear. */
export type Pushed = { readonly message: Incoming | undefined; readonly answer: object };

/** Bytes of a file; `again`: later may help; `gone`: it will not. `why` is a dotted word. */
export type FetchedFile =
  | { readonly outcome: 'fetched'; readonly bytes: Bytes }
  | { readonly outcome: 'again' | 'gone'; readonly why: string };

export type FetchCall = Omit<VendorCall<unknown>, 'config'> & {
  readonly ticket: Secret<string>;
  readonly maxBytes: number;
};

/** How messages of one connection reach us, bound to its settings. */
export type Inlet = {
  /** The same while the settings that matter here are the same; says nothing about them. */
  readonly identity: string;
  readonly by: 'stream' | 'callback';
  /** Keeps a stream until the signal says so; never throws for what the vendor or the network does. */
  readonly stream: (call: StreamCall) => Promise<void>;
  /** Undefined when the vendor did not sign the request, or it cannot be read; which of them is not told. */
  readonly callback: (request: PushedRequest, now: Date, random: Random) => Pushed | undefined;
  readonly fetchFile: (call: FetchCall) => Promise<FetchedFile>;
};

/** A channel that also takes messages in; undefined where the settings say that it does not. */
export type Receives<Config> = { readonly inlet: (config: Config) => Inlet | undefined };
