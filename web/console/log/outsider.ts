/** Commands with which somebody outside checks the log. */
import { parseVerifierKey } from '../../../src/audit-log/index.ts';
import { base64, concat, fromHex } from '../../../src/base/bytes.ts';

/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 section 4); the 32 bytes of the key follow. */
const SPKI_HEADER = fromHex('302a300506032b6570032100');

/**
 * Returns a POSIX shell script that fetches the checkpoint and checks its signature with OpenSSL 3 or newer. A signed
 * note (c2sp.org/signed-note) is the text up to the blank line, then `— NAME BASE64`: four bytes of key id, 64 of signature.
 *
 * @throws `log.bad_key` when the key is none.
 */
export function opensslCommands(logUrl: string, vkey: string): string {
  const { name, publicKey } = parseVerifierKey(vkey);
  return [
    `curl -fsS '${logUrl}checkpoint' > checkpoint`,
    "sed '/^$/,$d' checkpoint > note",
    `grep -F -- '— ${name} ' checkpoint | head -n 1 | awk '{print $3}' | base64 -d | tail -c 64 > signature`,
    `printf '%s\\n' '-----BEGIN PUBLIC KEY-----' '${base64(concat(SPKI_HEADER, publicKey))}' '-----END PUBLIC KEY-----' > key.pem`,
    'openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in note -sigfile signature',
  ].join('\n');
}

/** Returns the command that rebuilds the whole log with this program, on a machine of one's own. The address brings no key. */
export function entrepotCommand(logUrl: string, vkey: string): string {
  return `npx entrepot log verify '${logUrl}' --vkey '${vkey}'`;
}
