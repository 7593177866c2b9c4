/** English streets that only the sentence tells: crossings ("the corner of 12 Hill Road and Park Lane") and where somebody lives. */
import type { Hit } from './hit.ts';
import type { Source } from './source.ts';

const WORD = "\\p{Lu}[\\p{L}.'’/-]{0,24}";
const LINK = '(?:de|da|do|des|du|del|dei|della|la|van|der|ten|of|the)';
/** Words of a street, with figures before, between or behind. */
const STREET = `(?:\\d{1,5} ){0,2}(?:${LINK} |\\p{Ll}{1,3}\\. )?${WORD}(?: (?:${LINK} )?(?:${WORD}|\\d{1,4}(?!\\d)|(?:str|street|road|avenue)\\.?(?!\\p{L}))){0,6}`;
const CROSSING = new RegExp(
  `(?<!\\p{L})(?:[Tt]he )?(?:[Cc]orner|[Ii]ntersection|[Jj]unction) of (?=[^\\n]{0,60}\\d)${STREET} (?:and|&) ${STREET}`,
  'gu',
);
const LIVES = new RegExp(
  `(?<!\\p{L})(?:lives (?:at|on|in)|(?:live|lived|living|resid(?:e|es|ed|ing)|stays|staying) (?:at|in)) (?<v>${STREET})`,
  'gu',
);
/** "living in Block 7", "lives in May 2020": no street. */
const NO_STREET =
  /(?:^|[ \d])(?:Block|Hall|Level|Floor|Room|Unit|Zone|Area|Building|Tower|Dorm|Camp|Phase|District|January|February|March|April|May|June|July|August|September|October|November|December)(?: |$)|\d{4}.?$|^\d+ \p{Lu}\p{L}+$/u;
/** What follows the first street of a crossing. */
export const OTHER_STREET = new RegExp(`^ (?:and|&) ${STREET}`, 'u');

/** Returns crossings with a house number in them, and a street with a number behind words that say where somebody is. Linear. */
export function findEnglishStreets({ view: { text } }: Source): Hit[] {
  const hits: Hit[] = [];
  for (const match of text.matchAll(CROSSING)) hits.push(address(match.index, withoutStop(match[0])));
  for (const match of text.matchAll(LIVES)) {
    const value = withoutStop(match.groups?.['v'] ?? '');
    if (/\d/.test(value) && !NO_STREET.test(value))
      hits.push(address(match.index + match[0].lastIndexOf(value), value));
  }
  return hits;
}

/** Nor "street" behind a house number. */
function withoutStop(value: string): string {
  return value.replace(/[.,'’/-]+$/u, '').replace(/(?<=\d| (?:Road|Street|Avenue|Lane)) (?:street|road|avenue)$/u, '');
}

function address(start: number, value: string): Hit {
  return {
    type: 'address',
    start,
    end: start + value.length,
    score: 0.6,
    check: 'none',
    cue: null,
    pack: 'intl',
    role: false,
  };
}
