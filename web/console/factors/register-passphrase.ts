/** Registers a passphrase in this browser (RFC 9807): what leaves is a blinded point and a record, never the passphrase. */
import { hmac } from '@noble/hashes/hmac.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64url, fromBase64url, ownBytes, utf8 } from '../../../src/base/bytes.ts';
import { systemRandom } from '../../../src/base/random.ts';
import { blindPassphrase, finishRegistration } from '../../../src/seal/opaque/client.ts';
import { type OpaqueDeps, STRETCH } from '../../../src/seal/opaque/suite.ts';

const deps: OpaqueDeps = {
  hash: (data) => ownBytes(sha256(data)),
  hmac: (key, data) => ownBytes(hmac(sha256, key, data)),
  random: systemRandom,
};

export type Started = { readonly response: string; readonly context: string };

/** Returns the record to keep; undefined when the server's answer is not of the expected form. */
export async function registerPassphrase(
  passphrase: string,
  ask: (request: string) => Promise<Started>,
): Promise<string | undefined> {
  // As the recipient's page reads what is typed there.
  const typed = utf8(passphrase.normalize('NFKC').trim());
  const { request, blind } = blindPassphrase(deps, typed);
  const { response, context } = await ask(base64url(request));
  const { N, r, p, length } = STRETCH;
  const stretch = async (output: Uint8Array) =>
    ownBytes(await scryptAsync(output, new Uint8Array(STRETCH.saltLength), { N, r, p, dkLen: length }));
  const made = await finishRegistration(deps, stretch, typed, blind, fromBase64url(response), {
    context: utf8(context),
  });
  return made === undefined ? undefined : base64url(made.record);
}

/** What can be guessed by trying common ones is refused here: the server never sees it. */
export function isStrongPassphrase(passphrase: string): boolean {
  const text = passphrase.normalize('NFKC').trim();
  return text.length >= 12 && new Set(text.toLowerCase()).size >= 5;
}
