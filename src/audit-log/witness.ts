/**
 * The witness side of c2sp.org/tlog-witness: what to answer to `add-checkpoint`. A witness cosigns a log's checkpoint only
 * when it continues the last one that it cosigned for the same origin, so nobody can be shown another history.
 */
import { type Bytes, base64, equal, fromBase64 } from '../base/bytes.ts';
import { type Checkpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts';
import type { Cosigner } from './cosignature.ts';
import { LOG, logCodeOf } from './errors.ts';
import type { TreeHasher } from './hash.ts';
import { parseNote, signatureLine } from './note.ts';
import { verifyConsistency } from './proof.ts';
import { isSize } from './tile.ts';
import type { VerifierKey } from './vkey.ts';

export type AddCheckpoint = {
  readonly oldSize: number;
  readonly proof: readonly Bytes[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
};

const MAX_REQUEST_CHARS = 100_000;
const MAX_REQUEST_HASHES = 63;

/** Returns the body of a request: `old <size>`, one proof hash a line, an empty line, the checkpoint. */
export function writeAddCheckpoint(request: AddCheckpoint): string {
  const hashes = request.proof.map((hash) => `${base64(hash)}\n`).join('');
  return `old ${request.oldSize}\n${hashes}\n${request.checkpoint}`;
}

/** Returns the parts of a request body. @throws `log.proof_malformed`, also for more than 63 hashes. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const split = body.indexOf('\n\n');
  if (body.length > MAX_REQUEST_CHARS || split < 0) throw LOG.proof_malformed({ reason: 'form' });
  const [first = '', ...lines] = body.slice(0, split).split('\n');
  const digits = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1];
  const oldSize = Number(digits ?? Number.NaN);
  if (!isSize(oldSize) || lines.length > MAX_REQUEST_HASHES) throw LOG.proof_malformed({ reason: 'old size' });
  return { oldSize, proof: lines.map(hashOf), checkpoint: body.slice(split + 2) };
}

function hashOf(line: string): Bytes {
  try {
    return fromBase64(line);
  } catch (cause) {
    throw LOG.proof_malformed({ reason: 'base64' }, cause);
  }
}

export type WitnessedHead = { readonly size: number; readonly root: Bytes };

export type WitnessDeps = {
  readonly hasher: TreeHasher;
  readonly cosigner: Cosigner;
  readonly now: () => Date;
  /** The key of a log that this witness knows, by origin. */
  readonly keyOf: (origin: string) => VerifierKey | undefined;
  /** The head last cosigned for an origin; undefined before the first. */
  readonly latest: (origin: string) => Promise<WitnessedHead | undefined>;
  /**
   * Compare-and-swap: keeps `to`, and the note, only if the head is still `from`. Durable when it resolves.
   * INVARIANT: never goes back, and comes before the cosignature leaves.
   */
  readonly advance: (
    origin: string,
    from: WitnessedHead | undefined,
    to: WitnessedHead,
    note: string,
  ) => Promise<boolean>;
};

/** The HTTP answer: 200 with the cosignature line, 409 with the size that is held, else a code. */
export type WitnessAnswer =
  | { readonly status: 200; readonly body: string }
  | { readonly status: 409; readonly size: number }
  | {
      readonly status: 400 | 403 | 404 | 422;
      readonly code: 'log.proof_malformed' | 'log.inconsistent' | WitnessRefusal;
    };

type WitnessRefusal = 'log.note_malformed' | 'log.checkpoint_malformed' | 'log.unknown_key' | 'log.bad_signature';

/**
 * Returns the answer to one `add-checkpoint` request and keeps the new head before it answers 200: 404 unknown origin,
 * 403 no valid signature of the log, 400 malformed or an old size beyond the checkpoint's, 409 another old size than
 * the one held (or another request came between), 422 the proof does not hold.
 */
export async function addCheckpoint(deps: WitnessDeps, body: string): Promise<WitnessAnswer> {
  const parsed = parseRequest(body);
  if ('status' in parsed) return parsed;
  const { request, claimed } = parsed;
  const key = deps.keyOf(claimed.origin);
  if (key === undefined) return { status: 404, code: 'log.unknown_key' };
  const opened = await openCheckpoint(request.checkpoint, key);
  if (opened.outcome === 'refused') return { status: 403, code: 'log.bad_signature' };
  const next = { size: claimed.size, root: claimed.root };
  if (request.oldSize > next.size) return { status: 400, code: 'log.proof_malformed' };
  const held = await deps.latest(claimed.origin);
  if (request.oldSize !== (held?.size ?? 0)) return { status: 409, size: held?.size ?? 0 };
  if (!continues(deps.hasher, held, next, request.proof)) return { status: 422, code: 'log.inconsistent' };
  // Kept before it is signed: a crash here loses a cosignature, the other order could give two for one size.
  if (!(await deps.advance(claimed.origin, held, next, request.checkpoint))) {
    return { status: 409, size: (await deps.latest(claimed.origin))?.size ?? 0 };
  }
  const line = await deps.cosigner.cosign(opened.note.text, Math.floor(deps.now().getTime() / 1000));
  return { status: 200, body: signatureLine(line) };
}

type ParsedRequest = { readonly request: AddCheckpoint; readonly claimed: Checkpoint };

function parseRequest(body: string): ParsedRequest | Extract<WitnessAnswer, { status: 400 | 403 | 404 | 422 }> {
  try {
    const request = parseAddCheckpoint(body);
    return { request, claimed: parseCheckpoint(parseNote(request.checkpoint).text) };
  } catch (error) {
    const code = logCodeOf(error);
    if (code === 'log.note_malformed' || code === 'log.checkpoint_malformed' || code === 'log.proof_malformed') {
      return { status: 400, code };
    }
    throw error;
  }
}

/** Whether `next` may follow what is held. From nothing there is nothing to prove, and the proof must be empty. */
function continues(
  hasher: TreeHasher,
  held: WitnessedHead | undefined,
  next: WitnessedHead,
  proof: readonly Bytes[],
): boolean {
  if (next.size === 0 && !equal(next.root, hasher.emptyRoot)) return false;
  if (held === undefined || held.size === 0) return proof.length === 0;
  const claim = { size1: held.size, root1: held.root, size2: next.size, root2: next.root };
  return verifyConsistency(hasher, claim, proof);
}
