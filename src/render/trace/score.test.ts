import { describe, expect, it } from 'vitest';
import { chipsOf } from '../mark/chips.ts';
import { encode, payloadOf } from '../mark/payload.ts';
import { streamKeys } from '../mark/streams.ts';
import { decodeId, type Score, score, sumOfPages, threshold, verdict } from './score.ts';

const KEY = new Uint8Array(32).fill(5);
const PAGE = { pageId: 'doc:1', key: KEY };
const VIEW = 'abcdef012345';
const CELLS = 34_476;
const NODES = 2880;

let state = 7;
const uniform = (): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
/** Sums of four: near enough to a bell of variance 1. */
const noise = (): number => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
const ids = Array.from({ length: 250 }, (_, n) => (n + 1).toString(16).padStart(12, '0'));

/** What a leak of this view would show: `share` of its chips in noise of one. */
function observed(viewId: string, share: number, page = PAGE): { L: Float32Array; W: Float32Array } {
  const keys = streamKeys(page.key, page.pageId, viewId);
  const code = encode(payloadOf(viewId));
  const seen = (chips: Int8Array): Float32Array => Float32Array.from(chips, (chip) => share * chip + noise());
  return {
    L: seen(chipsOf(keys.carrierL, keys.fingerprintL, code, CELLS)),
    W: seen(chipsOf(keys.carrierW, keys.fingerprintW, code, NODES)),
  };
}

const moments = (values: readonly number[]): { mean: number; variance: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
};

describe('the figures of a view', () => {
  it('are those of chance for everybody when the key is another', () => {
    const scores = score(observed(VIEW, 0.5), { pageId: PAGE.pageId, key: new Uint8Array(32).fill(6) }, [VIEW, ...ids]);
    for (const layer of ['tL', 'tW'] as const) {
      const { mean, variance } = moments(scores.map((one) => one[layer]));
      expect(Math.abs(mean)).toBeLessThan(0.2);
      expect(variance).toBeGreaterThan(0.8);
      expect(variance).toBeLessThan(1.25);
    }
    expect(verdict(scores, scores.length, 3).kind).toBe('no_finding');
  });

  it('are those of chance for whoever did not leak, although their payload chips are in the same places', () => {
    const scores = score(observed(VIEW, 0.5), PAGE, [VIEW, ...ids]);
    const { mean, variance } = moments(scores.slice(1).map(({ tL }) => tL));
    expect(Math.abs(mean)).toBeLessThan(0.2);
    expect(variance).toBeLessThan(1.3);
    expect(scores[0]!.tL).toBeGreaterThan(40);
  });

  it('are those of chance on another page of the same document', () => {
    const scores = score(observed(VIEW, 0.5), { ...PAGE, pageId: 'doc:2' }, [VIEW, ...ids]);
    expect(verdict(scores, scores.length, 3).kind).toBe('no_finding');
  });

  it('are nothing where nothing was observed', () => {
    const blank = { L: new Float32Array(CELLS), W: new Float32Array(NODES) };
    expect(score(blank, PAGE, [VIEW])).toEqual([{ viewId: VIEW, tL: 0, tW: 0, t: 0 }]);
    expect(decodeId(blank, PAGE)).toBeUndefined();
    expect(verdict(score(blank, PAGE, [VIEW]), 1, 3)).toMatchObject({ kind: 'no_finding', best: 0 });
  });

  it('add up over pages, and only over the same views', () => {
    const weak = ['doc:1', 'doc:2', 'doc:3', 'doc:4'].map((pageId) =>
      score(observed(VIEW, 0.04, { ...PAGE, pageId }), { ...PAGE, pageId }, [VIEW, ...ids]),
    );
    const own = (list: readonly Score[]): number => list[0]!.t;
    expect(own(sumOfPages(weak))).toBeGreaterThan(Math.max(...weak.map(own)));
    expect(
      moments(
        sumOfPages(weak)
          .slice(1)
          .map(({ tL }) => tL),
      ).variance,
    ).toBeLessThan(1.3);
    expect(() => sumOfPages([weak[0]!, weak[1]!.toReversed()])).toThrow(RangeError);
    expect(sumOfPages([])).toEqual([]);
  });
});

describe('the threshold', () => {
  it('is that of Hoeffding for three figures a candidate', () => {
    expect(threshold(300, 3)).toBeCloseTo(6.42, 2);
    expect(threshold(1000, 3)).toBeCloseTo(6.61, 2);
    expect(threshold(1_000_000, 3)).toBeCloseTo(7.58, 2);
  });

  it('rises with every further figure and candidate, and with less tolerance for error', () => {
    expect(threshold(300, 6)).toBeGreaterThan(threshold(300, 3));
    expect(threshold(301, 3)).toBeGreaterThan(threshold(300, 3));
    expect(threshold(300, 3, 1e-9)).toBeGreaterThan(threshold(300, 3));
  });

  it('counts the candidates that were scored when fewer are named', () => {
    const scores = score(observed(VIEW, 0.05), PAGE, [VIEW, ...ids]);
    expect(verdict(scores, 1, 3).threshold).toBe(threshold(251, 3));
    expect(verdict(scores, 5000, 3).threshold).toBe(threshold(5000, 3));
  });
});

describe('the verdict', () => {
  it('names the view that leaked, with its bound and who came next', () => {
    const scores = score(observed(VIEW, 0.3), PAGE, [...ids, VIEW]);
    const found = verdict(scores, scores.length, 3);
    expect(found).toMatchObject({ kind: 'identified', viewId: VIEW, bound: 1e-30, also: [] });
    expect(found.kind === 'identified' && found.runnerUp).toBeLessThan(5);
  });

  it('names nobody below the threshold, even when one is far ahead', () => {
    const scores = [
      { viewId: VIEW, tL: 6, tW: 2, t: 6 },
      { viewId: ids[0]!, tL: 0, tW: 0, t: 0 },
    ];
    expect(verdict(scores, 1000, 3)).toEqual({ kind: 'no_finding', best: 6, threshold: threshold(1000, 3) });
    expect(verdict([], 0, 3)).toMatchObject({ kind: 'no_finding', best: undefined });
    expect(verdict([{ viewId: VIEW, tL: Number.NaN, tW: 0, t: Number.NaN }], 1, 3).kind).toBe('no_finding');
  });

  it('names all whose copies were mixed', () => {
    const copies = ids.slice(0, 3).map((id) => observed(id, 0.6));
    const mix = (layer: 'L' | 'W'): Float32Array =>
      copies[0]![layer].map((_, k) => copies.reduce((sum, one) => sum + one[layer][k]!, 0) / 3);
    const found = verdict(score({ L: mix('L'), W: mix('W') }, PAGE, ids), ids.length, 3);
    expect(found.kind === 'identified' && [found.viewId, ...found.also.map(({ viewId }) => viewId)].toSorted()).toEqual(
      ids.slice(0, 3),
    );
  });
});

describe('the id without a list', () => {
  it('is read from either layer, and from both together where neither is enough', () => {
    const seen = observed(VIEW, 0.35);
    expect(decodeId(seen, PAGE)).toEqual({ viewId: VIEW, layer: 'L' });
    expect(decodeId({ ...seen, L: new Float32Array(CELLS) }, PAGE)).toEqual({ viewId: VIEW, layer: 'W' });
  });

  it('is not read with another key', () => {
    expect(decodeId(observed(VIEW, 0.35), { ...PAGE, key: new Uint8Array(32) })).toBeUndefined();
  });
});
