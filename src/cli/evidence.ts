/** `entrepot evidence verify`: checks an evidence bundle with nothing but the bundle and a key. `evidence make` is given by the installation. */
import { z } from 'zod';
import {
  CHECKPOINT_PATH,
  type Checkpoint,
  type LogSource,
  type OpenedField,
  type VerifierKey,
  disclosedEntry,
  logCodeOf,
  openCheckpoint,
  parseDisclosure,
  parseProofFile,
  parseVerifierKey,
  treeHasher,
  verifyDisclosure,
  verifyLog,
  verifyProofFile,
} from '../audit-log/index.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { type Bytes, fromUtf8, hex } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { commandGroup, readArguments } from './arguments.ts';
import { type BundleFiles, readBundle } from './evidence-files.ts';
import { CLI } from './errors.ts';
import type { Command, Io } from './io.ts';
import { textOrFile } from './key-files.ts';

const USAGE = `usage: entrepot evidence verify FILE.zip|DIR [--vkey KEY] [--json]
       entrepot evidence make TRANSFER -o DIR

verify  checks a bundle offline: the digest of every file, the log's signature on the checkpoint, for every event
        that it belongs to the entry whose place in the log its proof shows, and the whole log when tiles are there
make    writes a bundle about one transfer (its reference or id) of the installation in ENTREPOT_DATA

  --vkey KEY  the log's verifier key from a source of your own, or @FILE; without it the key in the bundle is
              used, with a warning: whoever made the bundle could have made the key

Files of other kinds (receipts, time stamps) are only compared with their digests and listed.
Ends with 0 verified, 1 refused, 2 usage or a file cannot be read.
`;

