/** `entrepot evidence verify`: checks an evidence bundle with nothing but the bundle and a key. `evidence make` is given by the installation. */
import { z } from 'zod';
import {
  CHECKPOINT_PATH,
  type Checkpoint,
  type LogSource,
  parsePolicy,
  parseVerifierKey,
  treeHasher,
  type VerifierKey,
  verifyLog,
} from '../audit-log/index.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { type Bytes, fromUtf8, hex, utf8 } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { MIB } from '../base/units.ts';
import { commandGroup, readArguments } from './arguments.ts';
import { checkCertificate, readCertificate } from './certificate-check.ts';
import { checkEvent, type Findings, noFindings } from './evidence-events.ts';
import { type BundleFiles, readBundle } from './evidence-files.ts';
import { checkWhole, SUBJECT_FILE, type Whole } from './evidence-whole.ts';
import { CLI } from './errors.ts';
import { readSmallFile, readSmallText } from './files.ts';
import type { Command, Io } from './io.ts';
import { textOrFile } from './key-files.ts';
import { openLogSource, type Trust, trustCheckpoint } from './log-source.ts';

const USAGE = `usage: entrepot evidence verify FILE.json|FILE.zip|DIR [--vkey KEY | --policy FILE] [--log DIR|URL] [--json]
       entrepot evidence make TRANSFER -o DIR

verify  checks a delivery certificate (FILE.json) or a bundle offline: the digest of every file, the log's signature
        on the checkpoint, for every event that it belongs to the entry whose place in the log its proof shows, and
        the whole log when tiles are there; of a certificate also that what people read in it is what the log holds,
        and that every receipt is signed by the device that its event names; of an export of looks at a person's data
        also that no entry of the log with that person's tag was left out
make    writes a bundle about one transfer (its reference or id) of the installation in ENTREPOT_DATA

  --vkey KEY     the log's verifier key from a source of your own, or @FILE; without it the key that was handed over
                 is used, with a warning: whoever made the evidence could have made the key
  --log DIR|URL  where the log is, for an export that does not bring it along
  --policy FILE  a trust policy (c2sp.org/tlog-policy): logs, witnesses and how many must have cosigned

Files of other kinds in a bundle (receipts, time stamps) are only compared with their digests and listed.
Ends with 0 verified, 1 refused, 2 usage or a file cannot be read.
`;

const manifestSchema = z.looseObject({
  format: z.literal('entrepot.evidence/v1'),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});

const verify: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: {
      vkey: { type: 'string' },
      policy: { type: 'string' },
      log: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { json } = given.values;
  const [path = ''] = given.positionals;
  const findings = noFindings();
  if (path.endsWith('.json')) {
    const certificate = readCertificate(await readSmallFile(path, CERTIFICATE_MAX_BYTES));
    const { vkey, checkpoint: text } = certificate.log;
    const trusted = await checkHead(text, await findTrust(io, given.values, vkey), findings);
    if (trusted !== undefined) await checkCertificate(certificate, trusted.key, trusted.checkpoint, findings);
    return report(io, json, trusted, findings);
  }
  const files = await readBundle(path);
  checkDigests(files, findings);
  const trust = await findTrust(io, given.values, textOf(files, 'log.vkey'));
  const trusted = await checkHead(textOf(files, CHECKPOINT_PATH), trust, findings);
  if (trusted !== undefined) {
    await checkTree(files, trusted.key, findings);
    await checkEvents(files, trusted.key, trusted.checkpoint, findings);
  }
  const whole =
    trusted !== undefined && files.has(SUBJECT_FILE)
      ? await isWhole(files, io, given.values.log, trusted.key, findings)
      : undefined;
  return report(io, json, trusted, findings, whole);
};

async function isWhole(
  files: BundleFiles,
  io: Io,
  place: string | undefined,
  key: VerifierKey,
  findings: Findings,
): Promise<Whole | undefined> {
  const source = place === undefined ? undefined : await openLogSource(io, place);
  return checkWhole(files, source, key, utf8(textOf(files, CHECKPOINT_PATH)), findings);
}

const CERTIFICATE_MAX_BYTES = 64 * MIB;

/** By what the log is trusted. */
async function findTrust(
  io: Io,
  given: { readonly vkey?: string | undefined; readonly policy?: string | undefined },
  handedOver: string,
): Promise<Trust> {
  if (given.vkey !== undefined) return { kind: 'key', key: parseVerifierKey(await textOrFile(given.vkey)) };
  if (given.policy !== undefined) return { kind: 'policy', policy: parsePolicy(await readSmallText(given.policy)) };
  io.stderr(
    'entrepot: warning: the key of the log is from the evidence itself; compare it with one from another source\n',
  );
  return { kind: 'key', key: parseVerifierKey(handedOver.trim()) };
}

