/** Where an address really begins and ends: numbers before it belong to it; people, firms and parts of the sentence do not. */
import { COUNTRIES } from '../packs/name-cues-places.ts';
import { OTHER_STREET } from './addresses-english.ts';
import { isHan } from './chars.ts';
import type { Bounds } from './name-shape.ts';

/** A number right before an address is its flat or house: "17 | 24 Hill Road", "Unit 4526 | Box 671". */
const NUMBER_BEFORE =
  /(?<![\p{L}\p{N}.,/:#-])(?:(?:(?:Unit|PSC|Apt\.?|Flat|Suite|No\.?|Nº) )?(?:\d{1,5}[A-Za-z]?[ ,/]{1,2}){1,2}|(?:Unit|PSC|Apt\.?|Flat|Suite) )$/iu;
const CORNER_BEFORE = /(?:the )?(?:corner|intersection|junction) of $/iu;
const BEFORE = 24;
/** "The office of Solar is …", "Monday at …": no address has these words in it. */
const SENTENCE = /^[^\n\d]{0,60}?(?<!\p{L})(?:is|are|at|was)(?:[ :]+)(?=[\p{Lu}\d])/u;
/** "Diana Lopes Suite 913 …", "Ana Sousa, Apt. 12". */
const NAME_BEFORE_ROOM =
  /^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){1,2},? (?=(?:Apt|Suite|Unit|Flat|Room|Rm)\.? ?\d{1,5} \d)/u;
/** Lines without a figure before the one that begins with the house number: who lives there. */
const LINES_BEFORE = /^(?:[^\n\d]{1,60}\n[> ?]*)+(?=\d{1,6} \p{L}?|(?:Unit|PSC) \d|US[A-Z]{2,3} )/u;
const AND_BETWEEN = /, and (?=[^,;]{0,30}\p{Lu})/gu;
const REST = /[\s>?,;:-]+$/u;
/** Postal code or state and code on the line below, or behind a comma. */
const CODE_BEHIND =
  /^,?[ \n>]{1,6}(?:(?:[AFD]PO,? )?\p{Lu}{2,3},? \d{4,5}(?:-\d{3,4})?|\d{4}-\d{3}(?: \p{Lu}[\p{L}'’-]+)?)(?![\p{L}\d])/u;
/** A country, perhaps with a code, and two capitals for a state before the sentence ends. */
const COUNTRY_BEHIND = new RegExp(
  `^(?:,? ?\\n?[> ]{0,4}|, ?)(?:${COUNTRIES.toSorted((a, b) => b.length - a.length)
    .join('|')
    .replaceAll('.', '\\.')})(?: \\d{4,6})?(?![\\p{L}\\d'’-])`,
  'u',
);
const STATE_BEHIND = /^,? \p{Lu}{2}(?=[.,;!?]?(?:\s|$))/u;
const CODE_REACH = 48;
/** The next sentence begins: "… 5116 Feys Court. He holds". */
const NEXT_SENTENCE =
  /\.\s+(?:He|She|It|They|We|I|You|The|His|Her|Its|Their|Our|My|This|Please|In|At|If|Ele|Ela|Por|O|A|Os|As)$/u;
/** What a street is called at its end, when the model stopped before it. */
const STREET_TYPES =
  'Street|Road|Avenue|Lane|Drive|Court|Place|Circle|Crossing|Way|Trail|Terrace|Parkway|Pass|Point|Alley|Hill|Plaza|Junction|Square|Boulevard|Crescent|Close|Grove|Row|Gardens|Heights|Highway';
const STREET_TYPE = new RegExp(`^ (?:${STREET_TYPES})(?![\\p{L}])`, 'u');
/** "8 Sharp", "10 Blue Room": a figure and a word or two may be anything, unless the last one is a street's. */
const FIGURE_AND_WORDS = new RegExp(
  `^\\d{1,4} (?!(?:\\p{L}+ )?(?:${STREET_TYPES}|St|Rd|Ave|Ln|Dr|Ct|Pl|Blvd|Sq)\\.?$)\\p{L}[\\p{L}'’-]*(?: \\p{L}[\\p{L}'’-]*)?$`,
  'u',
);

export function isFigureAndWords(value: string): boolean {
  return FIGURE_AND_WORDS.test(value);
}
const OTHER_REACH = 90;
const LEAST = 6;

/** Returns the addresses in `start..end`, which is one or several in Latin letters. Bounded work. */
export function addressesWithin(text: string, start: number, end: number): Bounds[] {
  if (isHan(text.charCodeAt(start))) return [{ start, end }];
  return parts(text, start, end).map((part) => withEnds(text, withoutBegin(text, part)));
}

/** "12 Hill Road, Leeds, and 7 Park Lane": two, when each has a figure. */
function parts(text: string, start: number, end: number): Bounds[] {
  const value = text.slice(start, end);
  for (const match of value.matchAll(AND_BETWEEN)) {
    const behind = match.index + match[0].length;
    if (!/\d/.test(value.slice(0, match.index)) || !/\d/.test(value.slice(behind))) continue;
    return [{ start, end: start + match.index }, ...parts(text, start + behind, end)];
  }
  return [{ start, end }];
}

function withoutBegin(text: string, { start, end }: Bounds): Bounds {
  const value = text.slice(start, end);
  const before = LINES_BEFORE.exec(value) ?? SENTENCE.exec(value) ?? NAME_BEFORE_ROOM.exec(value);
  const cut = before?.[0].length ?? 0;
  return value.length - cut >= LEAST && /\d/.test(value.slice(cut)) ? { start: start + cut, end } : { start, end };
}

function withEnds(text: string, { start, end }: Bounds): Bounds {
  const before = text.slice(Math.max(0, start - BEFORE), start);
  const corner = CORNER_BEFORE.exec(before);
  const grown = (NUMBER_BEFORE.exec(before) ?? corner)?.[0].length ?? 0;
  let to = end - (NEXT_SENTENCE.exec(text.slice(start, end))?.[0].length ?? 0);
  to -= REST.exec(text.slice(start, to))?.[0].length ?? 0;
  if (corner !== null) to += OTHER_STREET.exec(text.slice(to, to + OTHER_REACH))?.[0].replace(/[.,]$/u, '').length ?? 0;
  for (const behind of [STREET_TYPE, CODE_BEHIND, STATE_BEHIND, COUNTRY_BEHIND])
    to += behind.exec(text.slice(to, to + CODE_REACH))?.[0].length ?? 0;
  return { start: start - grown, end: to };
}
