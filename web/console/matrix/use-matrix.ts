/** The cells of the matrix as they come, and how far it is. */
import { useEffect, useRef, useState } from 'react';
import type { Facts, RecipientKind } from '../../../src/model/facts.ts';
import { LEVELS } from '../../../src/model/level.ts';
import { MATRIX_PLACES, MATRIX_RECIPIENTS, type MatrixCell } from '../../../src/policy/matrix.ts';
import type { Policy } from '../policy/policy-client.ts';

export type Matrix = {
  readonly cells: ReadonlyMap<string, MatrixCell>;
  /** Between 0 and 1. */
  readonly done: number;
  readonly error: unknown;
};

export const cellKey = ({ level, place, recipient }: Pick<MatrixCell, 'level' | 'place' | 'recipient'>): string =>
  [recipient, place.dest, place.city ?? '', level].join(' ');

const EMPTY: Matrix = { cells: new Map(), done: 0, error: null };

/** Decides for the chosen recipient first: its table is whole after a fifth of the time. */
export function useMatrix(policy: Policy | undefined, base: Facts, chosen: RecipientKind): Matrix {
  const [matrix, setMatrix] = useState<Matrix>(EMPTY);
  // Only where the work begins: choosing another recipient later needs no new work.
  const first = useRef(chosen);
  useEffect(() => {
    first.current = chosen;
  }, [chosen]);
  useEffect(() => {
    if (policy === undefined) return undefined;
    let current = true;
    const cells = new Map<string, MatrixCell>();
    const recipients = [first.current, ...MATRIX_RECIPIENTS.filter((kind) => kind !== first.current)];
    const run = async () => {
      setMatrix(EMPTY);
      try {
        await policy.matrix(base, { levels: LEVELS, places: MATRIX_PLACES, recipients }, (part, done, total) => {
          for (const cell of part) cells.set(cellKey(cell), cell);
          if (current) setMatrix({ cells: new Map(cells), done: done / total, error: null });
        });
      } catch (error) {
        if (current) setMatrix({ cells, done: 1, error });
      }
    };
    void run();
    return () => {
      current = false;
    };
  }, [policy, base]);
  return matrix;
}
