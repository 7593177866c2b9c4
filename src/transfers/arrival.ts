/** What a door takes in, and what becomes of it: the contract between whoever speaks a vendor's language and the intake. */
import type { Bytes } from '../base/bytes.ts';
import type { DoorSettings } from '../model/door.ts';

/** A door as it was found by its token, or by an app's key. */
export type Door = {
  readonly id: string;
  readonly kind: 'robot' | 'app';
  /** The member of staff who answers for what comes through it. */
  readonly ownerId: string;
  readonly settings: DoorSettings;
};

export type Arrival = {
  readonly door: Door;
  /** SHA-256 of the caller's own key of this message; undefined where it gave none: then nothing is taken for a repeat. */
  readonly callKey: Bytes | undefined;
  /** What the message says, as people would read it. `title` is part of `text` where the vendor shows both. */
  readonly message: { readonly title: string; readonly text: string; readonly format: 'text' | 'markdown' };
  /** Ids of uploads made for this call by `useMedia` (door-media.ts), of the door's owner, inspected. */
  readonly uploadIds: readonly string[];
  readonly to:
    | { readonly kind: 'audience' }
    /** Recipients of ours, each told by the connection that reaches persons. */
    | { readonly kind: 'persons'; readonly recipientIds: readonly string[]; readonly connectionId: string };
  /** Recipients of ours whom the message calls by name. */
  readonly mentions: { readonly recipients: readonly string[]; readonly all: boolean };
  /** Bytes that the same call would have carried to the vendor, files included. */
  readonly arrivedBytes: number;
};

export type Arrived = {
  readonly transferId: string;
  readonly reference: string;
  readonly state: 'granted' | 'held' | 'refused';
  /** Rules that object, by their ids. */
  readonly rules: readonly string[];
  /** The call was accepted before, with the same key; nothing was done again. */
  readonly repeated: boolean;
  /** By which the vendor's interface asks about it again: 48 random bits, and text of 32 characters. */
  readonly taskId: number;
  readonly queryKey: string;
};

/** Takes in what comes through doors; several calls at once share a transaction, and each is answered only when that is durable. */
export type Intake = {
  /** @throws `transfer.nothing_to_send`, `transfer.unknown_*`, `upload.*`; a fault of one call is not another's */
  readonly accept: (arrival: Arrival) => Promise<Arrived>;
  /** Lets what is under way end. */
  readonly close: () => Promise<void>;
};
