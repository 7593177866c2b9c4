/** The way out as the feature sees it: connections that are open, and the one egress behind the guard. Built in app. */
import type { Egress, TokenCache } from '../channels/port.ts';
import type { Channel } from '../channels/registry.ts';
import type { WordsFor } from '../channels/words.ts';
import type { ChannelKind } from '../model/channel.ts';
import type { Channels } from './deps.ts';

export type Post = {
  /** Undefined when there is no such connection, or its settings cannot be used. */
  readonly channel: (connectionId: string) => Channel | undefined | Promise<Channel | undefined>;
  readonly egress: Egress;
  readonly tokens: (connectionId: string) => TokenCache;
  readonly words: WordsFor;
  readonly takeToken: (
    connectionId: string,
    bucket: string,
    now: Date,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly waitMs: number }>;
  readonly pause: (scope: 'connection' | 'egress', connectionId: string, until: Date) => Promise<void>;
};

export type KnownConnection = {
  readonly id: string;
  readonly kind: ChannelKind;
  /** Undefined for those of the settings file. */
  readonly label: string | undefined;
  readonly source: 'settings' | 'added';
  readonly state: 'active' | 'paused';
  /** Undefined when its settings cannot be used (any more); `problem` says why. */
  readonly channel: Channel | undefined;
  readonly problem: string | undefined;
};

export type PostOffice = {
  readonly post: Post;
  readonly channels: Channels;
  /** Every connection that was not removed, those of the settings file first. */
  readonly known: () => Promise<readonly KnownConnection[]>;
  /** Reads the connections again: one was added or changed. */
  readonly refresh: () => Promise<void>;
};
