/** Sends to a person in WeCom as an application of the organisation (paths 90236 send, 91039 gettoken, 94867 recall, 90227 agent/get). */
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { type Attempted, type Given, heldToken, withToken } from '../bearer.ts';
import { askRefused, askVendor, probeFailed, readJson, sendRendered, statusOutcome } from '../exchange.ts';
import { withoutSlash } from '../json-message.ts';
import { failureOutcome } from '../outcome.ts';
import type { AfterCall, ChannelAdapter, ProbeResult, SendCall, SendOutcome, VendorCall } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type WecomAppConfig, wecomAppConfigSchema, wecomJurisdiction } from './config.ts';
import { readWecom, wecomOutcome } from './errcodes.ts';
import { renderWecomApp, WECOM_MAX_BYTES } from './render.ts';

const KIND = 'wecom_app';
const TOKEN = 'wecom.access_token';

export const wecomApp: ChannelAdapter<WecomAppConfig> = {
  kind: KIND,
  config: wecomAppConfigSchema,
  secretFields: ['corpSecret'],
  caps: (config) => ({
    carries: ['notice', 'test'],
    reaches: 'user',
    afterwards: { recall: true, update: false, confirm: false },
    maxBytes: WECOM_MAX_BYTES,
    idempotent: 'native',
    linkUnfurl: 'unavoidable',
    jurisdiction: wecomJurisdiction(config),
    bucket: KIND,
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => renderWecomApp(draft, words, envelope, config),
  send: sendToPerson,
  recall,
  probe,
};

function sendToPerson(call: SendCall<WecomAppConfig>): Promise<SendOutcome> {
  return withToken(call, { name: TOKEN, why: `${KIND}.token_refused`, ask: () => askToken(call) }, (token) =>
    attempt(call, token),
  );
}

async function attempt(call: SendCall<WecomAppConfig>, token: Secret<string>): Promise<Attempted> {
  const answer = await sendRendered(call, KIND, { query: { access_token: token.reveal() } });
  if (answer.kind !== 'answered') return failureOutcome(answer);
  const read = readWecom(answer.body);
  return read === undefined ? statusOutcome(KIND, answer, call.now) : wecomOutcome(KIND, read);
}

const tokenSchema = z.object({
  errcode: z.literal(0),
  access_token: z.string().min(1).max(1024),
  expires_in: z.number().positive().max(86_400),
});

async function askToken(call: VendorCall<WecomAppConfig>): Promise<Given> {
  const { config } = call;
  const answer = await askVendor(call, KIND, {
    purpose: 'token',
    method: 'GET',
    url: `${withoutSlash(config.baseUrl)}/cgi-bin/gettoken`,
    secretQuery: { corpid: config.corpId, corpsecret: config.corpSecret.reveal() },
  });
  if (answer.kind !== 'answered') return { kind: 'refused', outcome: askRefused(KIND, answer, call.now) };
  const given = readJson(tokenSchema, answer.body);
  if (given !== undefined) return { kind: 'given', token: given.access_token, seconds: given.expires_in };
  const read = readWecom(answer.body);
  const outcome = read === undefined ? undefined : wecomOutcome(KIND, read);
  if (outcome?.outcome === 'retry' || outcome?.outcome === 'disable') return { kind: 'refused', outcome };
  return { kind: 'refused', outcome: askRefused(KIND, answer, call.now) };
}

/** WeCom takes a message back within 24 hours, by the `msgid` that it gave. */
async function recall(call: AfterCall<WecomAppConfig>): Promise<boolean> {
  const held = await heldToken(call, TOKEN, () => askToken(call));
  if (held.kind === 'refused') return false;
  const answer = await askVendor(call, KIND, {
    purpose: 'recall',
    method: 'POST',
    url: `${withoutSlash(call.config.baseUrl)}/cgi-bin/message/recall`,
    secretQuery: { access_token: held.token.reveal() },
    body: { msgid: call.providerRef },
    identifiers: [call.providerRef],
  });
  return answer.kind === 'answered' && readWecom(answer.body)?.errcode === 0;
}

const agentSchema = z.object({ errcode: z.literal(0), close: z.number().optional() });

/** Asks for the application's own settings: key, secret, address list and number of the application are right when it answers. */
async function probe(call: VendorCall<WecomAppConfig>): Promise<ProbeResult> {
  const held = await heldToken(call, TOKEN, () => askToken(call));
  if (held.kind === 'refused') return probeFailed(held.outcome);
  const agentid = String(call.config.agentId);
  const answer = await askVendor(call, KIND, {
    purpose: 'probe',
    method: 'GET',
    url: `${withoutSlash(call.config.baseUrl)}/cgi-bin/agent/get`,
    query: { agentid },
    secretQuery: { access_token: held.token.reveal() },
    identifiers: [agentid],
  });
  if (answer.kind !== 'answered') return { ok: false, why: answer.why };
  const agent = readJson(agentSchema, answer.body);
  if (agent !== undefined) return agent.close === 1 ? { ok: false, why: `${KIND}.agent_closed` } : { ok: true };
  const read = readWecom(answer.body);
  return { ok: false, why: read === undefined ? `${KIND}.unknown_answer` : `${KIND}.errcode_${read.errcode}` };
}
