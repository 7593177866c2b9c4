import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { createIds } from '../../base/ids.ts';
import { createLogger } from '../../base/logger.ts';
import { systemRandom } from '../../base/random.ts';
import { MINUTE, SECOND } from '../../base/units.ts';
import type { StreamSocket } from './connection.ts';
import { createStreamHub, type StreamHub } from './hub.ts';

type Frame = { type: string; headers: Record<string, string>; data: string };

/** The far end of a connection, in memory. */
type Peer = StreamSocket & {
  bufferedAmount: number;
  readonly frames: Frame[];
  readonly ended: string[];
  readonly say: (text: string) => void;
  readonly sayBytes: () => void;
  readonly pong: () => void;
  /** Answers the newest message. */
  readonly answer: (code?: number | string) => void;
  readonly leave: () => void;
  readonly callbacks: () => Frame[];
};

function peer(): Peer {
  const heard = { text: [] as ((text: string) => void)[], binary: [] as (() => void)[], pong: [] as (() => void)[] };
  const closed: (() => void)[] = [];
  const frames: Frame[] = [];
  const ended: string[] = [];
  const leave = (): void => {
    for (const one of closed.splice(0)) one();
  };
  const self: Peer = {
    bufferedAmount: 0,
    frames,
    ended,
    send: (text) => void frames.push(JSON.parse(text) as Frame),
    ping: () => undefined,
    close: (code) => {
      ended.push(String(code));
      leave();
    },
    terminate: () => {
      ended.push('cut');
      leave();
    },
    onText: (listener) => void heard.text.push(listener),
    onBinary: (listener) => void heard.binary.push(listener),
    onPong: (listener) => void heard.pong.push(listener),
    onClose: (listener) => void closed.push(listener),
    say: (text) => {
      for (const one of heard.text) one(text);
    },
    sayBytes: () => {
      for (const one of heard.binary) one();
    },
    pong: () => {
      for (const one of heard.pong) one();
    },
    callbacks: () => frames.filter((one) => one.type === 'CALLBACK'),
    answer: (code = 200) => {
      const messageId = self.callbacks().at(-1)?.headers['messageId'];
      self.say(JSON.stringify({ code, headers: { messageId, contentType: 'application/json' }, data: '{}' }));
    },
    leave,
  };
  return self;
}

const DOOR = '01990000-0000-7000-8000-000000000001';
const WANTS = { doorId: DOOR, appId: 'ding1', wantsMessages: true };
const message = (id: string) => ({
  id,
  recipientId: null,
  data: {
    conversationId: 'cid1',
    text: { content: 'status EN-1' },
    sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=theirs',
  },
});

let hub: StreamHub;
let isOpen = true;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-26T09:00:00+08:00') });
  isOpen = true;
  hub = createStreamHub({
    clock: systemClock,
    ids: createIds(systemClock, systemRandom),
    logger: createLogger({ level: 'silent' }),
    isOpen: async () => isOpen,
    answerAddress: async () => ({ url: 'https://gate.example/robot/sendBySession?session=ours', until: new Date(0) }),
  });
});
afterEach(async () => {
  void hub.close();
  await vi.advanceTimersByTimeAsync(5 * SECOND);
  vi.useRealTimers();
});

