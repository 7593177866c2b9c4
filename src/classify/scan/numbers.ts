/** Tries every shape of every pack on the runs of numbers and scores what fits. */
import type { Detector } from '../packs/all.ts';
import { MARK, type Verdict } from '../packs/pack.ts';
import { HOTLINES, MOBILE, PRIVATE_NETWORK } from '../packs/phones.ts';
import type { Support } from './cues.ts';
import { batteryFor } from './batteries.ts';
import { clampScore, COUNTING_SCORE, type Hit, LEAST_SCORE } from './hit.ts';
import { misread } from './misread.ts';
import type { Run } from './runs.ts';
import { isLabelNear, type Source, supportOf } from './source.ts';

/** Returns scored hits of all shapes, unresolved and in no order. */
export function findNumbers(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const run of source.candidates.runs) scanRun(source, run, hits);
  return hits;
}

function scanRun(source: Source, run: Run, hits: Hit[]): void {
  const labelled = isLabelNear(source, run.start, run.end);
  const battery = batteryFor(run.digits, run.marks, run.joined, labelled);
  if (battery.isEmpty) return;
  const { length } = hits;
  const from = Math.max(0, run.start - BEFORE);
  const text = runText(source, run, from);
  for (const detector of battery.fitting(text)) tryDetector(source, detector, text, from, hits);
  if ((run.marks & (MARK.UPPER | MARK.LOWER)) !== 0) repair(source, run, text, labelled, hits, length);
}

/** The boundary tests look at what stands around a run. */
const BEFORE = 2;
const AFTER = 4;

/** The run with its surroundings; a line break inside the run is a blank, one outside stays a boundary. */
function runText(source: Source, run: Run, from: number): string {
  const text = source.view.text.slice(from, run.end + AFTER);
  if (!run.joined) return text;
  const inner = source.view.text.slice(run.start, run.end);
  if (!/[\r\n]/.test(inner)) return text;
  return text.slice(0, run.start - from) + inner.replace(/[\r\n]/g, ' ') + text.slice(run.end - from);
}

/** Letters that a scanner or a typist puts for digits, and small letters for capitals, where nothing sure was found since `length`. */
function repair(source: Source, run: Run, text: string, labelled: boolean, hits: Hit[], length: number): void {
  for (let i = length; i < hits.length; i += 1) if ((hits[i]?.score ?? 0) >= COUNTING_SCORE) return;
  const from = Math.max(0, run.start - BEFORE);
  for (const repaired of misread(text, labelled)) {
    const battery = batteryFor(repaired.digits, run.marks | MARK.UPPER, run.joined, labelled);
    for (const detector of battery.fitting(repaired.text)) {
      if (detector.repairs) tryRepaired(source, detector, repaired.text, from, hits);
    }
  }
}

function tryDetector(source: Source, detector: Detector, text: string, from: number, hits: Hit[]): void {
  const { pattern } = detector;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [start, value] = detector.type === 'phone' ? unbracketed(match.index, match[0]) : [match.index, match[0]];
    const hit = judge(source, detector, from + start, value);
    if (hit !== null) hits.push(hit);
    // What is left is too short for a second value.
    if (text.length - pattern.lastIndex < detector.digits) break;
  }
}

/** A bracket around the whole number, or a lone one at its edge, belongs to the sentence: (+852 6123 4567). */
function unbracketed(start: number, value: string): readonly [number, string] {
  const closing = value.indexOf(')');
  const opens = value.startsWith('(') && (closing < 0 || closing === value.length - 1);
  const closes = closing === value.length - 1 && (opens || !value.includes('('));
  return [opens ? start + 1 : start, value.slice(opens ? 1 : 0, closes ? -1 : undefined)];
}

/** A repaired value counts when its check digit holds or its own label stands before it. */
function tryRepaired(source: Source, detector: Detector, text: string, from: number, hits: Hit[]): void {
  const { pattern } = detector;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const hit = judge(source, detector, from + match.index, match[0]);
    if (hit === null || hit.score < COUNTING_SCORE || hit.check === 'fail') continue;
    const firm = hit.check === 'ok' && (hit.type === 'cn_resident_id' || hit.type === 'iban');
    if (firm || hit.cue !== null) hits.push({ ...hit, score: clampScore(hit.score - 0.05) });
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
    role: isOfNobody(detector, value, support),
    strength: strengthOf(detector, verdict, support),
  };
}

/** A hotline or switchboard that is no mobile telephone, and an address inside a network that no label ties to somebody's device, are an organisation's. */
function isOfNobody({ type }: Detector, value: string, { cue }: Support): boolean {
  if (type === 'phone') return cue !== null && HOTLINES.has(cue) && !MOBILE.test(value.replace(/[^\d+]/g, ''));
  return type === 'ip_address' && cue === null && PRIVATE_NETWORK.test(value);
}

/** A check digit that many other numbers pass as well (low base) is not the last word. */
function strengthOf(detector: Detector, verdict: Verdict, support: Support): number {
  if (verdict === 'ok') return detector.base >= 0.1 || support.own ? 3 : support.exact ? 2 : 1;
  return support.exact ? (support.own ? 2 : 1) : 0;
}

/** Base of the shape, +0.5 for a check that holds, -0.25 for one that fails, and the words around. */
function scoreOf(detector: Detector, verdict: Verdict, support: Support): number {
  if (support.bonus <= 0 && (verdict === 'drop' || detector.needsCue !== undefined)) return 0;
  if (detector.needsCue === 'own' && !support.own) return 0;
  const score = detector.base + support.bonus;
  if (verdict === 'none') return clampScore(score);
  if (verdict === 'ok') return clampScore(score + 0.5);
  // INVARIANT: a failed check under its own label (typing error, bad scan, made-up data) still counts.
  // Shapes that many other numbers have need a label that names nothing else.
  const isBelieved = support.exact && (support.own || detector.base >= 0.1);
  const least = isBelieved ? (verdict === 'fail' ? COUNTING_SCORE : 0.35) : 0;
  return clampScore(Math.max(least, score - 0.25));
}
