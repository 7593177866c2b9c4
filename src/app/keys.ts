/** `entrepot keys show`: the public halves of the installation's keys. Secret halves are read and never printed. */
import { resolve } from 'node:path';
import { keyFromSeed, parseCheckpoint, parseNote, verifierKeyText } from '../audit-log/index.ts';
import { base64url } from '../base/bytes.ts';
import { createLogger } from '../base/logger.ts';
import { readArguments } from '../cli/arguments.ts';
import type { Command, Io } from '../cli/io.ts';
import { loadConfig, processSource } from '../config.ts';
import { recipientFingerprint } from '../seal/index.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { openDatabase } from '../store/database.ts';
import { connectToRunning } from '../store/postgres/connection-file.ts';
import { findOrganisation } from '../store/tables/organisation.ts';
import { tilesOf } from './fsck-records.ts';
import { readKeyRing } from './installation.ts';

const USAGE = `usage: entrepot keys show [--json]

Prints the public keys of the installation in ENTREPOT_DATA with their fingerprints: the custodian's, the one that
signs manifests, the audit log's verifier key, and, while a server runs, the records key. Secrets are never printed.
`;

type Shown = { readonly publicKey: string; readonly fingerprint: string };

export const showKeys: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { json: { type: 'boolean', default: false } },
    positionals: [0, 0],
  });
  if (given.kind === 'done') return given.code;
  const directory = resolve(loadConfig(processSource())['data.directory']);
  const keys = await readKeyRing(directory);
  const records = await findRecordsKey(io, directory);
  const vkey = await logKey(directory, keys.logSeed);
  const shown = {
    custodian: await withFingerprint(keys.custodian.recipient),
    sender: await withFingerprint(base64url(keys.sender.publicKey)),
    records: records === undefined ? null : await withFingerprint(records),
    log: vkey === undefined ? null : { vkey },
  };
  if (given.values.json) {
    io.stdout(`${JSON.stringify(shown)}\n`);
    return 0;
  }
  for (const name of ['custodian', 'sender', 'records'] as const) {
    const key = shown[name];
    io.stdout(
      key === null ? `${name}: known only while a server runs\n` : `${name}: ${key.fingerprint}\n  ${key.publicKey}\n`,
    );
  }
  io.stdout(vkey === undefined ? 'log: not published yet\n' : `log: ${vkey}\n`);
  return 0;
};

async function withFingerprint(publicKey: string): Promise<Shown> {
  return { publicKey, fingerprint: await recipientFingerprint(nodeCrypto, publicKey) };
}

/** The key's name is the log's origin, which the published checkpoint says. */
async function logKey(directory: string, seed: Parameters<typeof keyFromSeed>[2]): Promise<string | undefined> {
  const text = await tilesOf({ directory }).read('checkpoint');
  if (text === undefined) return undefined;
  const { origin } = parseCheckpoint(parseNote(text).text);
  return verifierKeyText((await keyFromSeed(origin, 'ed25519', seed)).verifier);
}

async function findRecordsKey(io: Io, directory: string): Promise<string | undefined> {
  const connection = await connectToRunning(directory);
  if (connection === undefined) return undefined;
  const db = openDatabase(connection, createLogger({ level: 'error', destination: { write: io.stderr } }));
  try {
    return (await findOrganisation(db.query))?.recordsRecipient;
  } finally {
    await db.close();
  }
}
