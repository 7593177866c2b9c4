/**
 * Release secrets in a file of their own: one line `<grant> <secret> <kind> <fingerprint>` for each grant. Each line opens one grant
 * and only together with what its holder has; a line that is taken out ends that grant, as a server ends it by deleting the secret.
 */
import { type Bytes, base64url, fromBase64url, utf8 } from '../base/bytes.ts';
import { CLI } from './errors.ts';
import { readSmallText, writeNewFile } from './files.ts';

export type ReleaseSecret = {
  /** 16 bytes as base64url, or `link`. */
  readonly grant: string;
  readonly secret: Bytes;
  readonly kind: 'recipient' | 'records' | 'link';
  /** Fingerprint of the recipient's public key; `-` for a link. */
  readonly fingerprint: string;
};

const HEAD = `# entrepot release secrets, version 1
# Hand this over by another way than the sealed file: over a phone call, on paper, in person. Each line opens one grant.
`;
const LINE = /^(link|[A-Za-z0-9_-]{22}) ([A-Za-z0-9_-]{43}) (recipient|records|link) ([A-Za-z0-9_-]{1,64})$/;

export async function writeSecretFile(path: string, secrets: readonly ReleaseSecret[]): Promise<void> {
  const lines = secrets.map(
    ({ grant, secret, kind, fingerprint }) => `${grant} ${base64url(secret)} ${kind} ${fingerprint}\n`,
  );
  await writeNewFile(path, [utf8(HEAD + lines.join(''))], 0o600);
}

/** Returns a function from a grant to its secret. @throws `cli.bad_secret_file`; the function `cli.secret_missing` */
export async function readSecretFile(path: string): Promise<(grant: string) => Promise<Bytes>> {
  const secrets = new Map<string, Bytes>();
  for (const raw of (await readSmallText(path)).split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, grant, secret] = LINE.exec(line) ?? [];
    if (grant === undefined || secret === undefined || secrets.has(grant)) throw CLI.bad_secret_file();
    secrets.set(grant, secretOf(secret));
  }
  return async (grant) => {
    const secret = secrets.get(grant);
    if (secret === undefined) throw CLI.secret_missing();
    return secret;
  };
}

function secretOf(text: string): Bytes {
  try {
    return fromBase64url(text);
  } catch (cause) {
    throw CLI.bad_secret_file({}, cause);
  }
}
