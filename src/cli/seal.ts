/** `entrepot seal`: seals a file on this device, end to end, into a `.sealed` container. Nothing is sent anywhere. */
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Bytes, base64url, equal } from '../base/bytes.ts';
import { systemRandom } from '../base/random.ts';
import {
  type ContainerEntry,
  type SplitKey,
  type UnsignedManifest,
  containerStart,
  createEnvelope,
  encodeLinkShare,
  recipientFingerprint,
  recipientKind,
  sealStream,
  signManifest,
  splitDek,
  toManifestName,
} from '../seal/index.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import { type InputFile, openInput, refuseExisting, writeNewFile } from './files.ts';
import type { Command, Io } from './io.ts';
import { readSenderFile, textOrFile } from './key-files.ts';
import { counted, createProgress } from './progress.ts';
import { type ReleaseSecret, writeSecretFile } from './secret-file.ts';

const USAGE = `usage: entrepot seal FILE (--to KEY | --records KEY | --link)... --secret-file SECRETS
                     [-o OUT] [--sender KEYFILE] [--label TEXT] [--json]

Seals FILE on this device into OUT (FILE.sealed). Two halves open it, and neither alone says anything
about it: the share, which only the holder of KEY can read in OUT, and the release secret, which on a
server never leaves before policy, identity and audit log agree. Here no server keeps it, so it is
written to SECRETS (readable by you only), which you hand over by another way than OUT. Without a
server nothing expires, nothing is counted and nobody can revoke: whoever has both halves has the file.

  --to KEY          public key of a recipient (age1...), or @FILE with it; may be repeated
  --records KEY     public key of the organisation's records (entrepot keys show)
  --link            prints a share for a link: entrepot open OUT --link SHARE. Whoever has OUT, the
                    share and the secret can open it; never send two of the three together
  --sender KEYFILE  signs with this key (entrepot keys sender); without it a new key is made, used once
                    and thrown away, and its public half is printed
  --label TEXT      a text that anybody can read in OUT; without one there is none
`;

type Plan = {
  readonly to: readonly string[];
  readonly records: readonly string[];
  readonly link: boolean;
  readonly label: string | undefined;
  readonly seed: Bytes;
  readonly out: string;
  readonly secretFile: string;
};

type Holder = {
  readonly kind: 'recipient' | 'records';
  readonly key: string;
  readonly gid: Bytes;
  readonly split: SplitKey;
};

export const seal: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: {
      to: { type: 'string', multiple: true, default: [] },
      records: { type: 'string', multiple: true, default: [] },
      link: { type: 'boolean', default: false },
      'secret-file': { type: 'string' },
      out: { type: 'string', short: 'o' },
      sender: { type: 'string' },
      label: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { values, positionals } = given;
  const [path = ''] = positionals;
  const secretFile = values['secret-file'];
  if (secretFile === undefined) return wrongUsage(io, USAGE, '--secret-file is missing').code;
  if (values.to.length + values.records.length === 0 && !values.link)
    return wrongUsage(io, USAGE, 'for whom? --to, --records or --link').code;
  const plan: Plan = {
    to: await Promise.all(values.to.map(textOrFile)),
    records: await Promise.all(values.records.map(textOrFile)),
    link: values.link,
    label: values.label,
    seed: values.sender === undefined ? systemRandom(32) : await readSenderFile(values.sender),
    out: values.out ?? `${path}.sealed`,
    secretFile,
  };
  for (const key of [...plan.to, ...plan.records]) if (recipientKind(key) === undefined) throw CLI.bad_key_text();
  await refuseExisting(plan.out);
  await refuseExisting(plan.secretFile);
  const file = await openInput(path);
  try {
    return await sealFile(io, file, basename(path), plan, values.json);
  } finally {
    await file.close();
  }
};

