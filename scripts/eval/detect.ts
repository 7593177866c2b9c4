/** `npm run eval -- detect`: how well findings match span-annotated texts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { classifyText } from '../../src/classify/classify.ts';
import { readShippedNamesModel } from '../../src/classify/model/names-model-node.ts';
import { readCatalogue } from './catalogue.ts';
import { type Found, scoreSet, type SetScore } from './score.ts';
import type { TestSet } from './sets.ts';

export type DetectOptions = {
  readonly data: string | null;
  readonly write: boolean;
  readonly json: boolean;
  /** Prints up to so many findings that are wrong or missing, with their surroundings. For own and public texts only. */
  readonly errors: number;
  readonly only: string | null;
  readonly rulesOnly: boolean;
};

const COUNTING = 0.5;

/** Scores all sets, prints the results and, when asked, writes them into docs/classification.md. */
export function evaluateDetection(options: DetectOptions): number {
  const names = options.rulesOnly ? null : readShippedNamesModel();
  const find = (text: string): Found[] =>
    classifyText(text, { names }).findings.filter((finding) => finding.score >= COUNTING);
  const { sets, absent } = readCatalogue(options.data);
  for (const path of absent) process.stderr.write(`not there, left out: ${path}\n`);
  const chosen = sets.filter((set) => options.only === null || set.name.includes(options.only));
  const scores = chosen.map((set) => scoreSet(set, find));
  if (options.json) process.stdout.write(`${JSON.stringify({ sets: scores, absent })}\n`);
  else process.stdout.write(`${scores.map(asText).join('\n')}\n`);
  if (options.errors > 0) for (const set of chosen) printErrors(set, find, options.errors);
  if (options.write) writeTable(chosen, scores);
  return 0;
}

function percent(value: number): string {
  return value.toFixed(3);
}

function asText(score: SetScore): string {
  const rows = [...Object.entries(score.types), ['all', score.overall] as const].map(
    ([type, one]) =>
      `  ${type.padEnd(16)} gold ${String(one.gold).padStart(5)} found ${String(one.found).padStart(5)}  exact P ${percent(one.exact.precision)} R ${percent(one.exact.recall)} F ${percent(one.exact.f1)}  overlap P ${percent(one.overlap.precision)} R ${percent(one.overlap.recall)} F ${percent(one.overlap.f1)}`,
  );
  const alarms = score.falseAlarms === null ? '' : `, false alarms ${percent(score.falseAlarms)}`;
  return `${score.name}: ${String(score.texts)} texts; text recall ${percent(score.textRecall)}${alarms}\n${rows.join('\n')}`;
}

function printErrors(set: TestSet, find: (text: string) => readonly Found[], most: number): void {
  const left = new Map<string, number>();
  for (const { text, spans } of set.texts) {
    const found = find(text).filter((one) => set.types.includes(one.type));
    const show = (kind: string, one: Found): void => {
      const key = `${kind} ${one.type}`;
      const count = left.get(key) ?? 0;
      left.set(key, count + 1);
      if (count >= most) return;
      const around = `${text.slice(Math.max(0, one.start - 30), one.start)}[${text.slice(one.start, one.end)}]${text.slice(one.end, one.end + 25)}`;
      process.stdout.write(`${kind} ${one.type}: ${around.replaceAll('\n', '⏎')}\n`);
    };
    const same = (a: Found, b: Found): boolean => a.type === b.type && a.start === b.start && a.end === b.end;
    for (const span of spans) if (!found.some((one) => same(one, span))) show('-', span);
    for (const one of found) if (!spans.some((span) => same(one, span))) show('+', one);
  }
}

/** A set in which nothing is to be found has false alarms only. */
function ofGold(score: SetScore, value: string): string {
  return score.overall.gold === 0 ? '-' : value;
}

const DOC = join(import.meta.dirname, '../../docs/classification.md');
const BEGIN = '<!-- results of npm run eval -- detect: begin -->';
const END = '<!-- results: end -->';

function writeTable(sets: readonly TestSet[], scores: readonly SetScore[]): void {
  const rows = scores.flatMap((score, i) =>
    Object.entries(score.types)
      .filter(([, one]) => one.gold > 0)
      .map(
        ([type, one], k) =>
          `| ${k === 0 ? `${score.name}; ${sets[i]?.source ?? ''}; ${String(score.texts)} texts` : ''} | ${type} | ${String(one.gold)} | ${[one.exact, one.overlap].map((rate) => [rate.precision, rate.recall, rate.f1].map((value) => value.toFixed(2)).join(' / ')).join(' | ')} |`,
      ),
  );
  const texts = scores.map(
    (score) =>
      `| ${score.name} | ${ofGold(score, score.textRecall.toFixed(3))} | ${score.falseAlarms === null ? 'not known' : score.falseAlarms.toFixed(3)} | ${ofGold(score, score.overall.exact.f1.toFixed(2))} | ${ofGold(score, score.overall.overlap.f1.toFixed(2))} |`,
  );
  const table = [
    BEGIN,
    '| set | type | spans | exact P / R / F1 | overlap P / R / F1 |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    '| set | texts with something found, of those that hold something | of those that hold nothing | F1 exact, all types | F1 overlap |',
    '|---|---|---|---|---|',
    ...texts,
    END,
  ].join('\n');
  const doc = readFileSync(DOC, 'utf8');
  const from = doc.indexOf(BEGIN);
  const to = doc.indexOf(END);
  if (from < 0 || to < from) throw new Error(`no place for the results in ${DOC}`);
  writeFileSync(DOC, doc.slice(0, from) + table + doc.slice(to + END.length));
}
