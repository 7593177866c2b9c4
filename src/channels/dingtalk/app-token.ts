/** The application's access token: asked for when there is none, dropped and asked for once more when it is refused. */
import { z } from 'zod';
import { Secret } from '../../base/secret.ts';
import { SECOND } from '../../base/units.ts';
import { askVendor } from '../exchange.ts';
import type { HttpEgressAnswer, SendOutcome, VendorCall } from '../port.ts';
import { notDingtalk, spokenIn } from './answers.ts';
import type { DingtalkAppConfig } from './app-config.ts';
import { isTokenRefused, refusalOutcome } from './app-errcodes.ts';
import { baseOf } from './message.ts';

export type Token =
  | { readonly ok: true; readonly token: Secret<string> }
  /** Nothing of a message was sent then. */
  | { readonly ok: false; readonly outcome: SendOutcome };

const tokenSchema = z.object({
  accessToken: z.string().min(1).max(4000),
  /** Seconds. */
  expireIn: z.number().int().positive().max(1e9),
});

/** Returns the token in memory, or asks `POST /v1.0/oauth2/accessToken` for one. It is good for both hosts. */
export async function accessToken(call: VendorCall<DingtalkAppConfig>): Promise<Token> {
  const kept = call.tokens.get(nameOf(call.config), call.now);
  return kept === undefined ? askForToken(call) : { ok: true, token: kept };
}

/** Returns a new token and keeps it. */
export async function askForToken(call: VendorCall<DingtalkAppConfig>): Promise<Token> {
  const { config, tokens, now } = call;
  const { appKey, appSecret } = config;
  const answer = await askVendor(call, 'dingtalk_app', {
    purpose: 'token',
    method: 'POST',
    url: `${baseOf(config.apiBaseUrl)}/v1.0/oauth2/accessToken`,
    body: { appKey, appSecret: appSecret.reveal() },
    secrets: [appSecret],
    identifiers: [appKey],
  });
  const read = tokenIn(answer, now);
  if (!read.ok) return { ok: false, outcome: nothingSent(read.outcome) };
  tokens.set(nameOf(config), read.token, read.expiresAt);
  return read;
}

/**
 * Makes a call with the token; when the answer says that the token is not good, once more with a new one.
 *
 * @returns The answer to the last call, or why there was no token.
 */
export async function withToken(
  call: VendorCall<DingtalkAppConfig>,
  exchange: (token: Secret<string>) => Promise<HttpEgressAnswer>,
): Promise<{ readonly ok: true; readonly answer: HttpEgressAnswer } | Extract<Token, { ok: false }>> {
  const first = await accessToken(call);
  if (!first.ok) return first;
  const answer = await exchange(first.token);
  if (!isTokenRefused(answer)) return { ok: true, answer };
  call.tokens.drop(nameOf(call.config));
  const second = await askForToken(call);
  return second.ok ? { ok: true, answer: await exchange(second.token) } : second;
}

function tokenIn(
  answer: HttpEgressAnswer,
  now: Date,
): { readonly ok: true; readonly token: Secret<string>; readonly expiresAt: Date } | Extract<Token, { ok: false }> {
  const spoken = spokenIn(answer);
  if (!spoken.spoke) return { ok: false, outcome: spoken.outcome };
  const read = tokenSchema.safeParse(spoken.value);
  if (spoken.status === 200 && read.success) {
    const expiresAt = new Date(now.getTime() + read.data.expireIn * SECOND);
    return { ok: true, token: new Secret(read.data.accessToken), expiresAt };
  }
  if (spoken.status < 300) return { ok: false, outcome: notDingtalk() };
  const outcome = refusalOutcome(spoken, now);
  // Whatever is wrong with this call is wrong with the application's key and secret.
  return { ok: false, outcome: outcome.outcome === 'permanent' ? { outcome: 'disable', why: outcome.why } : outcome };
}

function nothingSent(outcome: SendOutcome): SendOutcome {
  return outcome.outcome === 'retry' ? { ...outcome, maybeSent: false } : outcome;
}

function nameOf(config: DingtalkAppConfig): string {
  return `dingtalk_app.${config.appKey}`;
}
