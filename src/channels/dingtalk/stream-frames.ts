/**
 * Frames of DingTalk's stream mode: JSON texts over a WebSocket. Source: open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol.
 *
 * down: {"specVersion":"1.0","type":"SYSTEM|EVENT|CALLBACK","headers":{"messageId","topic",…},"data":"<JSON>"}
 * up:   {"code":200,"headers":{"contentType":"application/json","messageId":"<the same>"},"message":"OK","data":"<JSON>"}
 */
import { z } from 'zod';

/** The topic of messages to the robot. */
export const BOT_MESSAGES = '/v1.0/im/bot/messages/get';

/** Longer than any message of a group with its cards; what is longer is not read. */
export const FRAME_MAX = 1_048_576;
/** What a ping brings is given back, so it must not be able to carry much. */
const ECHO_MAX = 1024;

const frameSchema = z.object({
  type: z.enum(['SYSTEM', 'EVENT', 'CALLBACK']),
  headers: z.object({
    messageId: z.string().min(1).max(256),
    topic: z.string().max(256).default(''),
  }),
  data: z.string().default(''),
});
export type Frame = z.output<typeof frameSchema>;

/** Returns the frame, or undefined for anything that is none. */
export function readFrame(text: string): Frame | undefined {
  if (text.length > FRAME_MAX) return undefined;
  try {
    const read = frameSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** What is said about a frame. `later`: the vendor may send it again. */
export type Verdict = 'kept' | 'later' | 'not_offered' | 'not_understood';

const CODES: Readonly<Record<Verdict, readonly [code: number, message: string]>> = {
  kept: [200, 'OK'],
  later: [500, 'later'],
  not_offered: [404, 'not offered'],
  not_understood: [400, 'not understood'],
};

/** Returns the answer to an event or a callback. Nothing of the frame is in it but its own identifier. */
export function answerTo(frame: Frame, verdict: Verdict): string {
  const [code, message] = CODES[verdict];
  const event = { status: verdict === 'kept' ? 'SUCCESS' : 'LATER' };
  return written(frame, code, message, JSON.stringify(frame.type === 'EVENT' ? event : { response: null }));
}

/** Returns the answer to a ping: its data, as they came. */
export function answerPing(frame: Frame): string {
  return written(frame, 200, 'OK', frame.data.length > ECHO_MAX ? '{}' : frame.data);
}

function written(frame: Frame, code: number, message: string, data: string): string {
  const headers = { contentType: 'application/json', messageId: frame.headers.messageId };
  return JSON.stringify({ code, headers, message, data });
}