async function sealFile(io: Io, file: InputFile, name: string, plan: Plan, json: boolean): Promise<number> {
  const [dek, oid] = [systemRandom(32), systemRandom(16)];
  const holders = holdersOf(plan, dek);
  const link = plan.link ? splitDek(dek) : undefined;
  // The digest stands before the body in the container, so the file is read twice instead of being copied.
  const digest = await digestOf(io, file);
  const object = sealedObject(io, file, digest, { dek, oid });
  const { value: header } = await object.next();
  if (header === undefined) throw CLI.file_unreadable();
  const statement = { oid, header, size: file.size, digest, name: toManifestName(name) };
  const entries = await entriesOf(holders, statement, plan);
  // Secrets first: a container that nobody can ever open would be worse than secrets without one.
  await writeSecretFile(plan.secretFile, await secretsOf(holders, link));
  const container = joined(containerStart(oid, entries), header, object);
  const size = await writeNewFile(plan.out, container).catch(async (error: unknown) => {
    await rm(plan.secretFile, { force: true });
    throw error;
  });
  const share = link === undefined ? null : await encodeLinkShare(nodeCrypto, link.share);
  const sender = base64url(await nodeCrypto.ed25519PublicKey(plan.seed));
  if (json) {
    io.stdout(
      `${JSON.stringify({ out: plan.out, secretFile: plan.secretFile, object: base64url(oid), size, grants: holders.length, sender, linkShare: share })}\n`,
    );
    return 0;
  }
  io.stdout(`${plan.out}: ${size} bytes, ${holders.length} ${holders.length === 1 ? 'envelope' : 'envelopes'}\n`);
  io.stdout(`release secrets: ${plan.secretFile} (hand over by another way)\nsender: ${sender}\n`);
  if (share !== null) io.stdout(`link share: #${share}\n`);
  return 0;
}

function holdersOf(plan: Plan, dek: Bytes): Holder[] {
  const holder = (kind: Holder['kind']) => (key: string) => ({
    kind,
    key,
    gid: systemRandom(16),
    split: splitDek(dek),
  });
  return [...plan.to.map(holder('recipient')), ...plan.records.map(holder('records'))];
}

async function digestOf(io: Io, file: InputFile): Promise<Bytes> {
  const progress = createProgress(io, 'reading');
  const hash = nodeCrypto.sha256Stream();
  for await (const piece of counted(io, file.pieces(), (done) => progress.show(done, file.size))) hash.update(piece);
  progress.end();
  return hash.digest();
}

/** Yields the sealed body. @throws `cli.file_changed` at the end when other bytes were sealed than were digested */
async function* sealedObject(
  io: Io,
  file: InputFile,
  digest: Bytes,
  key: { readonly dek: Bytes; readonly oid: Bytes },
): AsyncGenerator<Bytes, undefined, undefined> {
  const progress = createProgress(io, 'sealing');
  const hash = nodeCrypto.sha256Stream();
  async function* source(): AsyncGenerator<Bytes, void, undefined> {
    for await (const piece of counted(io, file.pieces(), (done) => progress.show(done, file.size))) {
      hash.update(piece);
      yield piece;
    }
  }
  yield* sealStream(nodeCrypto, key, source());
  progress.end();
  if (!equal(hash.digest(), digest)) throw CLI.file_changed();
  return undefined;
}

type Statement = {
  readonly oid: Bytes;
  readonly header: Bytes;
  readonly size: number;
  readonly digest: Bytes;
  readonly name: string;
};

async function entriesOf(holders: readonly Holder[], statement: Statement, plan: Plan): Promise<ContainerEntry[]> {
  const entries: ContainerEntry[] = [];
  for (const { kind, key, gid, split } of holders) {
    const manifest: UnsignedManifest = {
      v: 1,
      oid: base64url(statement.oid),
      gid: base64url(gid),
      holder: kind,
      perm: kind === 'records' ? 'records' : 'download',
      share: base64url(split.share),
      rel: 'xor',
      floe: base64url(statement.header),
      size: statement.size,
      sha256: base64url(statement.digest),
      leaves: null,
      name: statement.name,
      media: 'application/octet-stream',
      prev: null,
      nbf: null,
      exp: null,
      decision: null,
    };
    const signed = await signManifest(nodeCrypto, plan.seed, manifest);
    entries.push({ kind, gid, envelope: await createEnvelope(signed, key) });
  }
  if (plan.label !== undefined) entries.push({ kind: 'label', text: plan.label });
  return entries;
}

async function secretsOf(holders: readonly Holder[], link: SplitKey | undefined): Promise<ReleaseSecret[]> {
  const secrets: ReleaseSecret[] = [];
  for (const { kind, key, gid, split } of holders) {
    const fingerprint = await recipientFingerprint(nodeCrypto, key);
    secrets.push({ grant: base64url(gid), secret: split.releaseSecret, kind, fingerprint });
  }
  if (link !== undefined) secrets.push({ grant: 'link', secret: link.releaseSecret, kind: 'link', fingerprint: '-' });
  return secrets;
}

async function* joined(start: Bytes, header: Bytes, rest: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
  yield start;
  yield header;
  yield* rest;
}
