/** Tries every shape of every pack on the runs of numbers and scores what fits. */
import { type Detector, detectorsFor } from '../packs/all.ts';
import type { Verdict } from '../packs/pack.ts';
import type { Support } from './cues.ts';
import { clampScore, COUNTING_SCORE, type Hit, LEAST_SCORE } from './hit.ts';
import type { Run } from './runs.ts';
import { type Source, supportOf } from './source.ts';

/** Returns scored hits of all shapes, unresolved and in no order. */
export function findNumbers(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const run of source.candidates.runs) scanRun(source, run, hits);
  return hits;
}

function scanRun(source: Source, run: Run, hits: Hit[]): void {
  // One unit of context on both sides: the boundary tests look at it.
  const from = Math.max(0, run.start - 2);
  const slice = source.view.text.slice(from, run.end + 2);
  const text = slice.includes('\n') || slice.includes('\r') ? slice.replace(/[\r\n]/g, ' ') : slice;
  for (const detector of detectorsFor(run.digits)) {
    detector.pattern.lastIndex = 0;
    for (let match = detector.pattern.exec(text); match !== null; match = detector.pattern.exec(text)) {
      const start = from + match.index;
      const hit = judge(source, detector, start, match[0]);
      if (hit !== null) hits.push(hit);
    }
  }
}

function judge(source: Source, detector: Detector, start: number, value: string): Hit | null {
  const end = start + value.length;
  const verdict = detector.check === undefined ? 'none' : detector.check(value);
  if (verdict === 'never') return null;
  const support = supportOf(source, start, end, detector.type);
  const score = scoreOf(detector, verdict, support);
  if (score < LEAST_SCORE) return null;
  return {
    type: detector.type,
    start,
    end,
    score,
    check: verdict === 'drop' ? 'fail' : verdict,
    cue: support.cue,
    pack: detector.pack,
    role: false,
  };
}

/** Base of the shape, +0.5 for a check that holds, -0.25 for one that fails, and the words around. */
function scoreOf(detector: Detector, verdict: Verdict, support: Support): number {
  if (support.bonus <= 0 && (verdict === 'drop' || detector.needsCue === true)) return 0;
  let score = detector.base + support.bonus;
  if (verdict === 'ok') score += 0.5;
  if (verdict === 'fail' || verdict === 'drop') score -= 0.25;
  // INVARIANT: a failed check under its own label (typing error, bad scan, made-up data) still counts.
  if ((verdict === 'fail' || verdict === 'drop') && support.exact && score < COUNTING_SCORE)
    score = verdict === 'fail' ? COUNTING_SCORE : 0.35;
  return clampScore(score);
}
