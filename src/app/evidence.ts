/** `entrepot evidence make`: a bundle about one transfer that anybody can check without a server (docs/cli.md). */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  CHECKPOINT_PATH,
  type Checkpoint,
  disclosureJson,
  ENTRY_CLASSES,
  type EntryClass,
  keyFromSeed,
  LOG,
  logError,
  openCheckpoint,
  proveInclusion,
  treeHasher,
  type VerifierKey,
  verifierKeyText,
  writeProofFile,
} from '../audit-log/index.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { type Bytes, fromUtf8, hex, ownBytes, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { systemRandom } from '../base/random.ts';
import { readArguments, wrongUsage } from '../cli/arguments.ts';
import { refuseExisting, writeNewFile } from '../cli/files.ts';
import type { Command } from '../cli/io.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { findLog } from '../store/log/postgres-log.ts';
import { type EventRow, findTransferByReference, listEventsOf } from '../store/tables/consistency.ts';
import { TRANSFER } from '../transfers/errors.ts';
import { createSealedFields } from '../transfers/sealed-fields.ts';
import { createEventOpener } from '../transfers/stored-events.ts';
import { tilesOf } from './fsck-records.ts';
import { type Installation, openInstallation } from './installation.ts';

const USAGE = `usage: entrepot evidence make TRANSFER -o DIR

Writes a bundle about one transfer of the installation in ENTREPOT_DATA: its audit events with all fields that were
not erased, a proof for each that it is in the log, the signed checkpoint and the log's key. Events hold identifiers,
times, outcomes and digests, never content, names or addresses. Check it with \`entrepot evidence verify DIR\`.
TRANSFER is its reference (EN-...) or its id. DIR must not exist. Zip DIR as it is to hand it over.
`;

type Files = Map<string, Bytes>;

export const makeEvidence: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { out: { type: 'string', short: 'o' } },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { out } = given.values;
  if (out === undefined) return wrongUsage(io, USAGE, '-o is missing').code;
  await refuseExisting(out);
  const installation = await openInstallation(io);
  try {
    const files = await collect(installation, given.positionals[0] ?? '');
    for (const [name, bytes] of files) {
      await mkdir(dirname(join(out, name)), { recursive: true, mode: 0o700 });
      await writeNewFile(join(out, name), [bytes]);
    }
    io.stdout(`${out}: ${[...files.keys()].filter((name) => name.startsWith('events/')).length} events\n`);
    return 0;
  } finally {
    await installation.close();
  }
};

/** Every file of the bundle; the list with all digests comes last. */
async function collect(installation: Installation, wanted: string): Promise<Files> {
  const { db, orgId } = installation;
  const log = orgId === undefined ? undefined : await findLog(db, orgId);
  if (orgId === undefined || log === undefined) throw TRANSFER.not_found();
  const transferId = /^[0-9a-f-]{36}$/.test(wanted) ? wanted : await findTransferByReference(db.query, orgId, wanted);
  const { verifier: key } = await keyFromSeed(log.origin, 'ed25519', installation.keys.logSeed);
  const text = await tilesOf(installation).read(CHECKPOINT_PATH);
  if (transferId === undefined || text === undefined) throw TRANSFER.not_found();
  const checkpoint = await openedBy(key, text);
  const rows = await listEventsOf(db.query, orgId, transferId, checkpoint.size);
  if (rows.length === 0) throw TRANSFER.not_found();
  const files: Files = new Map([
    ['log.vkey', utf8(`${verifierKeyText(key)}\n`)],
    [CHECKPOINT_PATH, text],
  ]);
  for (const row of rows) await addEvent(files, installation, row, checkpoint, fromUtf8(text));
  const digests = Object.fromEntries([...files].map(([name, bytes]) => [name, hex(nodeSha256(bytes))]));
  const manifest = { format: 'entrepot.evidence/v1', transfer: transferId, created: new Date().toISOString() };
  files.set('manifest.json', utf8(`${canonicalJson({ ...manifest, files: digests })}\n`));
  return files;
}

async function openedBy(key: VerifierKey, text: Bytes): Promise<Checkpoint> {
  const opened = await openCheckpoint(text, key);
  if (opened.outcome === 'refused') throw logError(opened.code);
  return opened.checkpoint;
}

async function addEvent(
  files: Files,
  installation: Installation,
  row: EventRow,
  head: Checkpoint,
  checkpoint: string,
): Promise<void> {
  const fields = await createEventOpener(createSealedFields(nodeCrypto, installation.keys, systemRandom))(row);
  const disclosure = { class: classOf(row.entryClass), tag: ownBytes(row.tag), fields };
  const from = { hasher: treeHasher(nodeSha256), source: tilesOf(installation) };
  const { proof } = await proveInclusion(from, row.index, head);
  files.set(`events/${row.index}.json`, utf8(`${canonicalJson(disclosureJson(disclosure))}\n`));
  files.set(`proofs/${row.index}.tlog-proof`, utf8(writeProofFile({ index: row.index, proof, checkpoint })));
}

function classOf(byte: number): EntryClass {
  const names: readonly EntryClass[] = [
    'event',
    'keyBinding',
    'configDigest',
    'softwareRelease',
    'shardLink',
    'erasure',
  ];
  const name = names.find((one) => ENTRY_CLASSES[one] === byte);
  if (name === undefined) throw LOG.entry_malformed();
  return name;
}
