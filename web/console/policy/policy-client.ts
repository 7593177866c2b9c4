/** One worker that decides, for as long as the page lives: loading it again would cost a second at every visit. */
import type { MatrixCell } from '../../../src/policy/matrix.ts';
import type { WhatIf } from '../../../src/policy/what-if.ts';
import type { PackFilesAnswer } from '../../../src/model/api/packs.ts';
import type { Facts } from '../../../src/model/facts.ts';
import type { Locale } from '../../../src/model/locale.ts';
import type { MatrixAxes } from '../../../src/policy/matrix.ts';
import { ClientError } from '../api/errors.ts';
import { startWorker } from '../workers.ts';
import { type LoadedPack, NOT_LOADED, type PolicyAnswer, type PolicyQuestion, type PolicyResult } from './protocol.ts';

export type Policy = {
  readonly packs: readonly LoadedPack[];
  readonly rules: number;
  readonly decide: (facts: Facts, locale: Locale) => Promise<WhatIf>;
  /** Resolves when all cells were handed over, or when a newer matrix was asked for. */
  readonly matrix: (base: Facts, axes: MatrixAxes, onCells: CellsListener) => Promise<void>;
};
export type CellsListener = (cells: readonly MatrixCell[], done: number, total: number) => void;

type Waiting = { readonly settle: (result: PolicyResult) => void; readonly onCells?: CellsListener | undefined };
type Ask = (question: PolicyQuestion, onCells?: CellsListener) => Promise<PolicyResult>;

/** Starts a worker with these rules. @throws ClientError with the code of the errors catalogue. */
export async function openPolicy(rules: PackFilesAnswer): Promise<Policy> {
  const ask = createAsk(startWorker('decider'));
  const loaded = await ask({ kind: 'load', rules });
  if (loaded.kind !== 'loaded') throw failure(loaded);
  return {
    packs: loaded.packs,
    rules: loaded.rules,
    decide: async (facts, locale) => {
      const result = await ask({ kind: 'decide', facts, locale });
      if (result.kind !== 'decided') throw failure(result);
      return result.answer;
    },
    matrix: async (base, axes, onCells) => {
      const result = await ask({ kind: 'matrix', base, axes }, onCells);
      if (result.kind !== 'matrix') throw failure(result);
    },
  };
}

function failure(result: PolicyResult): ClientError {
  return new ClientError(result.kind === 'failed' ? result.code : NOT_LOADED, 0);
}

function createAsk(worker: Worker): Ask {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<PolicyAnswer>) => {
    const asked = waiting.get(data.id);
    if (data.kind === 'cells') {
      asked?.onCells?.(data.cells, data.done, data.total);
      return;
    }
    waiting.delete(data.id);
    asked?.settle(data);
  });
  // A worker that cannot start answers nothing any more: whoever waits is told, and so is everybody after.
  let broken = false;
  worker.addEventListener('error', () => {
    broken = true;
    for (const { settle } of waiting.values()) settle({ kind: 'failed', code: NOT_LOADED });
    waiting.clear();
  });
  return (question, onCells) => {
    if (broken) return Promise.resolve({ kind: 'failed', code: NOT_LOADED });
    last += 1;
    const id = last;
    return new Promise((settle) => {
      waiting.set(id, { settle, onCells });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin
      worker.postMessage({ ...question, id });
    });
  };
}