type Trusted = { readonly key: VerifierKey; readonly checkpoint: Checkpoint; readonly witnesses: readonly string[] };

async function checkHead(text: string, trust: Trust, findings: Findings): Promise<Trusted | undefined> {
  try {
    const trusted = await trustCheckpoint(trust, text);
    if (trusted.outcome === 'trusted') return trusted;
    findings.problems.push({ file: CHECKPOINT_PATH, code: trusted.code });
  } catch (error) {
    findings.problems.push({ file: CHECKPOINT_PATH, code: codeOf(error) });
  }
  return undefined;
}

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
  const known = /^(?:manifest\.json|log\.vkey|checkpoint|README\.txt|subject\.json|tile\/.+|proofs\/.+|events\/.+)$/;
  for (const name of files.keys()) {
    if (name !== 'manifest.json' && !listed.has(name))
      findings.problems.push({ file: name, code: 'evidence.file_not_listed' });
    else if (!known.test(name)) findings.unread.push(name);
  }
}

/** The whole log, when the bundle holds it. */
async function checkTree(files: BundleFiles, key: VerifierKey, findings: Findings): Promise<void> {
  if (names(files, /^tile\//).length === 0) return;
  const source: LogSource = { read: async (path) => files.get(path) };
  const result = await verifyLog({ source, key, hasher: treeHasher(nodeSha256) });
  if (result.outcome === 'refused') findings.problems.push({ file: result.path ?? 'tile', code: result.code });
}

async function checkEvents(
  files: BundleFiles,
  key: VerifierKey,
  bundled: Checkpoint,
  findings: Findings,
): Promise<void> {
  for (const file of names(files, /^events\/\d{1,16}\.json$/)) {
    const index = Number(/(\d+)\.json$/.exec(file)?.[1]);
    const proof = files.get(`proofs/${index}.tlog-proof`);
    if (proof === undefined) findings.problems.push({ file, code: 'evidence.file_missing' });
    else
      await checkEvent(
        { file, index, disclosure: textOf(files, file), proof: fromUtf8(proof) },
        key,
        bundled,
        findings,
      );
  }
}

function report(io: Io, json: boolean, trusted: Trusted | undefined, findings: Findings, whole?: Whole): number {
  const events = findings.events.toSorted((a, b) => a.index - b.index);
  const receipts = findings.receipts.toSorted((a, b) => a.index - b.index);
  const sorted = { ...findings, events, receipts };
  const good = findings.problems.length === 0 ? trusted : undefined;
  const lines = json
    ? [JSON.stringify(found(sorted, trusted, good !== undefined, whole))]
    : [...foundLines(sorted), ...(good === undefined ? [] : goodLines(good, events.length, receipts.length, whole))];
  for (const line of lines) io.stdout(`${line}\n`);
  return good === undefined ? 1 : 0;
}

function found(
  { events, receipts, problems, unread }: Findings,
  trusted: Trusted | undefined,
  isGood: boolean,
  whole: Whole | undefined,
): object {
  const origin = trusted?.checkpoint.origin ?? null;
  const size = trusted?.checkpoint.size ?? null;
  const witnesses = trusted?.witnesses ?? [];
  const outcome = isGood ? 'verified' : 'refused';
  return {
    outcome,
    origin,
    size,
    witnesses,
    events,
    receipts,
    problems,
    unread,
    ...(whole === undefined ? {} : { whole }),
  };
}

function goodLines(
  { checkpoint, witnesses }: Trusted,
  events: number,
  receipts: number,
  whole: Whole | undefined,
): readonly string[] {
  const cosigned = witnesses.length > 0 ? `, cosigned by ${witnesses.join(', ')}` : '';
  const signed = receipts > 0 ? `, ${receipts} signed receipts` : '';
  const good = `verified: ${events} events in the log ${checkpoint.origin}, size ${checkpoint.size}${signed}${cosigned}`;
  if (whole === undefined) return [good];
  return [`whole: ${whole.entries} entries are about the ${whole.kind} ${whole.id}, and no other in this log`, good];
}

function foundLines({ events, receipts, unread, problems }: Findings): readonly string[] {
  return [
    ...events.flatMap(({ index, fields }) => [
      `entry ${index}`,
      ...fields.map(({ name, index: number, value }) => `  ${name ?? number}: ${JSON.stringify(value)}`),
    ]),
    ...receipts.flatMap(({ index, key, statement }) => [
      `receipt at entry ${index}, signed by key ${key}`,
      `  ${JSON.stringify(statement)}`,
    ]),
    ...unread.map((name) => `not read, digest only: ${name}`),
    ...problems.map(({ file, code }) => `REFUSED ${code} ${file}`),
  ];
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