describe('a message for a program', () => {
  it('goes to its connection with an address of ours to answer by, and is done when it is answered', async () => {
    const program = peer();
    expect(hub.accept(WANTS, program)).toBe(true);
    expect(program.frames.map((one) => one.headers['topic'])).toEqual(['CONNECTED', 'REGISTERED']);
    const delivery = hub.deliver(DOOR, message('m1'));
    await vi.advanceTimersByTimeAsync(1);
    const [frame] = program.callbacks();
    expect(frame?.headers).toMatchObject({ messageId: 'm1', topic: '/v1.0/im/bot/messages/get', appId: 'ding1' });
    expect(JSON.parse(frame?.data ?? '')).toEqual({
      conversationId: 'cid1',
      msgId: 'm1',
      text: { content: 'status EN-1' },
      sessionWebhook: 'https://gate.example/robot/sendBySession?session=ours',
      sessionWebhookExpiredTime: 0,
    });
    program.answer();
    expect(await delivery).toBe('acknowledged');
  });

  it('reaches nobody without a connection that wants it', async () => {
    expect(await hub.deliver(DOOR, message('m1'))).toBe('nobody');
    const events = peer();
    hub.accept({ ...WANTS, wantsMessages: false }, events);
    hub.accept({ ...WANTS, doorId: 'another' }, peer());
    expect(await hub.deliver(DOOR, message('m1'))).toBe('nobody');
    expect(events.callbacks()).toEqual([]);
  });

  it('is sent once more after a minute, under the same id, and then given up', async () => {
    const program = peer();
    hub.accept(WANTS, program);
    const delivery = hub.deliver(DOOR, message('m1'));
    await vi.advanceTimersByTimeAsync(MINUTE - 1);
    expect(program.callbacks()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2);
    expect(program.callbacks().map((one) => one.headers['messageId'])).toEqual(['m1', 'm1']);
    // An answer of another code, or to something else, is none.
    program.answer(500);
    program.say('{"code":200,"headers":{"messageId":"other"}}');
    program.pong();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(await delivery).toBe('timeout');
    expect(program.callbacks()).toHaveLength(2);
  });

  it('goes to another connection at once when the first one breaks', async () => {
    const [first, second] = [peer(), peer()];
    hub.accept(WANTS, first);
    hub.accept(WANTS, second);
    const delivery = hub.deliver(DOOR, message('m1'));
    await vi.advanceTimersByTimeAsync(1);
    const took = first.callbacks().length === 1 ? first : second;
    const other = took === first ? second : first;
    took.leave();
    await vi.advanceTimersByTimeAsync(1);
    expect(other.callbacks()).toHaveLength(1);
    other.answer('200');
    expect(await delivery).toBe('acknowledged');
    expect(hub.count(DOOR)).toBe(1);
  });

  it('is shared out among several connections of one program', async () => {
    const peers = [peer(), peer(), peer()];
    for (const one of peers) hub.accept(WANTS, one);
    for (let i = 0; i < 9; i += 1) void hub.deliver(DOOR, message(`m${i}`));
    await vi.advanceTimersByTimeAsync(1);
    expect(peers.map((one) => one.callbacks().length)).toEqual([3, 3, 3]);
    for (const one of peers) one.leave();
  });
});

describe('a connection', () => {
  it('that sends what is no JSON, bytes, or far too much is ended', () => {
    const [rubbish, bytes, flood] = [peer(), peer(), peer()];
    for (const one of [rubbish, bytes, flood]) hub.accept(WANTS, one);
    rubbish.say('GET / HTTP/1.1');
    bytes.sayBytes();
    for (let i = 0; i < 500; i += 1) flood.say('{}');
    expect([rubbish.ended[0], bytes.ended[0], flood.ended[0]]).toEqual(['1007', '1003', '1008']);
    expect(hub.count(DOOR)).toBe(0);
  });

  it('is greeted every minute, and cut when nothing is heard of it', async () => {
    const [alive, dead] = [peer(), peer()];
    hub.accept(WANTS, alive);
    hub.accept(WANTS, dead);
    for (let i = 0; i < 4; i += 1) {
      await vi.advanceTimersByTimeAsync(MINUTE);
      const ping = alive.frames.findLast((one) => one.headers['topic'] === 'ping');
      alive.say(JSON.stringify({ code: 200, headers: ping?.headers, message: 'OK', data: ping?.data }));
    }
    expect(alive.frames.filter((one) => one.headers['topic'] === 'ping')).toHaveLength(4);
    expect(alive.ended).toEqual([]);
    expect(dead.ended).toEqual(['cut']);
    expect(hub.count(DOOR)).toBe(1);
  });

  it('whose other end does not read gets nothing more, and is cut', async () => {
    const slow = peer();
    hub.accept(WANTS, slow);
    slow.bufferedAmount = 600 * 1024;
    expect(await hub.deliver(DOOR, message('m1'))).toBe('nobody');
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(slow.ended).toEqual(['cut']);
  });

  it('is asked to go when its door is closed, and when the server goes', async () => {
    const [first, second] = [peer(), peer()];
    hub.accept(WANTS, first);
    isOpen = false;
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(first.frames.at(-1)?.headers['topic']).toBe('disconnect');
    expect(first.ended).toEqual(['1001']);
    hub.accept(WANTS, second);
    void hub.close();
    expect(second.frames.at(-1)?.headers['topic']).toBe('disconnect');
    expect(second.ended).toEqual(['1001']);
    expect(hub.accept(WANTS, peer())).toBe(false);
  });

  it('is one of twenty of its door at most', () => {
    const accepted = Array.from({ length: 25 }, () => hub.accept(WANTS, peer()));
    expect(accepted.filter(Boolean)).toHaveLength(20);
    expect(hub.count(DOOR)).toBe(20);
  });
});
