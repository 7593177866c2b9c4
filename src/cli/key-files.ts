/** Secret keys in files (0600): an age identity, or the seed that a sender signs with. Comment lines begin with `#`. */
import { type Bytes, base64url, fromBase64url, fromHex, hex, utf8 } from '../base/bytes.ts';
import { systemRandom } from '../base/random.ts';
import { type SealCrypto, generateIdentity, recipientOf } from '../seal/index.ts';
import { CLI } from './errors.ts';
import { readSmallText, writeNewFile } from './files.ts';

const SENDER_PREFIX = 'ENTREPOT-SENDER-';

/** Makes an identity (ML-KEM-768 with X25519) and returns its public recipient. */
export async function createIdentityFile(path: string): Promise<string> {
  return writeIdentityFile(path, await generateIdentity());
}

/** Returns the public recipient of the identity that was written. */
export async function writeIdentityFile(path: string, identity: string): Promise<string> {
  const recipient = await recipientOf(identity);
  await writeNewFile(path, [utf8(`# public key: ${recipient}\n${identity}\n`)], 0o600);
  return recipient;
}

/** Returns the text of the one identity. @throws `cli.bad_identity_file` */
export async function readIdentityFile(path: string): Promise<string> {
  const [identity, ...more] = linesOf(await readSmallText(path));
  if (identity === undefined || more.length > 0 || !identity.startsWith('AGE-SECRET-KEY-'))
    throw CLI.bad_identity_file();
  await recipientOf(identity).catch((cause: unknown) => {
    throw CLI.bad_identity_file({}, cause);
  });
  return identity;
}

/** Makes a sender's key and returns its public half, base64url. */
export async function createSenderFile(crypto: SealCrypto, path: string): Promise<string> {
  const seed = systemRandom(32);
  const publicKey = base64url(await crypto.ed25519PublicKey(seed));
  await writeNewFile(path, [utf8(`# public key: ${publicKey}\n${SENDER_PREFIX}${hex(seed)}\n`)], 0o600);
  return publicKey;
}

/** Returns the 32-byte seed. @throws `cli.bad_key_file` */
export async function readSenderFile(path: string): Promise<Bytes> {
  const [line, ...more] = linesOf(await readSmallText(path));
  const digits = new RegExp(`^${SENDER_PREFIX}([0-9a-f]{64})$`).exec(line ?? '')?.[1];
  if (digits === undefined || more.length > 0) throw CLI.bad_key_file();
  return fromHex(digits);
}

/** Returns the 32 bytes of a sender's public key. @throws `cli.bad_key_text` */
export function parseSenderKey(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) throw CLI.bad_key_text();
  try {
    return fromBase64url(text);
  } catch (cause) {
    throw CLI.bad_key_text({}, cause);
  }
}

/** Returns the text itself, or for `@FILE` the first line of the file that is no comment. */
export async function textOrFile(given: string): Promise<string> {
  if (!given.startsWith('@')) return given;
  const [line] = linesOf(await readSmallText(given.slice(1)));
  if (line === undefined) throw CLI.bad_key_file();
  return line;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
