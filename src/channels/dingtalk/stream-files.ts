/** A file of a message: `POST /v1.0/robot/messageFiles/download` says where it lies for a few minutes, and it is fetched from there. */
import { z } from 'zod';
import { utf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';
import { KIB, MINUTE, SECOND } from '../../base/units.ts';
import type { EgressFailure, HttpEgressAnswer } from '../port.ts';
import type { FetchCall, FetchedFile } from '../receive.ts';
import { spokenIn } from './answers.ts';
import type { DingtalkAppConfig } from './app-config.ts';
import { withToken } from './app-token.ts';
import { baseOf } from './message.ts';

/** Where DingTalk keeps files of messages: its own hosts, and the storage of its cloud. */
export const DINGTALK_FILE_HOSTS = ['.dingtalk.com', '.dingtalk.io', '.aliyuncs.com'] as const;

type Call = FetchCall & { readonly config: DingtalkAppConfig };

const ticketSchema = z.strictObject({ downloadCode: z.string().min(1), robotCode: z.string().nullable() });
const placeSchema = z.object({ downloadUrl: z.string().min(1).max(4000) });

/** Fetches the file that a ticket of `readBotMessage` names. */
export async function fetchMessageFile(call: Call): Promise<FetchedFile> {
  const ticket = ticketSchema.parse(JSON.parse(call.ticket.reveal()));
  const robotCode = ticket.robotCode ?? call.config.robotCode ?? call.config.appKey;
  const asked = await withToken(call, (token) => askForPlace(call, token, robotCode, ticket.downloadCode));
  if (!asked.ok) return { outcome: 'again', why: 'why' in asked.outcome ? asked.outcome.why : 'dingtalk.no_token' };
  const spoken = spokenIn(asked.answer);
  if (!spoken.spoke)
    return { outcome: 'again', why: 'why' in spoken.outcome ? spoken.outcome.why : 'dingtalk.unknown' };
  const place = placeSchema.safeParse(spoken.value);
  if (place.success && spoken.status < 300) return fetchFrom(call, place.data.downloadUrl);
  // A code that is used up or unknown stays so; throttling and faults of theirs pass.
  const isFinal = spoken.status >= 400 && spoken.status < 500 && ![401, 403, 408, 429].includes(spoken.status);
  return { outcome: isFinal ? 'gone' : 'again', why: `dingtalk.status_${spoken.status}` };
}

function askForPlace(
  { config, egress, connection, signal }: Call,
  token: Secret<string>,
  robotCode: string,
  downloadCode: string,
): Promise<HttpEgressAnswer> {
  return egress.control(
    {
      vendor: 'dingtalk_app',
      connection,
      purpose: 'receive',
      method: 'POST',
      url: `${baseOf(config.apiBaseUrl)}/v1.0/robot/messageFiles/download`,
      query: {},
      secretQuery: new Secret({}),
      headers: { 'content-type': 'application/json; charset=utf-8' },
      secretHeaders: new Secret({ 'x-acs-dingtalk-access-token': token.reveal() }),
      body: utf8(JSON.stringify({ downloadCode, robotCode })),
      secrets: [new Secret(downloadCode)],
      identifiers: [robotCode],
      timeoutMs: 10 * SECOND,
      maxAnswerBytes: 64 * KIB,
    },
    signal,
  );
}

async function fetchFrom({ egress, connection, signal, maxBytes }: Call, address: string): Promise<FetchedFile> {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '')
    return { outcome: 'gone', why: 'dingtalk.strange_place' };
  const answer = await egress.control(
    {
      vendor: 'dingtalk_app',
      connection,
      purpose: 'receive',
      method: 'GET',
      url: `${url.origin}${url.pathname}`,
      query: {},
      // The vendor's signature for this one file.
      secretQuery: new Secret(Object.fromEntries(url.searchParams)),
      headers: {},
      secretHeaders: new Secret({}),
      body: undefined,
      secrets: [],
      identifiers: decodeURIComponent(url.pathname).split('/'),
      timeoutMs: 5 * MINUTE,
      maxAnswerBytes: maxBytes,
    },
    signal,
  );
  if (answer.kind !== 'answered') return refused(answer);
  if (answer.status === 200) return { outcome: 'fetched', bytes: answer.body };
  return { outcome: 'again', why: `dingtalk.file_status_${answer.status}` };
}

function refused(answer: EgressFailure): FetchedFile {
  // A place that is not the vendor's, and a file that is too large, do not become better by waiting.
  const isFinal = answer.kind === 'blocked' || answer.why === 'answer_too_large' || answer.why === 'redirect';
  const why = answer.kind === 'blocked' ? `dingtalk.file_${answer.why}` : `dingtalk.file_${answer.why}`;
  return { outcome: isFinal ? 'gone' : 'again', why };
}
