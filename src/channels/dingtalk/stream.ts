/**
 * The stream of one application: opens it, answers its frames, opens it again when it ends. A message is acknowledged only after it is
 * durable; one that was not acknowledged is sent again by DingTalk after about a minute, and is known then by its identifier.
 */
import { codeOf } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import { backoffMs, sleep } from '../../base/retry.ts';
import type { Secret } from '../../base/secret.ts';
import { MINUTE, SECOND } from '../../base/units.ts';
import type { Socket, StreamCall } from '../receive.ts';
import { answerPing, answerTo, BOT_MESSAGES, type Frame, readFrame, type Verdict } from './stream-frames.ts';
import { readBotMessage } from './stream-message.ts';
import { openStream, type StreamSettings } from './stream-open.ts';
import { createSeen, type Seen } from './stream-seen.ts';

/** Full jitter: a random wait up to this, so that many connections do not come back at once. */
const BACKOFF = { baseMs: SECOND, factor: 2, capMs: MINUTE } as const;
const CONNECT_LIMIT_MS = 30 * SECOND;
/** A stream on which nothing was heard for so long is taken for dead: DingTalk pings more often. */
const SILENCE_LIMIT_MS = 10 * MINUTE;
/** Frames that wait at most; beyond, the socket is closed and DingTalk sends them again later. */
const WAITING_MOST = 1000;

/** Keeps the stream until the signal says so. Never throws for what DingTalk or the network does. */
export async function keepStream(call: StreamCall, settings: StreamSettings): Promise<void> {
  const seen = createSeen<Verdict>(call.clock);
  let attempt = 0;
  while (!call.signal.aborted) {
    const opened = await openStream(call, settings);
    if (opened.ok) {
      const wasAlive = await runSession(call, seen, opened.address);
      if (wasAlive) attempt = 0;
    } else if (!call.signal.aborted) {
      call.logger.warn({ connection: call.connection, why: opened.why }, 'the stream of a connection was not opened');
    }
    await sleep(backoffMs(BACKOFF, attempt, call.random), call.signal);
    attempt += 1;
  }
}

/** One socket from opening to end. Returns whether anything was heard on it. */
function runSession(call: StreamCall, seen: Seen<Verdict>, address: Secret<string>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let wasAlive = false;
  let waiting = 0;
  // In the order in which they came: a conversation is archived as it was held.
  let last: Promise<void> = Promise.resolve();
  let watch: NodeJS.Timeout | undefined;
  const end = (): void => socket.close();
  const watchFor = (milliseconds: number): void => {
    clearTimeout(watch);
    watch = setTimeout(end, milliseconds);
    watch.unref();
  };
  const take = (text: string | undefined): void => {
    const frame = text === undefined ? undefined : readFrame(text);
    if (frame === undefined) {
      call.logger.warn({ connection: call.connection }, 'a frame of the stream could not be read');
      return;
    }
    wasAlive = true;
    watchFor(SILENCE_LIMIT_MS);
    if (frame.type === 'SYSTEM') return answerSystem(frame, socket);
    if (waiting >= WAITING_MOST) return end();
    waiting += 1;
    last = last.then(() => answerFrame(call, seen, frame, socket)).finally(() => (waiting -= 1));
  };
  const socket = call.openSocket(address, {
    opened: () => watchFor(SILENCE_LIMIT_MS),
    text: take,
    closed: () => {
      clearTimeout(watch);
      call.signal.removeEventListener('abort', end);
      // What is under way ends first: nobody else may take the stream while this one still writes.
      void last.then(() => resolve(wasAlive));
    },
  });
  call.signal.addEventListener('abort', end);
  watchFor(CONNECT_LIMIT_MS);
  if (call.signal.aborted) end();
  return promise;
}

function answerSystem(frame: Frame, socket: Socket): void {
  if (frame.headers.topic === 'ping') socket.send(answerPing(frame));
  if (frame.headers.topic === 'disconnect') socket.close();
}

async function answerFrame(call: StreamCall, seen: Seen<Verdict>, frame: Frame, socket: Socket): Promise<void> {
  try {
    const verdict = await seen.once(frame.headers.messageId, () => verdictOn(call, frame));
    socket.send(answerTo(frame, verdict));
  } catch (error) {
    // Not acknowledged: it comes again.
    const about = { connection: call.connection, ...describeError(error), errorCode: codeOf(error) };
    call.logger.error(about, 'a message could not be archived and will come again');
  }
}

async function verdictOn(call: StreamCall, frame: Frame): Promise<Verdict> {
  // Events are of no use to the archive; a stream that leaves them open gets them again and again.
  if (frame.type === 'EVENT') return 'kept';
  if (frame.headers.topic !== BOT_MESSAGES) return 'not_offered';
  const message = readBotMessage(frame.data, call.clock.now());
  if (message === undefined) {
    call.logger.warn({ connection: call.connection }, 'a message of the stream could not be read');
    return 'not_understood';
  }
  await call.accept(message);
  return 'kept';
}
