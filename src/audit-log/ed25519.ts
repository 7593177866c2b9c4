/** Ed25519 (RFC 8032) from WebCrypto, the same in browsers and Node. Signatures are rare here: one per checkpoint. */
import { type Bytes, concat, fromBase64url, fromHex, utf8 } from '../base/bytes.ts';
import { LOG } from './errors.ts';

/** PKCS #8 header of an Ed25519 private key (RFC 8410 section 7); the 32-byte seed follows. */
const PKCS8_HEADER = fromHex('302e020100300506032b657004220420');

/**
 * Returns whether the signature is the key's over the message. Anything malformed is false. Throws the platform's
 * NotSupportedError where Ed25519 is missing (browsers before 2025): that says nothing about the signature.
 */
export async function verifyEd25519(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']).catch(unlessUnsupported);
  return key !== undefined && crypto.subtle.verify('Ed25519', key, signature, message);
}

function unlessUnsupported(error: unknown): undefined {
  if (error instanceof Error && error.name === 'NotSupportedError') throw error;
  return undefined;
}

export type Ed25519Signer = { readonly publicKey: Bytes; readonly sign: (message: Bytes) => Promise<Bytes> };

/** Returns the signer of a 32-byte seed. The seed itself is not kept outside the platform's key object. */
export async function ed25519Signer(seed: Uint8Array): Promise<Ed25519Signer> {
  if (seed.length !== 32) throw LOG.bad_key({ reason: 'seed' });
  const pkcs8 = concat(PKCS8_HEADER, seed);
  // Extractable only for the one export that yields the public key; the key that signs is not.
  const exported = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x } = await crypto.subtle.exportKey('jwk', exported);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  pkcs8.fill(0);
  if (x === undefined) throw LOG.bad_key({ reason: 'public' });
  return {
    publicKey: fromBase64url(x),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, message)),
  };
}

/** Returns the bytes that cosignature/v1 signs: header, time in POSIX seconds, and the whole checkpoint body. */
export function cosignedMessage(checkpointBody: string, timeSeconds: number): Bytes {
  return utf8(`cosignature/v1\ntime ${timeSeconds}\n${checkpointBody}`);
}
