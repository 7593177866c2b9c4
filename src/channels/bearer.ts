/** Access tokens that a vendor gives for a while, kept in the connection's cache. */
import { Secret } from '../base/secret.ts';
import { SECOND } from '../base/units.ts';
import type { SendOutcome, VendorCall } from './port.ts';

export type Given =
  | { readonly kind: 'given'; readonly token: string; readonly seconds: number }
  | { readonly kind: 'refused'; readonly outcome: SendOutcome };

export type Held =
  | { readonly kind: 'held'; readonly token: Secret<string> }
  | { readonly kind: 'refused'; readonly outcome: SendOutcome };

/** Returns the token in the cache, or the one that `ask` is given now. */
export async function heldToken(
  call: Pick<VendorCall<unknown>, 'tokens' | 'now'>,
  name: string,
  ask: () => Promise<Given>,
): Promise<Held> {
  const kept = call.tokens.get(name, call.now);
  if (kept !== undefined) return { kind: 'held', token: kept };
  const given = await ask();
  if (given.kind === 'refused') return given;
  const token = new Secret(given.token);
  call.tokens.set(name, token, new Date(call.now.getTime() + given.seconds * SECOND));
  return { kind: 'held', token };
}

/** How `send` says that the vendor no longer takes the token; nothing was delivered then. */
export type Attempted = SendOutcome | { readonly outcome: 'token_refused' };

/**
 * Sends with a token, and once more with a new one when the vendor does not take the kept one.
 * A new token that is refused at once is a matter of settings: the connection is disabled.
 */
export async function withToken(
  call: Pick<VendorCall<unknown>, 'tokens' | 'now'>,
  source: { readonly name: string; readonly why: string; readonly ask: () => Promise<Given> },
  send: (token: Secret<string>) => Promise<Attempted>,
): Promise<SendOutcome> {
  for (const last of [false, true]) {
    const held = await heldToken(call, source.name, source.ask);
    if (held.kind === 'refused') return held.outcome;
    const outcome = await send(held.token);
    if (outcome.outcome !== 'token_refused') return outcome;
    call.tokens.drop(source.name);
    if (last) break;
  }
  return { outcome: 'disable', why: source.why };
}
