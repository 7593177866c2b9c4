/** Where a log is read from, and by which key: what `log verify` and `log prove` have in common. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Checkpoint,
  LOG,
  type LogCode,
  type LogPolicy,
  type LogSource,
  type VerifierKey,
  checkPolicy,
  openCheckpoint,
  parsePolicy,
  parseVerifierKey,
  urlSource,
} from '../audit-log/index.ts';
import { directorySource } from '../audit-log/directory-node.ts';
import { SECOND } from '../base/units.ts';
import { CLI } from './errors.ts';
import { readSmallText } from './files.ts';
import type { Io } from './io.ts';
import { textOrFile } from './key-files.ts';

const FETCH_TIMEOUT = 30 * SECOND;

/** A folder of tiles or an http(s) address. @throws `cli.file_unreadable` */
export async function openLogSource(io: Io, place: string): Promise<LogSource> {
  if (/^https?:\/\//i.test(place)) {
    // Redirects are not followed: the address is the caller's, and stays it.
    return urlSource(place, (url) =>
      fetch(url, {
        redirect: 'error',
        signal: AbortSignal.any([io.signal, AbortSignal.timeout(FETCH_TIMEOUT)]),
      }),
    );
  }
  const isFolder = await stat(place).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (!isFolder) throw CLI.file_unreadable({ path: place, reason: 'no folder' });
  return directorySource(place);
}

export type Trust =
  | { readonly kind: 'key'; readonly key: VerifierKey }
  | { readonly kind: 'policy'; readonly policy: LogPolicy };

/**
 * Returns by what the log is trusted: `--vkey`, `--policy`, or else a `log.vkey` in the folder or beside it, with a warning: such
 * a key comes from the same hand as the log. Undefined when there is none of these; an address never brings its own key.
 */
export async function findTrust(
  io: Io,
  given: { readonly vkey?: string | undefined; readonly policy?: string | undefined },
  place: string,
): Promise<Trust | undefined> {
  if (given.vkey !== undefined) return { kind: 'key', key: parseVerifierKey(await textOrFile(given.vkey)) };
  if (given.policy !== undefined) return { kind: 'policy', policy: parsePolicy(await readSmallText(given.policy)) };
  if (/^https?:\/\//i.test(place)) return undefined;
  for (const path of [join(place, 'log.vkey'), join(place, '..', 'log.vkey')]) {
    const text = await readSmallText(path).catch(() => undefined);
    if (text === undefined) continue;
    io.stderr(`entrepot: warning: the key is from ${path}, beside the log itself. Whoever wrote the log could have\n`);
    io.stderr('  written the key as well; compare it with one from another source, or give --vkey\n');
    return { kind: 'key', key: parseVerifierKey(text.trim()) };
  }
  return undefined;
}

export type TrustedCheckpoint =
  | {
      readonly outcome: 'trusted';
      readonly checkpoint: Checkpoint;
      readonly key: VerifierKey;
      readonly witnesses: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly code: LogCode };

/** Returns the checkpoint when key or policy accept it. @throws `log.note_malformed`, `log.checkpoint_malformed` */
export async function trustCheckpoint(trust: Trust, text: string | Uint8Array): Promise<TrustedCheckpoint> {
  if (trust.kind === 'key') {
    const opened = await openCheckpoint(text, trust.key);
    if (opened.outcome === 'refused') return opened;
    return { outcome: 'trusted', checkpoint: opened.checkpoint, key: trust.key, witnesses: [] };
  }
  const checked = await checkPolicy(trust.policy, text);
  if (checked.outcome !== 'met') return { outcome: 'refused', code: checked.code };
  const { checkpoint, witnesses } = checked;
  const key = trust.policy.logs.find((log) => log.key.name === checkpoint.origin)?.key;
  if (key === undefined) throw LOG.unknown_key();
  return { outcome: 'trusted', checkpoint, key, witnesses: witnesses.map(({ name }) => name) };
}