const manifestSchema = z.looseObject({
  format: z.literal('entrepot.evidence/v1'),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

type Problem = { readonly file: string; readonly code: string };
type EventShown = { readonly index: number; readonly fields: readonly OpenedField[] };
type Findings = {
  readonly problems: Problem[];
  readonly events: EventShown[];
  /** Files whose digest was compared and nothing else. */
  readonly unread: string[];
};

const verify: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { vkey: { type: 'string' }, json: { type: 'boolean', default: false } },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { vkey, json } = given.values;
  const files = await readBundle(given.positionals[0] ?? '');
  const findings: Findings = { problems: [], events: [], unread: [] };
  checkDigests(files, findings);
  const key = await findKey(io, files, vkey);
  const checkpoint = await checkCheckpoint(files, key, findings);
  if (checkpoint !== undefined) {
    await checkTree(files, key, findings);
    for (const name of names(files, /^events\/\d{1,16}\.json$/))
      await checkEvent(files, name, key, checkpoint, findings);
  }
  return report(io, json, key, checkpoint, findings);
};

/** Every file is listed with its digest, every listed file is there, and nothing else. */
function checkDigests(files: BundleFiles, findings: Findings): void {
  const manifest = manifestSchema.safeParse(jsonOf(files.get('manifest.json')));
  if (!manifest.success) throw CLI.bad_evidence({ reason: 'manifest.json' });
  const listed = new Map(Object.entries(manifest.data.files));
  for (const [name, digest] of listed) {
    const bytes = files.get(name);
    if (bytes === undefined) findings.problems.push({ file: name, code: 'evidence.file_missing' });
    else if (hex(nodeSha256(bytes)) !== digest)
      findings.problems.push({ file: name, code: 'evidence.digest_mismatch' });
  }
  const known = /^(?:manifest\.json|log\.vkey|checkpoint|README\.txt|tile\/.+|proofs\/.+|events\/.+)$/;
  for (const name of files.keys()) {
    if (name !== 'manifest.json' && !listed.has(name))
      findings.problems.push({ file: name, code: 'evidence.file_not_listed' });
    else if (!known.test(name)) findings.unread.push(name);
  }
}

async function findKey(io: Io, files: BundleFiles, given: string | undefined): Promise<VerifierKey> {
  if (given !== undefined) return parseVerifierKey(await textOrFile(given));
  io.stderr(
    'entrepot: warning: the key of the log is from the bundle itself; compare it with one from another source\n',
  );
  return parseVerifierKey(textOf(files, 'log.vkey').trim());
}

async function checkCheckpoint(
  files: BundleFiles,
  key: VerifierKey,
  findings: Findings,
): Promise<Checkpoint | undefined> {
  try {
    const opened = await openCheckpoint(textOf(files, CHECKPOINT_PATH), key);
    if (opened.outcome === 'verified') return opened.checkpoint;
    findings.problems.push({ file: CHECKPOINT_PATH, code: opened.code });
  } catch (error) {
    findings.problems.push({ file: CHECKPOINT_PATH, code: codeOf(error) });
  }
  return undefined;
}

/** The whole log, when the bundle holds it. */
async function checkTree(files: BundleFiles, key: VerifierKey, findings: Findings): Promise<void> {
  if (names(files, /^tile\//).length === 0) return;
  const source: LogSource = { read: async (path) => files.get(path) };
  const result = await verifyLog({ source, key, hasher: treeHasher(nodeSha256) });
  if (result.outcome === 'refused') findings.problems.push({ file: result.path ?? 'tile', code: result.code });
}

/**
 * INVARIANT: the fields lead to an entry, the entry by the proof to a root, the root by a signature to the key. A proof may be from
 * an older or newer checkpoint than the bundle's, but it must be signed by the same key.
 */
async function checkEvent(
  files: BundleFiles,
  name: string,
  key: VerifierKey,
  bundled: Checkpoint,
  findings: Findings,
): Promise<void> {
  const index = Number(/(\d+)\.json$/.exec(name)?.[1]);
  try {
    const disclosure = parseDisclosure(textOf(files, name));
    const proof = parseProofFile(textOf(files, `proofs/${index}.tlog-proof`));
    const signed = await openCheckpoint(proof.checkpoint, key);
    if (signed.outcome === 'refused') return void findings.problems.push({ file: name, code: signed.code });
    if (proof.index !== index) return void findings.problems.push({ file: name, code: 'log.proof_mismatch' });
    const { checkpoint } = signed;
    if (checkpoint.size === bundled.size && hex(checkpoint.root) !== hex(bundled.root))
      return void findings.problems.push({ file: name, code: 'log.fork' });
    const entry = disclosedEntry(nodeSha256, disclosure);
    const included = verifyProofFile(treeHasher(nodeSha256), proof, checkpoint, entry);
    if (included.outcome === 'refused') return void findings.problems.push({ file: name, code: included.code });
    const opened = verifyDisclosure(nodeSha256, disclosure, entry);
    if (opened.outcome === 'refused') return void findings.problems.push({ file: name, code: opened.code });
    findings.events.push({ index, fields: opened.opened });
  } catch (error) {
    findings.problems.push({ file: name, code: logCodeOf(error) ?? codeOf(error) });
  }
}

function report(
  io: Io,
  json: boolean,
  key: VerifierKey,
  checkpoint: Checkpoint | undefined,
  findings: Findings,
): number {
  const { problems, unread } = findings;
  const events = findings.events.toSorted((a, b) => a.index - b.index);
  const isGood = problems.length === 0 && checkpoint !== undefined;
  const size = checkpoint?.size ?? null;
  if (json) {
    const outcome = isGood ? 'verified' : 'refused';
    io.stdout(`${JSON.stringify({ outcome, origin: key.name, size, events, problems, unread })}\n`);
    return isGood ? 0 : 1;
  }
  for (const { index, fields } of events) {
    io.stdout(`entry ${index}\n`);
    for (const { name, index: number, value } of fields) io.stdout(`  ${name ?? number}: ${JSON.stringify(value)}\n`);
  }
  for (const name of unread) io.stdout(`not read, digest only: ${name}\n`);
  for (const { file, code } of problems) io.stdout(`REFUSED ${code} ${file}\n`);
  if (isGood) io.stdout(`verified: ${events.length} events in the log ${key.name}, size ${size}\n`);
  return isGood ? 0 : 1;
}

function names(files: BundleFiles, shape: RegExp): string[] {
  return [...files.keys()].filter((name) => shape.test(name));
}

function textOf(files: BundleFiles, name: string): string {
  const bytes = files.get(name);
  if (bytes === undefined) throw CLI.bad_evidence({ missing: name });
  return fromUtf8(bytes);
}

function jsonOf(bytes: Bytes | undefined): unknown {
  try {
    return bytes === undefined ? undefined : JSON.parse(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}

/** @param make - Writes a bundle from the installation's own data. */
export function evidenceCommand(make: Command): Command {
  return commandGroup(USAGE, { verify, make });
}
