/** Sends to a person or a group as a Feishu or Lark application; takes messages back, rewrites their cards, and asks who has read them. */
import { z } from 'zod';
import { utf8, fromUtf8 } from '../../base/bytes.ts';
import type { Secret } from '../../base/secret.ts';
import { type Attempted, type Given, heldToken, withToken } from '../bearer.ts';
import { CHANNELS } from '../errors.ts';
import {
  type Additions,
  askRefused,
  askVendor,
  probeFailed,
  readJson,
  sendRendered,
  statusOutcome,
} from '../exchange.ts';
import { withoutSlash } from '../json-message.ts';
import { failureOutcome } from '../outcome.ts';
import type {
  AfterCall,
  ChannelAdapter,
  Confirmation,
  ProbeResult,
  RenderedRequest,
  SendCall,
  SendOutcome,
  VendorCall,
} from '../port.ts';
import { hostOf } from '../settings.ts';
import { feishuOutcome, readFeishu } from './codes.ts';
import { type FeishuAppConfig, feishuAppConfigSchema, feishuJurisdiction } from './config.ts';
import { FEISHU_MAX_BYTES, recipientKind, renderFeishuApp } from './render.ts';

const KIND = 'feishu_app';
const TOKEN = 'feishu.tenant_access_token';

export const feishuApp: ChannelAdapter<FeishuAppConfig> = {
  kind: KIND,
  config: feishuAppConfigSchema,
  secretFields: ['appSecret'],
  caps: (config) => ({
    carries: config.chatId === undefined ? ['notice', 'test', 'answer'] : ['notice', 'test', 'answer', 'public'],
    reaches: config.chatId === undefined ? 'user' : 'group',
    afterwards: { recall: true, update: true, confirm: true },
    maxBytes: FEISHU_MAX_BYTES,
    idempotent: 'native',
    linkUnfurl: 'off',
    jurisdiction: feishuJurisdiction(config),
    bucket: KIND,
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderFeishuApp(draft, words, envelope, config),
  send: (call) => attempts(call, { query: { receive_id_type: recipientKind(call.rendered.envelope, call.config) } }),
  recall,
  update,
  confirm,
  probe,
};

type Call = SendCall<FeishuAppConfig>;

function attempts(call: Call, additions: Additions): Promise<SendOutcome> {
  return withToken(call, { name: TOKEN, why: `${KIND}.token_refused`, ask: () => askToken(call) }, (token) =>
    attempt(call, { ...additions, headers: bearer(token) }),
  );
}

async function attempt(call: Call, additions: Additions): Promise<Attempted> {
  const answer = await sendRendered(call, KIND, additions);
  if (answer.kind !== 'answered') return failureOutcome(answer);
  const read = readFeishu(answer.body);
  return read === undefined ? statusOutcome(KIND, answer, call.now) : feishuOutcome(KIND, read, answer, call.now);
}

function bearer(token: Secret<string>): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token.reveal()}` };
}

const tokenSchema = z.object({
  code: z.literal(0),
  tenant_access_token: z.string().min(1).max(1024),
  expire: z.number().positive().max(86_400),
});

async function askToken(call: VendorCall<FeishuAppConfig>): Promise<Given> {
  const { config, now } = call;
  const answer = await askVendor(call, KIND, {
    purpose: 'token',
    method: 'POST',
    url: `${withoutSlash(config.baseUrl)}/open-apis/auth/v3/tenant_access_token/internal`,
    body: { app_id: config.appId, app_secret: config.appSecret.reveal() },
    secrets: [config.appSecret],
    identifiers: [config.appId],
  });
  if (answer.kind !== 'answered') return { kind: 'refused', outcome: askRefused(KIND, answer, now) };
  const given = readJson(tokenSchema, answer.body);
  if (given !== undefined) return { kind: 'given', token: given.tenant_access_token, seconds: given.expire };
  const read = readFeishu(answer.body);
  const outcome = read === undefined ? undefined : feishuOutcome(KIND, read, answer, now);
  if (outcome?.outcome === 'retry' || outcome?.outcome === 'disable') return { kind: 'refused', outcome };
  return { kind: 'refused', outcome: askRefused(KIND, answer, now) };
}

/** `om_…`: what the vendor calls the message. Anything else never reaches an address. */
function messageUrl(call: AfterCall<FeishuAppConfig>): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(call.providerRef)) throw CHANNELS.wrong_request({ kind: KIND });
  return `${withoutSlash(call.config.baseUrl)}/open-apis/im/v1/messages/${call.providerRef}`;
}

/** Feishu takes a message back within 24 hours, or what the organisation has set (im-v1/message/delete). */
async function recall(call: AfterCall<FeishuAppConfig>): Promise<boolean> {
  const url = messageUrl(call);
  const held = await heldToken(call, TOKEN, () => askToken(call));
  if (held.kind === 'refused') return false;
  const answer = await askVendor(call, KIND, {
    purpose: 'recall',
    method: 'DELETE',
    url,
    secretHeaders: bearer(held.token),
    identifiers: [call.providerRef],
  });
  return answer.kind === 'answered' && readFeishu(answer.body)?.code === 0;
}

const contentSchema = z.object({ content: z.string() });

/** Rewrites the card for everybody (im-v1/message/patch, within 14 days): only the content is sent again. */
function update(call: AfterCall<FeishuAppConfig> & { readonly rendered: RenderedRequest }): Promise<SendOutcome> {
  const url = messageUrl(call);
  const { content } = contentSchema.parse(JSON.parse(fromUtf8(call.rendered.body)));
  const identifiers = [call.providerRef];
  return attempts(call, { method: 'PATCH', url, identifiers, body: utf8(JSON.stringify({ content })) });
}

const readersSchema = z.object({ code: z.literal(0), data: z.object({ items: z.array(z.unknown()).nullish() }) });

/** Whether anybody has read it (im-v1/message/read_users, within 7 days). Who it was is not looked at. */
async function confirm(call: AfterCall<FeishuAppConfig>): Promise<Confirmation> {
  const url = messageUrl(call);
  const held = await heldToken(call, TOKEN, () => askToken(call));
  if (held.kind === 'refused') return 'unknown';
  const answer = await askVendor(call, KIND, {
    purpose: 'state',
    method: 'GET',
    url: `${url}/read_users`,
    query: { user_id_type: 'open_id', page_size: '1' },
    secretHeaders: bearer(held.token),
    identifiers: [call.providerRef],
  });
  const readers = answer.kind === 'answered' ? readJson(readersSchema, answer.body) : undefined;
  return (readers?.data.items ?? []).length > 0 ? 'read' : 'unknown';
}

/** Asks for the robot's own name card (bot/v3/info): key, secret and the robot ability are right when it answers. */
async function probe(call: VendorCall<FeishuAppConfig>): Promise<ProbeResult> {
  const held = await heldToken(call, TOKEN, () => askToken(call));
  if (held.kind === 'refused') return probeFailed(held.outcome);
  const answer = await askVendor(call, KIND, {
    purpose: 'probe',
    method: 'GET',
    url: `${withoutSlash(call.config.baseUrl)}/open-apis/bot/v3/info`,
    secretHeaders: bearer(held.token),
  });
  const read = answer.kind === 'answered' ? readFeishu(answer.body) : undefined;
  if (read?.code === 0) return { ok: true };
  return read === undefined
    ? probeFailed(askRefused(KIND, answer, call.now))
    : { ok: false, why: `${KIND}.code_${read.code}` };
}
