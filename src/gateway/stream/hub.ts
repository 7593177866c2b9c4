/**
 * The connections of programs, by door. A message goes to one connection of its door, in turn; without an answer within a minute it is sent
 * once more, to another one if there is one. Nothing is kept here: what nobody took is reported to whoever delivered it.
 */
import type { World } from '../../base/deps.ts';
import { describeError } from '../../base/logger.ts';
import { sleep } from '../../base/retry.ts';
import { MINUTE, SECOND } from '../../base/units.ts';
import type { Delivery, RelayedMessage, StreamRelay } from '../../transfers/stream-relay.ts';
import { createConnection, type StreamConnection, type StreamSocket } from './connection.ts';
import { TOPIC_BOT } from './protocol.ts';

export type StreamHub = StreamRelay & {
  /** Takes a connection in; false, and nothing is done, when there are too many. */
  readonly accept: (client: StreamClient, socket: StreamSocket) => boolean;
  /** Connections of a door. */
  readonly count: (doorId: string) => number;
  /** Asks every client to go, refuses new ones, and a moment later ends who has not gone. */
  readonly close: () => Promise<void>;
};

export type StreamClient = { readonly doorId: string; readonly appId: string; readonly wantsMessages: boolean };

export type HubDeps = Pick<World, 'clock' | 'ids' | 'logger'> & {
  /** An address of ours that takes answers to one message, and until when. */
  readonly answerAddress: (
    doorId: string,
    message: RelayedMessage,
  ) => Promise<{ readonly url: string; readonly until: Date }>;
  /** Whether a door is still open; connections of one that is not are ended. */
  readonly isOpen: (doorId: string) => Promise<boolean>;
};

const MAX_PER_DOOR = 20;
const MAX_CONNECTIONS = 1000;
const BEAT_MS = MINUTE;
const TRIES = 2;
const LEAVE_WITHIN_MS = SECOND;

export function createStreamHub(deps: HubDeps): StreamHub {
  const doors = new Map<string, StreamConnection[]>();
  let total = 0;
  let turn = 0;
  let isClosed = false;

  const remove = (doorId: string, connection: StreamConnection): void => {
    const left = (doors.get(doorId) ?? []).filter((one) => one !== connection);
    total -= 1;
    if (left.length === 0) doors.delete(doorId);
    else doors.set(doorId, left);
  };
  const able = (doorId: string): readonly StreamConnection[] =>
    (doors.get(doorId) ?? []).filter((one) => one.wantsMessages && one.canTake());
  /** The next in turn; one that was not tried yet if possible. */
  const next = (doorId: string, tried: ReadonlySet<StreamConnection>): StreamConnection | undefined => {
    const all = able(doorId);
    const fresh = all.filter((one) => !tried.has(one));
    const among = fresh.length > 0 ? fresh : all;
    turn += 1;
    return among[turn % Math.max(1, among.length)];
  };
  const beat = setInterval(() => void beatAll(deps, doors), BEAT_MS);
  beat.unref();

  return {
    accept: (client, socket) => {
      const own = doors.get(client.doorId) ?? [];
      if (isClosed || total >= MAX_CONNECTIONS || own.length >= MAX_PER_DOOR) return false;
      const connection = createConnection(deps, socket, client);
      doors.set(client.doorId, [...own, connection]);
      total += 1;
      socket.onClose(() => remove(client.doorId, connection));
      return true;
    },
    count: (doorId) => doors.get(doorId)?.length ?? 0,
    deliver: async (doorId, message) =>
      able(doorId).length === 0 ? 'nobody' : deliver(deps, (tried) => next(doorId, tried), doorId, message),
    close: async () => {
      isClosed = true;
      clearInterval(beat);
      const all = [...doors.values()].flat();
      for (const one of all) one.end('server is going away');
      if (all.length > 0) await sleep(LEAVE_WITHIN_MS);
      for (const one of [...doors.values()].flat()) one.cut();
    },
  };
}

async function deliver(
  deps: HubDeps,
  next: (tried: ReadonlySet<StreamConnection>) => StreamConnection | undefined,
  doorId: string,
  message: RelayedMessage,
): Promise<Delivery> {
  const tried = new Set<StreamConnection>();
  const { url, until } = await deps.answerAddress(doorId, message);
  // INVARIANT: the vendor's own addresses for answers stay here; what a program answers comes to us.
  const data = { ...message.data, msgId: message.id, sessionWebhook: url, sessionWebhookExpiredTime: until.getTime() };
  for (let i = 0; i < TRIES; i += 1) {
    const connection = next(tried);
    if (connection === undefined) return i === 0 ? 'nobody' : 'timeout';
    tried.add(connection);
    // The same id again, by which a client knows a repeat.
    if (await connection.ask(message.id, TOPIC_BOT, data)) return 'acknowledged';
  }
  return 'timeout';
}

async function beatAll(deps: HubDeps, doors: ReadonlyMap<string, readonly StreamConnection[]>): Promise<void> {
  for (const [doorId, connections] of doors) {
    try {
      const isOpen = await deps.isOpen(doorId);
      for (const one of connections) {
        if (isOpen) one.beat();
        else one.end('no longer allowed');
      }
    } catch (error) {
      deps.logger.warn(describeError(error), 'connections of programs could not be looked after');
    }
  }
}
