import { describe, expect, it } from 'vitest';
import { testClock } from '../../base/clock.ts';
import { utf8 } from '../../base/bytes.ts';
import { silentLogger } from '../../base/logger.ts';
import { Secret } from '../../base/secret.ts';
import type { ControlRequest, Egress } from '../port.ts';
import type { Incoming, OpenSocket, SocketEvents } from '../receive.ts';
import { keepStream } from './stream.ts';

const SETTINGS = { apiBaseUrl: 'http://127.0.0.1:9', appKey: 'dingkey', appSecret: new Secret('topsecret') };

type Opened = { readonly url: string; readonly events: SocketEvents; readonly sent: string[] };

/** A stream over sockets that the test plays; waits of the client are of no length. */
function play(accept: (message: Incoming) => Promise<void> = async () => undefined) {
  const asked: ControlRequest[] = [];
  const sockets: Opened[] = [];
  const stop = new AbortController();
  const openSocket: OpenSocket = (url, events) => {
    const sent: string[] = [];
    sockets.push({ url: url.reveal(), events, sent });
    return { send: (text) => void sent.push(text), close: () => queueMicrotask(events.closed) };
  };
  const egress: Egress = {
    http: () => Promise.reject(new Error('no message is sent')),
    smtp: () => Promise.reject(new Error('no mail is sent')),
    control: async (request) => {
      asked.push(request);
      const body = utf8(JSON.stringify({ endpoint: 'ws://127.0.0.1:9/connect', ticket: 'a/b+c==' }));
      return { kind: 'answered', status: 200, headers: {}, body };
    },
  };
  const done = keepStream(
    {
      egress,
      connection: 'c-1',
      signal: stop.signal,
      clock: testClock(new Date('2026-11-26T02:00:00Z')),
      random: (length) => new Uint8Array(length),
      logger: silentLogger,
      openSocket,
      accept,
    },
    SETTINGS,
  );
  const socket = async (at: number): Promise<Opened> => {
    while (sockets[at] === undefined) await new Promise((resolve) => setImmediate(resolve));
    return sockets[at];
  };
  const end = async (): Promise<void> => {
    stop.abort();
    await done;
  };
  return { asked, socket, end };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

function botFrame(messageId: string, msgId = messageId): string {
  const data = { msgId, conversationId: 'cid', conversationType: '2', senderId: 's', text: { content: 'x' } };
  const headers = { messageId, topic: '/v1.0/im/bot/messages/get' };
  return JSON.stringify({ type: 'CALLBACK', headers, data: JSON.stringify(data) });
}

const system = (topic: string): string =>
  JSON.stringify({ type: 'SYSTEM', headers: { messageId: 'sys', topic }, data: '{}' });

describe('the stream of an application', () => {
  it('is opened with a ticket that is escaped, its secret only where the guard knows of it', async () => {
    const stream = play();
    const { url } = await stream.socket(0);
    expect(url).toBe('ws://127.0.0.1:9/connect?ticket=a%2Fb%2Bc%3D%3D');
    const [request] = stream.asked;
    expect(request?.headers).toMatchObject({ accept: 'application/json' });
    expect(request?.secrets.map((secret) => secret.reveal())).toEqual(['topsecret']);
    await stream.end();
  });

  it('acknowledges a message only after it is durable', async () => {
    let keep = (): void => undefined;
    const stream = play(() => new Promise((resolve) => (keep = resolve)));
    const { events, sent } = await stream.socket(0);
    events.opened();
    events.text(botFrame('m1'));
    await settle();
    expect(sent).toEqual([]);
    keep();
    await settle();
    expect(sent.map((text) => JSON.parse(text).headers.messageId)).toEqual(['m1']);
    await stream.end();
  });

  it('keeps a frame once that comes twice, and answers both', async () => {
    const accepted: string[] = [];
    const stream = play(async ({ vendorId }) => void accepted.push(vendorId));
    const first = await stream.socket(0);
    first.events.text(botFrame('m1'));
    first.events.text(botFrame('m1'));
    await settle();
    first.events.closed();
    const second = await stream.socket(1);
    second.events.text(botFrame('m1'));
    await settle();
    expect(accepted).toEqual(['m1']);
    expect([first.sent.length, second.sent.length]).toEqual([2, 1]);
    await stream.end();
  });

  it('does not acknowledge what could not be kept, and tries again when it comes again', async () => {
    let tries = 0;
    const stream = play(async () => {
      tries += 1;
      if (tries === 1) throw new Error('the disk is full');
    });
    const { events, sent } = await stream.socket(0);
    events.text(botFrame('m1'));
    await settle();
    expect(sent).toEqual([]);
    events.text(botFrame('m1'));
    await settle();
    expect([tries, sent.length]).toEqual([2, 1]);
    await stream.end();
  });

  it('opens another socket when it is asked to go, and when the socket breaks', async () => {
    const stream = play();
    (await stream.socket(0)).events.text(system('disconnect'));
    (await stream.socket(1)).events.closed();
    await stream.socket(2);
    expect(stream.asked.length).toBe(3);
    await stream.end();
  });

  it('answers pings while a message is being kept', async () => {
    const stream = play(() => new Promise(() => undefined));
    const { events, sent } = await stream.socket(0);
    events.text(botFrame('m1'));
    events.text(system('ping'));
    expect(sent.map((text) => JSON.parse(text).code)).toEqual([200]);
  });

  it('closes the socket rather than let frames pile up', async () => {
    const stream = play(() => new Promise(() => undefined));
    const { events } = await stream.socket(0);
    let closed = false;
    const original = events.closed;
    Object.assign(events, {
      closed: () => {
        closed = true;
        original();
      },
    });
    for (let n = 0; n < 1100; n += 1) events.text(botFrame(`m${n}`));
    await settle();
    expect(closed).toBe(true);
  });
});
