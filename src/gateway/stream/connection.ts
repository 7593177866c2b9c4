/** One connection of a program: what is sent is answered, or is not; who floods, sends rubbish or does not read is cut off. */
import type { Clock } from '../../base/clock.ts';
import type { Ids } from '../../base/ids.ts';
import { KIB, MINUTE, SECOND } from '../../base/units.ts';
import { encodeFrame, parseAnswer } from './protocol.ts';

/** What is used of a WebSocket (package `ws`). */
export type StreamSocket = {
  readonly bufferedAmount: number;
  readonly send: (text: string) => void;
  readonly ping: () => void;
  readonly close: (code: number, reason?: string) => void;
  readonly terminate: () => void;
  readonly onText: (heard: (text: string) => void) => void;
  readonly onBinary: (heard: () => void) => void;
  readonly onPong: (heard: () => void) => void;
  /** Once, however it came to an end. */
  readonly onClose: (ended: () => void) => void;
};

export type StreamConnection = {
  readonly id: string;
  readonly wantsMessages: boolean;
  /** False when so much waits to be read at the other end that nothing more is sent. */
  readonly canTake: () => boolean;
  /** Sends a message and waits for its answer: true when it was answered with code 200 in time, false when not, or when the connection ended. */
  readonly ask: (messageId: string, topic: string, data: unknown) => Promise<boolean>;
  /** Once a minute: says that we are there, and ends the connection when nothing was heard for too long. */
  readonly beat: () => void;
  /** Asks the client to go, and goes. */
  readonly end: (reason: string) => void;
  /** Ends it without asking. */
  readonly cut: () => void;
};

export type ConnectionDeps = { readonly clock: Clock; readonly ids: Ids };

const ANSWER_WITHIN_MS = 60 * SECOND;
const SILENT_FOR_MS = 2.5 * MINUTE;
/** What may wait unread at the other end. */
const MAX_WAITING_BYTES = 512 * KIB;
const FLOOD_WINDOW_MS = 10 * SECOND;
const FLOOD_FRAMES = 200;

/** WebSocket close codes (RFC 6455, section 7.4.1). */
const GOING_AWAY = 1001;
const UNSUPPORTED = 1003;
const NOT_READABLE = 1007;
const AGAINST_POLICY = 1008;

export function createConnection(
  deps: ConnectionDeps,
  socket: StreamSocket,
  options: { readonly appId: string; readonly wantsMessages: boolean },
): StreamConnection {
  const id = deps.ids.handle();
  const waiting = new Map<string, (answered: boolean) => void>();
  let heardAt = deps.clock.now().getTime();
  let window = { since: heardAt, frames: 0 };

  const frame = (type: 'SYSTEM' | 'CALLBACK', messageId: string, topic: string, data: unknown): string =>
    encodeFrame(type, { connectionId: id, messageId, topic, time: deps.clock.now(), appId: options.appId }, data);
  const system = (topic: string, data: unknown): void => socket.send(frame('SYSTEM', deps.ids.handle(), topic, data));

  /** False when this frame is one too many. */
  const heard = (): boolean => {
    heardAt = deps.clock.now().getTime();
    if (heardAt - window.since >= FLOOD_WINDOW_MS) window = { since: heardAt, frames: 0 };
    window.frames += 1;
    if (window.frames <= FLOOD_FRAMES) return true;
    socket.close(AGAINST_POLICY, 'too many frames');
    return false;
  };

  socket.onText((text) => {
    if (!heard()) return;
    const answer = parseAnswer(text);
    if (answer.kind === 'broken') socket.close(NOT_READABLE, 'not JSON');
    // An answer to nothing that was asked, or of another code, changes nothing.
    if (answer.kind === 'answer' && answer.ok) waiting.get(answer.messageId)?.(true);
  });
  socket.onBinary(() => {
    if (heard()) socket.close(UNSUPPORTED, 'text frames only');
  });
  socket.onPong(() => void heard());
  socket.onClose(() => {
    for (const settle of waiting.values()) settle(false);
  });
  system('CONNECTED', { connectionId: id });
  system('REGISTERED', { connectionId: id });

  return {
    id,
    wantsMessages: options.wantsMessages,
    canTake: () => socket.bufferedAmount < MAX_WAITING_BYTES,
    ask: (messageId, topic, data) =>
      new Promise((resolve) => {
        const settle = (answered: boolean): void => {
          clearTimeout(late);
          waiting.delete(messageId);
          resolve(answered);
        };
        const late = setTimeout(() => settle(false), ANSWER_WITHIN_MS);
        late.unref();
        waiting.set(messageId, settle);
        socket.send(frame('CALLBACK', messageId, topic, data));
      }),
    beat: () => {
      const isSilent = deps.clock.now().getTime() - heardAt > SILENT_FOR_MS;
      if (isSilent || socket.bufferedAmount >= MAX_WAITING_BYTES) {
        socket.terminate();
        return;
      }
      system('ping', { opaque: deps.ids.handle() });
      socket.ping();
    },
    end: (reason) => {
      system('disconnect', { reason });
      // The Node client only notes the message; who wants it to reconnect elsewhere has to close.
      socket.close(GOING_AWAY, reason);
    },
    cut: () => socket.terminate(),
  };
}
