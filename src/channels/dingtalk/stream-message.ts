/**
 * A message to the robot as DingTalk hands it over, by the stream and by the robot's HTTP address alike.
 * Source: open.dingtalk.com "receive messages of the robot"; fields of @alicloud and of the stream SDKs.
 */
import { z } from 'zod';
import { Secret } from '../../base/secret.ts';
import { DAY } from '../../base/units.ts';
import type { Incoming, IncomingFile } from '../receive.ts';

const TEXT_MAX = 200_000;
const FILES_MAX = 50;
/** DingTalk says how long an answer is taken; a stranger to it may say anything. */
const ANSWER_AT_MOST = DAY / 8;

const id = z.string().min(1).max(256);
const line = z.string().max(2000).catch('');
/** Numbers and texts of numbers both occur. */
const time = z.coerce.number().catch(Number.NaN);

const partSchema = z.looseObject({
  text: z.string().optional().catch(undefined),
  downloadCode: z.string().min(1).max(4096).optional().catch(undefined),
  type: z.string().max(64).optional().catch(undefined),
});
const contentSchema = partSchema.extend({
  richText: z.array(partSchema).max(500).optional().catch(undefined),
  fileName: z.string().max(1000).optional().catch(undefined),
  /** What was said in a voice message, as DingTalk heard it. */
  recognition: z.string().optional().catch(undefined),
});
const messageSchema = z.object({
  msgId: id,
  conversationId: id,
  conversationType: z.enum(['1', '2']),
  conversationTitle: line.default(''),
  senderId: id,
  senderNick: line.default(''),
  senderStaffId: z.string().max(256).optional().catch(undefined),
  msgtype: z.string().max(64).default('text'),
  text: z.object({ content: z.string() }).optional().catch(undefined),
  content: z.union([contentSchema, z.string()]).optional().catch(undefined),
  createAt: time.default(Number.NaN),
  isInAtList: z.boolean().catch(false).default(false),
  robotCode: z.string().min(1).max(128).optional().catch(undefined),
  sessionWebhook: z.string().max(2000).optional().catch(undefined),
  sessionWebhookExpiredTime: time.default(Number.NaN),
});
type Message = z.output<typeof messageSchema>;
type Content = z.output<typeof contentSchema>;

/** Returns the message, or undefined when it does not say who wrote what where. */
export function readBotMessage(json: string, now: Date): Incoming | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const read = messageSchema.safeParse(value);
  return read.success ? incomingOf(read.data, json, now) : undefined;
}

function incomingOf(message: Message, json: string, now: Date): Incoming {
  const { conversationId, conversationType, senderStaffId, robotCode } = message;
  const content = contentOf(message);
  const kind = conversationType === '2' ? 'group' : 'person';
  return {
    vendorId: message.msgId,
    conversation: { id: conversationId, kind, title: message.conversationTitle },
    sender: {
      id: message.senderId,
      name: message.senderNick,
      userId: senderStaffId === undefined || senderStaffId === '' ? undefined : senderStaffId,
    },
    kind: /^[A-Za-z][A-Za-z0-9]{0,31}$/.test(message.msgtype) ? message.msgtype : 'unknown',
    text: textOf(message, content).slice(0, TEXT_MAX),
    files: filesOf(message, content),
    sentAt: timeOf(message.createAt, now),
    isAddressed: kind === 'person' || message.isInAtList,
    robotCode,
    answerAt: answerAtOf(message, now),
    raw: new Secret(json),
  };
}

/** Some messages bring their content as a text of JSON. */
function contentOf({ content }: Message): Content | undefined {
  if (typeof content !== 'string') return content;
  try {
    const read = contentSchema.safeParse(JSON.parse(content));
    return read.success ? read.data : { text: content };
  } catch {
    return { text: content };
  }
}

/** What people could read of it. A kind that is not known is kept as it came: the archive loses nothing. */
function textOf(message: Message, content: Content | undefined): string {
  if (message.text !== undefined) return message.text.content.trim();
  if (content === undefined) return '';
  const rich = (content.richText ?? []).flatMap((part) => part.text ?? []);
  const said = [content.text, content.recognition].filter((text) => text !== undefined);
  const known = [...rich, ...said].join('\n').trim();
  const isFile = content.downloadCode !== undefined || content.richText !== undefined;
  return known === '' && !isFile ? JSON.stringify(content) : known;
}

const NAMES: Readonly<Record<string, readonly [name: string, mediaType: string]>> = {
  picture: ['picture.jpg', 'image/jpeg'],
  audio: ['audio.amr', 'audio/amr'],
  video: ['video.mp4', 'video/mp4'],
};

function filesOf({ msgtype, robotCode }: Message, content: Content | undefined): IncomingFile[] {
  if (content === undefined) return [];
  const own = { downloadCode: content.downloadCode, type: msgtype, name: content.fileName };
  const rich = (content.richText ?? []).map((part) => ({ ...part, type: part.type ?? 'picture', name: undefined }));
  return [own, ...rich].slice(0, FILES_MAX).flatMap(({ downloadCode, type, name }) => {
    if (downloadCode === undefined) return [];
    const [usual, mediaType] = NAMES[type] ?? ['file', 'application/octet-stream'];
    const ticket = new Secret(JSON.stringify({ downloadCode, robotCode: robotCode ?? null }));
    return [{ name: name === undefined || name.trim() === '' ? usual : name, mediaType, ticket }];
  });
}

/** A time between the beginning of the century and a day from now. */
function timeOf(milliseconds: number, now: Date): Date | undefined {
  const isOfThisAge = milliseconds > Date.UTC(2000, 0) && milliseconds < now.getTime() + DAY;
  return isOfThisAge ? new Date(milliseconds) : undefined;
}

function answerAtOf({ sessionWebhook, sessionWebhookExpiredTime: until }: Message, now: Date): Incoming['answerAt'] {
  if (sessionWebhook === undefined || !(until > now.getTime())) return undefined;
  return { url: new Secret(sessionWebhook), until: new Date(Math.min(until, now.getTime() + ANSWER_AT_MOST)) };
}
