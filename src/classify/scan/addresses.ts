/** Addresses: what follows a label, what begins with a place name and has a house number, and Portuguese street names. */
import { type CueHit, labels } from './cues.ts';
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
  const signs = new HouseSigns(source.view.text);
  let doneTo = 0;
  for (const hit of source.cues.of('address')) {
    const label = labels(hit.cue, 'address');
    if (hit.end <= doneTo || isInTable(source, hit.start)) continue;
    const found = label ? behindLabel(source, hit) : atPlace(source, hit, signs);
    if (found === null) continue;
    hits.push(found);
    doneTo = found.end;
  }
  return hits;
}

/** Where the next 號 stands: without one near, a Chinese place begins no address, and a text of nothing but places stays cheap. */
class HouseSigns {
  readonly #text: string;
  #next = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Asked in order of `from`. */
  isWithin(from: number, reach: number): boolean {
    if (this.#next < from) {
      const rest = this.#text.slice(from, from + SIGN_STEP);
      const at = rest.search(/[號号]/);
      this.#next = at === -1 ? from + rest.length : from + at;
    }
    return this.#next <= from + reach && /[號号]/.test(this.#text.charAt(this.#next));
  }
}

const SIGN_STEP = 4096;

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

function atPlace(source: Source, hit: CueHit, signs: HouseSigns): Hit | null {
  const window = source.view.text.slice(hit.start, hit.start + LIMIT + 20);
  const street = STREET_PT.exec(window);
  if (street !== null)
    return /\d/.test(street[0]) ? address(hit.start, hit.start + street[0].trimEnd().length, 0.6, null) : null;
  if (!signs.isWithin(hit.start, LIMIT)) return null;
  const run = HAN_ADDRESS.exec(window);
  const core = run === null ? null : HAN_CORE.exec(run[0]);
  return core === null ? null : address(hit.start, hit.start + core[0].trimEnd().length, 0.65, null);
}

function address(start: number, end: number, score: number, cue: string | null): Hit {
  return { type: 'address', start, end, score, check: 'none', cue, pack: 'intl', role: false };
}
