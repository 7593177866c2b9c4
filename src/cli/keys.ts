/** `entrepot keys`: identities, senders' keys and the shares of a records key, in files. `keys show` is given by the installation. */
import { nodeCrypto } from '../seal/node-crypto.ts';
import { base64url, utf8 } from '../base/bytes.ts';
import {
  joinRecordsShares,
  recipientFingerprint,
  recipientKind,
  recipientOf,
  splitRecordsIdentity,
} from '../seal/index.ts';
import { commandGroup, readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import { readSmallText, refuseExisting, writeNewFile } from './files.ts';
import type { Command } from './io.ts';
import {
  createIdentityFile,
  createSenderFile,
  readIdentityFile,
  readSenderFile,
  textOrFile,
  writeIdentityFile,
} from './key-files.ts';

const USAGE = `usage: entrepot keys <command>

  generate -o FILE             new identity (ML-KEM-768 with X25519); prints the public key
  sender -o FILE               new key to sign with; prints the public key
  public FILE                  public key and fingerprint of an identity or a sender's key
  records split FILE -o NAME   splits a records identity into NAME-1, NAME-2, NAME-3; any two bring it back
  records join --key PUBLIC -o FILE [SHAREFILE...]
                               brings a records identity back from two shares; without files it asks for them
  show [--json]                public keys and fingerprints of the installation in ENTREPOT_DATA

Secret keys are written to new files that only you can read, and are never printed.
`;

const OUT = { out: { type: 'string', short: 'o' } } as const;
const JSON_OUT = { ...OUT, json: { type: 'boolean', default: false } } as const;

const generate: Command = async (args, io) => {
  const given = readArguments(args, io, { usage: USAGE, options: JSON_OUT, positionals: [0, 0] });
  if (given.kind === 'done') return given.code;
  const { out, json } = given.values;
  if (out === undefined) return wrongUsage(io, USAGE, '-o is missing').code;
  const recipient = await createIdentityFile(out);
  const fingerprint = await recipientFingerprint(nodeCrypto, recipient);
  io.stdout(json ? `${JSON.stringify({ out, publicKey: recipient, fingerprint })}\n` : `${recipient}\n`);
  return 0;
};

const sender: Command = async (args, io) => {
  const given = readArguments(args, io, { usage: USAGE, options: JSON_OUT, positionals: [0, 0] });
  if (given.kind === 'done') return given.code;
  const { out, json } = given.values;
  if (out === undefined) return wrongUsage(io, USAGE, '-o is missing').code;
  const publicKey = await createSenderFile(nodeCrypto, out);
  io.stdout(json ? `${JSON.stringify({ out, publicKey })}\n` : `${publicKey}\n`);
  return 0;
};

const showPublic: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { json: { type: 'boolean', default: false } },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const path = given.positionals[0] ?? '';
  const isSender = (await readSmallText(path)).includes('ENTREPOT-SENDER-');
  const publicKey = isSender
    ? base64url(await nodeCrypto.ed25519PublicKey(await readSenderFile(path)))
    : await recipientOf(await readIdentityFile(path));
  const fingerprint = await recipientFingerprint(nodeCrypto, publicKey);
  io.stdout(
    given.values.json
      ? `${JSON.stringify({ kind: isSender ? 'sender' : 'identity', publicKey, fingerprint })}\n`
      : `${publicKey}\nfingerprint ${fingerprint}\n`,
  );
  return 0;
};

const split: Command = async (args, io) => {
  const given = readArguments(args, io, { usage: USAGE, options: OUT, positionals: [1, 1] });
  if (given.kind === 'done') return given.code;
  const { out } = given.values;
  if (out === undefined) return wrongUsage(io, USAGE, '-o is missing').code;
  const shares = await splitRecordsIdentity(nodeCrypto, await readIdentityFile(given.positionals[0] ?? ''));
  const paths = shares.map((_, at) => `${out}-${at + 1}`);
  for (const path of paths) await refuseExisting(path);
  for (const [at, share] of shares.entries()) await writeNewFile(paths[at] ?? '', [utf8(`${share}\n`)], 0o600);
  io.stdout(`${paths.join('\n')}\nGive each to another officer, then delete the identity and these files.\n`);
  return 0;
};

const join: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { ...OUT, key: { type: 'string' } },
    positionals: [0, 3],
  });
  if (given.kind === 'done') return given.code;
  const { out, key } = given.values;
  if (out === undefined || key === undefined) return wrongUsage(io, USAGE, '-o or --key is missing').code;
  const recipient = await textOrFile(key);
  if (recipientKind(recipient) !== 'hybrid') throw CLI.bad_key_text();
  await refuseExisting(out);
  const texts: string[] = [];
  for (const path of given.positionals) texts.push((await readSmallText(path)).trim());
  if (texts.length === 0) {
    if (io.ask === undefined) throw CLI.nobody_to_ask();
    for (const which of ['first', 'second']) texts.push(await io.ask(`${which} share: `, { hidden: true }));
  }
  await writeIdentityFile(out, await joinRecordsShares(nodeCrypto, texts, recipient));
  io.stdout(`${out}: the records identity. Delete it as soon as it is no longer needed.\n`);
  return 0;
};

/** @param show - Prints the public halves of the installation's keys; it knows where they are. */
export function keysCommand(show: Command): Command {
  return commandGroup(USAGE, {
    generate,
    sender,
    public: showPublic,
    records: commandGroup(USAGE, { split, join }),
    show,
  });
}
