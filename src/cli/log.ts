/** `entrepot log`: full verification of an audit log by anybody, and proofs out of it. `log fsck` is given by the installation. */
import {
  CHECKPOINT_PATH,
  LOG,
  type LogVerification,
  logCodeOf,
  proveInclusion,
  treeHasher,
  verifyLog,
  writeProofFile,
} from '../audit-log/index.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { fromUtf8, hex, utf8 } from '../base/bytes.ts';
import { commandGroup, readArguments, wrongUsage } from './arguments.ts';
import { readSmallFile, writeNewFile } from './files.ts';
import type { Command, Io } from './io.ts';
import { findTrust, openLogSource, trustCheckpoint } from './log-source.ts';
import { createProgress } from './progress.ts';

const USAGE = `usage: entrepot log verify DIR|URL [--vkey KEY | --policy FILE] [--since CHECKPOINT]... [--json]
       entrepot log prove INDEX DIR|URL [--vkey KEY | --policy FILE] [-o FILE]
       entrepot log fsck [--json]

verify  reads the whole log (a folder of tiles, or the address under which it is published), hashes every entry,
        builds every tile and the root again and compares them with the signed checkpoint
prove   writes a proof file (c2sp.org/tlog-proof) that entry INDEX is in the log
fsck    compares the log of the installation in ENTREPOT_DATA with its database, event by event

  --vkey KEY     the log's verifier key, or @FILE with it; from a source that the log's operator cannot change
  --policy FILE  a trust policy (c2sp.org/tlog-policy): logs, witnesses and how many must have cosigned
  --since FILE   a checkpoint kept from an earlier visit: the log must continue it; may be repeated
  --any-entries  take any tlog-tiles log, not only those of Entrepot

Without a key a \`log.vkey\` in DIR or beside it is used, with a warning. An address never brings its own key.
Ends with 0 verified, 1 refused (with the code), 2 usage or the log cannot be read.
`;

const TRUST = { vkey: { type: 'string' }, policy: { type: 'string' } } as const;

const verify: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: {
      ...TRUST,
      since: { type: 'string', multiple: true, default: [] },
      'any-entries': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    positionals: [1, 1],
  });
  if (given.kind === 'done') return given.code;
  const { vkey, policy, since, json } = given.values;
  const [place = ''] = given.positionals;
  const source = await openLogSource(io, place);
  const trust = await findTrust(io, { vkey, policy }, place);
  if (trust === undefined) return wrongUsage(io, USAGE, 'by which key? --vkey or --policy').code;
  const older: Uint8Array[] = [];
  for (const path of since) older.push(await readSmallFile(path));
  const text = await source.read(CHECKPOINT_PATH);
  const trusted = text === undefined ? undefined : await trustCheckpoint(trust, text).catch(refusedBy);
  if (text === undefined || trusted === undefined)
    return report(io, json, { outcome: 'refused', code: 'log.missing_tile', path: CHECKPOINT_PATH }, []);
  if (trusted.outcome === 'refused') return report(io, json, trusted, []);
  const progress = createProgress(io, 'verifying', 'entries');
  const result = await verifyLog({
    source,
    key: trusted.key,
    hasher: treeHasher(nodeSha256),
    checkpoint: text,
    older,
    entries: given.values['any-entries'] ? 'any' : 'entrepot',
    onProgress: progress.show,
  });
  progress.end();
  return report(io, json, result, trusted.witnesses, older.length);
};

function refusedBy(error: unknown): {
  readonly outcome: 'refused';
  readonly code: NonNullable<ReturnType<typeof logCodeOf>>;
} {
  const code = logCodeOf(error);
  if (code === undefined) throw error;
  return { outcome: 'refused', code };
}

function report(io: Io, json: boolean, result: LogVerification, witnesses: readonly string[], older = 0): number {
  if (result.outcome === 'refused') {
    const { code, path, index } = result;
    if (json) io.stdout(`${JSON.stringify({ outcome: 'refused', code, path: path ?? null, index: index ?? null })}\n`);
    else
      io.stdout(
        `REFUSED ${code}${path === undefined ? '' : ` at ${path}`}${index === undefined ? '' : ` entry ${index}`}\n`,
      );
    return 1;
  }
  const { origin, size, root } = result.checkpoint;
  if (json) {
    io.stdout(`${JSON.stringify({ outcome: 'verified', origin, size, root: hex(root), witnesses, older })}\n`);
    return 0;
  }
  io.stdout(`verified\norigin ${origin}\nsize   ${size}\nroot   ${hex(root)}\n`);
  io.stdout('checked: signature, every entry, every tile, root');
  if (older > 0) io.stdout(`, continues ${older} older ${older === 1 ? 'checkpoint' : 'checkpoints'}`);
  io.stdout(witnesses.length > 0 ? `, cosigned by ${witnesses.join(', ')}\n` : '\n');
  return 0;
}

const prove: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { ...TRUST, out: { type: 'string', short: 'o' } },
    positionals: [2, 2],
  });
  if (given.kind === 'done') return given.code;
  const [indexText = '', place = ''] = given.positionals;
  if (!/^(0|[1-9]\d{0,15})$/.test(indexText)) return wrongUsage(io, USAGE, 'INDEX is a whole number').code;
  const index = Number(indexText);
  const source = await openLogSource(io, place);
  const trust = await findTrust(io, given.values, place);
  if (trust === undefined) return wrongUsage(io, USAGE, 'by which key? --vkey or --policy').code;
  const text = await source.read(CHECKPOINT_PATH);
  if (text === undefined) throw LOG.missing_tile({ path: CHECKPOINT_PATH });
  const trusted = await trustCheckpoint(trust, text);
  if (trusted.outcome === 'refused') {
    io.stderr(`entrepot: the checkpoint is refused (${trusted.code})\n`);
    return 1;
  }
  const hasher = treeHasher(nodeSha256);
  const { proof } = await proveInclusion({ hasher, source }, index, trusted.checkpoint);
  const file = writeProofFile({ index, proof, checkpoint: fromUtf8(text) });
  const { out } = given.values;
  if (out === undefined) io.stdout(file);
  else await writeNewFile(out, [utf8(file)]);
  return 0;
};

/** @param fsck - Compares log and database of the installation; it knows where they are. */
export function logCommand(fsck: Command): Command {
  return commandGroup(USAGE, { verify, prove, fsck });
}
