/** Where the sealed fields of a sweep belong, and the keys by which its files are found again. */
import { type Bytes, hex } from '../../base/bytes.ts';
import { indexOf } from '../../seal/index.ts';
import type { TransferDeps } from '../../transfers/deps.ts';

export function sweepContexts(sweepId: string): Record<'source' | 'report', string> {
  return { source: `sweep.source:${sweepId}`, report: `sweep.report:${sweepId}` };
}

export function pathContext(sweepId: string, pathKey: Uint8Array): string {
  return `sweep_item.path:${sweepId}:${hex(pathKey)}`;
}

export function pathKeyOf(deps: Pick<TransferDeps, 'crypto' | 'keys'>, sweepId: string, path: string): Promise<Bytes> {
  return indexOf(deps.crypto, deps.keys.index, 'sweep.path', `${sweepId}\0${path}`);
}

export function contentKeyOf(deps: Pick<TransferDeps, 'crypto' | 'keys'>, sha256: string): Promise<Bytes> {
  return indexOf(deps.crypto, deps.keys.index, 'sweep.content', sha256);
}
