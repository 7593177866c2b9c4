/** `entrepot open`: opens a `.sealed` container on this device. The file appears only after the last byte was checked. */
import { join } from 'node:path';
import { type Bytes, base64url, fromBase64url } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import {
  type BodySource,
  type Container,
  type Manifest,
  HEADER_LENGTH,
  SEAL,
  SEGMENT_LENGTH,
  decodeLinkShare,
  joinDek,
  openContainer,
  openEnvelope,
  openStream,
  plaintextSize,
  readContainer,
} from '../seal/index.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { openInput, writeNewFile } from './files.ts';
import type { Command, Io } from './io.ts';
import { parseSenderKey, readIdentityFile, textOrFile } from './key-files.ts';
import { counted, createProgress } from './progress.ts';
import { readSecretFile } from './secret-file.ts';

const USAGE = `usage: entrepot open FILE.sealed --identity IDENTITY --secret-file SECRETS [--sender KEY] [-o OUT] [--json]
       entrepot open FILE.sealed --link SHARE --secret-file SECRETS -o OUT [--json]

Opens what \`entrepot seal\` sealed, with the recipient's or the records' identity, or with the share of a link.
OUT is by default the name that the sender gave, in this folder; an existing file is never overwritten. Every
segment, the order, the length and the digest are checked; when anything is wrong no file is left.

  --sender KEY   the public key that must have signed; without it any signature is taken and the key is printed.
                 A link carries no signature: it says nothing about who sealed the file
`;

type Opening = {
  readonly name: string;
  readonly size: number;
  readonly sender: string | null;
  readonly plaintext: AsyncGenerator<Bytes, void, undefined>;
};

export const open: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: {
      identity: { type: 'string' },
      'secret-file': { type: 'string' },
      link: { type: 'string' },
      sender: { type: 'string' },
      out: { type: 'string', short: 'o' },
      json: { type: 'boolean', default: false },
    },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { identity, link, sender, out, json, 'secret-file': secretFile } = given.values;
  if (secretFile === undefined) return wrongUsage(io, USAGE, '--secret-file is missing').code;
  if ((identity === undefined) === (link === undefined))
    return wrongUsage(io, USAGE, '--identity or --link, one of the two').code;
  if (link !== undefined && (out === undefined || sender !== undefined))
    return wrongUsage(io, USAGE, 'with --link: -o and no --sender').code;
  const releaseSecretFor = await readSecretFile(secretFile);
  const file = await openInput(given.positionals[0] ?? '');
  try {
    const source = { read: file.read, length: file.size };
    const opening =
      identity === undefined
        ? await openByLink(source, link ?? '', releaseSecretFor)
        : await openByIdentity(source, await readIdentityFile(identity), sender, releaseSecretFor);
    return await keep(io, opening, out ?? join('.', opening.name), sender !== undefined, json);
  } finally {
    await file.close();
  }
};

type SecretFor = (grant: string) => Promise<Bytes>;

async function openByIdentity(
  file: BodySource,
  identity: string,
  sender: string | undefined,
  secretFor: SecretFor,
): Promise<Opening> {
  const key =
    sender === undefined
      ? fromBase64url((await manifestFor(await readContainer(file.read, file.length), identity)).sender)
      : parseSenderKey(await textOrFile(sender));
  const opened = await openContainer(nodeCrypto, file, {
    identity,
    releaseSecretFor: (gid) => secretFor(base64url(gid)),
    sender: key,
  });
  const { name, size } = opened.manifest;
  return { name, size, sender: base64url(key), plaintext: opened.plaintext() };
}

/** Who signed, when the caller does not know: the envelope says it, and the caller is told that nobody vouched for it. */
async function manifestFor(container: Container, identity: string): Promise<Manifest> {
  for (const entry of container.entries) {
    if (entry.kind === 'label') continue;
    try {
      return await openEnvelope(identity, entry.bytes);
    } catch (error) {
      if (codeOf(error) !== 'seal.wrong_identity') throw error;
    }
  }
  throw SEAL.wrong_identity();
}

/** Without an envelope there is no manifest: the key commits to the object's identifier, and the last segment to the length. */
async function openByLink(file: BodySource, fragment: string, secretFor: SecretFor): Promise<Opening> {
  const share = await decodeLinkShare(nodeCrypto, fragment);
  const container = await readContainer(file.read, file.length);
  const key = { dek: joinDek(await secretFor('link'), share), oid: container.oid };
  const size = plaintextSize(container.bodyLength);
  return {
    name: 'file',
    size,
    sender: null,
    plaintext: openStream(nodeCrypto, key, bodyOf(file, container), { size }),
  };
}

async function* bodyOf(file: BodySource, { bodyOffset, bodyLength }: Container): AsyncGenerator<Bytes> {
  yield await file.read(bodyOffset, HEADER_LENGTH);
  for (let at = HEADER_LENGTH; at < bodyLength; at += SEGMENT_LENGTH) {
    yield await file.read(bodyOffset + at, Math.min(SEGMENT_LENGTH, bodyLength - at));
  }
}

async function keep(io: Io, opening: Opening, out: string, known: boolean, json: boolean): Promise<number> {
  const progress = createProgress(io, 'opening');
  const size = await writeNewFile(
    out,
    counted(io, opening.plaintext, (done) => progress.show(done, opening.size)),
    0o600,
  );
  progress.end();
  const { sender } = opening;
  if (json) io.stdout(`${JSON.stringify({ out, size, sender, senderChecked: known })}\n`);
  else io.stdout(`${out}: ${size} bytes\n`);
  if (!known && sender !== null) io.stderr(`entrepot: signed by ${sender}; compare it with the sender's key\n`);
  if (sender === null) io.stderr('entrepot: opened by link: nothing says who sealed it\n');
  return 0;
}
