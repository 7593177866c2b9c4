/** The whole check of a log, from the request to the answer. Without a worker around it, so that it can be tested. */
import {
  CHECKPOINT_PATH,
  type LogSource,
  logCodeOf,
  parseVerifierKey,
  sha256,
  treeHasher,
  type VerifierKey,
  verifyLog,
} from '../../../src/audit-log/index.ts';
import { base64, equal, fromUtf8, utf8 } from '../../../src/base/bytes.ts';
import type { VerifyAnswer, VerifyRequest } from './verification.ts';

/** Where Ed25519 is missing (browsers before 2025) nothing can be said about the signature. */
export const UNSUPPORTED = 'console.ed25519_missing';

const isSame = (one: Uint8Array, other: Uint8Array | undefined) => other !== undefined && equal(one, other);

/**
 * Returns whether the log is exactly what its checkpoint says: every entry hashed, every tile and the root built again,
 * the signature checked with the given key, and the checkpoint of an earlier visit continued. A fault of the network or
 * of the browser is `failed`, never `refused`.
 */
export async function runVerification(
  request: VerifyRequest,
  source: LogSource,
  onProgress: (done: number, size: number) => void,
): Promise<VerifyAnswer> {
  const started = performance.now();
  try {
    const key: VerifierKey = parseVerifierKey(request.vkey);
    const published = await source.read(CHECKPOINT_PATH);
    // The same statement twice proves nothing more, and would hide which file is at fault.
    const older = request.older === null ? [] : [utf8(request.older)].filter((one) => !isSame(one, published));
    const result = await verifyLog({
      source,
      key,
      ...(published === undefined ? {} : { checkpoint: published }),
      hasher: treeHasher(sha256),
      older,
      onProgress,
    });
    if (result.outcome === 'refused') {
      return { kind: 'refused', code: result.code, path: result.path ?? null, index: result.index ?? null };
    }
    const { origin, size, root } = result.checkpoint;
    return {
      kind: 'verified',
      origin,
      size,
      root: base64(root),
      checkpoint: typeof result.text === 'string' ? result.text : fromUtf8(result.text),
      milliseconds: performance.now() - started,
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') return { kind: 'failed', code: UNSUPPORTED };
    const code = logCodeOf(error);
    // A key that is none is a fault of the log's identity, not of the network.
    if (code === 'log.bad_key') return { kind: 'refused', code, path: null, index: null };
    return { kind: 'failed', code: code ?? 'console.unexpected_answer' };
  }
}
