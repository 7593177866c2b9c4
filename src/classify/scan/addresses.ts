/** Addresses: what follows a label, what begins with a place name and has a house number, and Portuguese street names. */
import { type CueHit, hasRole, labels } from './cues.ts';
import type { Hit } from './hit.ts';
import { isInTable, type Source } from './source.ts';

const LIMIT = 100;
const HAN_ADDRESS = /^[\p{Script=Han}0-9A-Z -]{4,80}/u;
/** House number, then perhaps building, floor and room. */
const HAN_CORE = /^.{2,60}?\d{1,5} ?[號号](?:.{0,40}(?:[樓楼座室舖铺栋棟层層单元單](?: ?[A-Z](?![0-9A-Za-z]))?))?/su;
const STREET_PT =
  /^(?:Rua|Avenida|Av\.|Travessa|Estrada|Largo|Praça|Calçada|Beco|Alameda) (?:(?:d[aeo]s?|e) )?\p{Lu}[\p{L} .'’-]{1,60}(?:, ?(?:n\.?º ?)?\d{1,5}[^;\n。]{0,60})?/u;
/** Without a colon a value in Latin letters begins with a number or a capital: otherwise the sentence just goes on. */
const LABELLED = /^[ \t]*(?:[:：][ \t]*|(?![^\p{L}\p{N}#]|\p{Ll}))(?<v>(?=[^\n;。；]{0,80}\d)[^\n;。；]{6,120})/u;

export function findAddresses(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const hit of source.cues) {
    if (!labels(hit.cue, 'address') && !hasRole(hit.cue, 'place')) continue;
    if (isInTable(source, hit.start)) continue;
    const found = labels(hit.cue, 'address')
      ? behindLabel(source, hit)
      : hasRole(hit.cue, 'place')
        ? atPlace(source, hit)
        : null;
    if (found !== null) hits.push(found);
  }
  return hits;
}

function behindLabel(source: Source, hit: CueHit): Hit | null {
  const match = LABELLED.exec(source.view.text.slice(hit.end, hit.end + LIMIT + 40));
  const value = match?.groups?.['v'];
  if (match === null || value === undefined || /@|https?:|^\d{1,3}(?:\.\d{1,3}){3}/.test(value)) return null;
  const cut = cutClause(value);
  if (cut.length < 6 || !/\d/.test(cut)) return null;
  const start = hit.end + match[0].length - value.length;
  return address(start, start + cut.length, 0.75, hit.cue.text);
}

/** A Chinese address ends where the next clause begins; a Portuguese or English one keeps its commas. */
function cutClause(value: string): string {
  return /^\p{Script=Han}/u.test(value) ? (/^[^，,：]{4,80}/u.exec(value)?.[0] ?? '') : value.trimEnd();
}

function atPlace(source: Source, hit: CueHit): Hit | null {
  const window = source.view.text.slice(hit.start, hit.start + LIMIT + 20);
  const street = STREET_PT.exec(window);
  if (street !== null)
    return /\d/.test(street[0]) ? address(hit.start, hit.start + street[0].trimEnd().length, 0.6, null) : null;
  const run = HAN_ADDRESS.exec(window);
  const core = run === null ? null : HAN_CORE.exec(run[0]);
  return core === null ? null : address(hit.start, hit.start + core[0].trimEnd().length, 0.65, null);
}

function address(start: number, end: number, score: number, cue: string | null): Hit {
  return { type: 'address', start, end, score, check: 'none', cue, pack: 'intl', role: false };
}
