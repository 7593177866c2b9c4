/** Cuts bytes that arrive in pieces of any length into blocks of one length, holding back the last block. */
import type { Bytes } from '../base/bytes.ts';

export type BlockCutter = {
  /**
   * Returns the blocks that are now known not to be the last, in order: a full block is held back until one
   * more byte arrives. The bytes are copied, so the caller may reuse `piece`.
   */
  readonly push: (piece: Uint8Array) => Bytes[];
  /** Bytes held back so far: the last block, if nothing more comes. Valid until the next `push`. */
  readonly tail: () => Bytes;
  /** Gives a block back for reuse, once nobody reads it any more. Saves the page faults of a fresh megabyte. */
  readonly recycle: (block: Bytes) => void;
};

/** A short message must not cost a whole block of memory: the first block grows with what arrives. */
const FIRST_LENGTH = 16 * 1024;

export function createBlockCutter(blockLength: number): BlockCutter {
  const free: Bytes[] = [];
  let block = new Uint8Array(Math.min(FIRST_LENGTH, blockLength));
  let filled = 0;
  const makeRoom = (wanted: number): void => {
    if (filled + wanted <= block.length || block.length === blockLength) return;
    const larger = new Uint8Array(Math.min(blockLength, Math.max(2 * block.length, filled + wanted)));
    larger.set(block.subarray(0, filled));
    block = larger;
  };
  return {
    push: (piece) => {
      const whole: Bytes[] = [];
      for (let at = 0; at < piece.length; ) {
        if (filled === blockLength) {
          whole.push(block);
          block = free.pop() ?? new Uint8Array(blockLength);
          filled = 0;
        }
        makeRoom(piece.length - at);
        const length = Math.min(block.length - filled, piece.length - at);
        block.set(piece.subarray(at, at + length), filled);
        filled += length;
        at += length;
      }
      return whole;
    },
    tail: () => block.subarray(0, filled),
    recycle: (used) => {
      if (used.length === blockLength) free.push(used);
    },
  };
}

/** Yields the results of `work` in the order of `source`, with at most `depth` of them under way. */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  depth: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const underWay: Promise<R>[] = [];
  for await (const item of source) {
    const result = work(item);
    // A later item may fail while an earlier one is still awaited; the failure is seen when its turn comes.
    result.catch(() => {});
    underWay.push(result);
    const first = underWay.length >= depth ? underWay.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const result of underWay) yield await result;
}
