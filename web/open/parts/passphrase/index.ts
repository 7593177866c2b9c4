/**
 * Passphrases by OPAQUE (RFC 9807): the server never has them. Needs BigInt, which browsers have since 2018; the page offers it only there.
 * Primitives in JavaScript: without TLS browsers have none of their own, and scrypt none has.
 */
import './old-browsers.ts';
import { hmac } from '@noble/hashes/hmac.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { blindPassphrase, finishLogin, finishRegistration, startLogin } from '../../../../src/seal/opaque/client.ts';
import { type OpaqueDeps, type Stretch, STRETCH } from '../../../../src/seal/opaque/suite.ts';
import { fromText, toText } from './base64url.ts';
import { registerPart } from '../../page/parts.ts';

/** In a buffer of their own, as the rest of the code wants them. */
const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

const deps: OpaqueDeps = {
  hash: (data) => own(sha256(data)),
  hmac: (key, data) => own(hmac(sha256, key, data)),
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** A moment on a computer, some seconds on an old telephone; the page goes on being drawn meanwhile. */
const stretch: Stretch = async (output) => {
  const { N, r, p, length } = STRETCH;
  return own(await scryptAsync(output, new Uint8Array(STRETCH.saltLength), { N, r, p, dkLen: length }));
};

/** Typed on another keyboard it is the same passphrase. */
const bytesOf = (passphrase: string): Uint8Array => new TextEncoder().encode(passphrase.normalize('NFKC').trim());

/** As the server makes it of its public address: on a page of another host nothing that it answers would do. */
const parties = { context: new TextEncoder().encode(`entrepot passphrase v1 ${location.host}`) };

registerPart('passphrase', {
  register: (passphrase) => {
    const typed = bytesOf(passphrase);
    const { request, blind } = blindPassphrase(deps, typed);
    return {
      message: toText(request),
      finish: async (answer) => {
        const made = await finishRegistration(deps, stretch, typed, blind, fromText(answer), parties);
        return made === undefined ? undefined : toText(made.record);
      },
    };
  },
  login: (passphrase) => {
    const typed = bytesOf(passphrase);
    const state = startLogin(deps, typed);
    return {
      message: toText(state.ke1),
      finish: async (answer) => {
        const done = await finishLogin(deps, stretch, typed, state, fromText(answer), parties);
        return done === undefined ? undefined : toText(done.ke3);
      },
    };
  },
});
