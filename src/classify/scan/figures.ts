/** Unpublished figures of an organisation: amounts near finance words in a text that says it is not published. */
import type { Signal } from '../packs/pack.ts';
import type { CueHit } from './cues.ts';
import type { Hit } from './hit.ts';
import type { Source } from './source.ts';

const FIGURE =
  /(?:(?:MOP|HKD|CNY|RMB|USD|EUR|HK\$|US\$|€|\$) ?)?\(?\d{1,3}(?:[,.]\d{1,3}){0,3}(?: to \d{1,4})? ?(?:million|billion|milhões|萬元|万元|億元|亿元|百萬|%|x\b)\)?|(?<=[\t ])\(?\d{1,4}\.\d\)?(?=[\t\n ])/g;
const WINDOW = 90;

/** The words that set `signal`. */
export function signalsOf(source: Source, signal: Signal): readonly CueHit[] {
  return source.cues.of('marker').filter((hit) => hit.cue.groups.some((group) => group.signal === signal));
}

export function findFigures(source: Source): Hit[] {
  if (signalsOf(source, 'unpublished').length === 0) return [];
  const hits: Hit[] = [];
  let doneTo = 0;
  for (const hit of signalsOf(source, 'finance')) {
    const from = Math.max(hit.end, doneTo);
    const window = source.view.text.slice(from, hit.end + WINDOW);
    FIGURE.lastIndex = 0;
    for (let match = FIGURE.exec(window); match !== null; match = FIGURE.exec(window)) {
      const start = from + match.index;
      hits.push({
        type: 'financial_figure',
        start,
        end: start + match[0].length,
        score: 0.65,
        check: 'none',
        cue: hit.cue.text,
        pack: 'intl',
        role: false,
      });
      doneTo = start + match[0].length;
    }
  }
  return hits;
}
