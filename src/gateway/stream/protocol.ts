/**
 * Frames of DingTalk's stream mode: JSON in text frames, the payload once more as JSON in a string.
 *
 * @see https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol
 */
import { z } from 'zod';

export const TOPIC_BOT = '/v1.0/im/bot/messages/get';

/** Longest frame that a client may send: its answers are small. */
export const MAX_FRAME_BYTES = 128 * 1024;

export type FrameHead = {
  readonly connectionId: string;
  readonly messageId: string;
  readonly topic: string;
  readonly time: Date;
  /** What the program calls itself. */
  readonly appId?: string;
};

/** A frame towards a client. `data` becomes JSON in a string, as clients parse it. */
export function encodeFrame(type: 'SYSTEM' | 'CALLBACK', head: FrameHead, data: unknown): string {
  return JSON.stringify({
    specVersion: '1.0',
    type,
    headers: {
      ...(head.appId === undefined ? {} : { appId: head.appId }),
      connectionId: head.connectionId,
      contentType: 'application/json',
      messageId: head.messageId,
      time: String(head.time.getTime()),
      topic: head.topic,
    },
    data: JSON.stringify(data),
  });
}

const answerSchema = z.object({
  // Some clients write the code as text.
  code: z.union([z.number(), z.string().max(10)]),
  headers: z.object({ messageId: z.string().min(1).max(256) }),
});

export type StreamAnswer =
  /** An answer to the frame with this id; `ok` for the code 200, whatever its body says. */
  | { readonly kind: 'answer'; readonly messageId: string; readonly ok: boolean }
  /** JSON that is no answer, such as a client's own ping: nothing to do. */
  | { readonly kind: 'other' }
  | { readonly kind: 'broken' };

/** Reads a text frame of a client. */
export function parseAnswer(text: string): StreamAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: 'broken' };
  }
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return { kind: 'other' };
  return { kind: 'answer', messageId: parsed.data.headers.messageId, ok: Number(parsed.data.code) === 200 };
}

const openSchema = z.object({
  clientId: z.string().min(1).max(128),
  clientSecret: z.string().min(1).max(256),
  subscriptions: z
    .array(z.object({ type: z.string().max(32), topic: z.string().max(256) }))
    .max(100)
    .nullish(),
});

export type OpenRequest = {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether the client takes messages to its robot. */
  readonly wantsMessages: boolean;
};

/** Reads the body of `connections/open`; undefined when it is of another shape. */
export function parseOpenRequest(body: unknown): OpenRequest | undefined {
  const parsed = openSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const { clientId, clientSecret, subscriptions } = parsed.data;
  const wantsMessages = (subscriptions ?? []).some((one) => one.type === 'CALLBACK' && one.topic === TOPIC_BOT);
  return { clientId, clientSecret, wantsMessages };
}
