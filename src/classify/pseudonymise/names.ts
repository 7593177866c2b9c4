/**
 * Invented names. The Chinese family names are characters that no family has, written alike in both scripts; Latin names are put together
 * from syllables. They read as names, and are nobody's.
 */
import type { Draw } from './keyed.ts';

const FAMILY = Array.from('汐霖岩泉浪露霜雪霓峰麓汀洲渚茗荷菊竹松杉桐梧苔砂星辰晨晴朗煦暖曙');
const GIVEN_FIRST = Array.from('知文思若子之以安雨清明永志成可如心元正平光和');
const GIVEN_LAST = Array.from('行言然白川野舟石木林山水月河原羽田村乙甲丙丁己庚辛壬癸寅卯申酉亥');

const BEGINNINGS = [
  'Al',
  'Bel',
  'Cor',
  'Da',
  'El',
  'Fen',
  'Gal',
  'Hol',
  'Il',
  'Jar',
  'Kel',
  'Lor',
  'Mar',
  'Nev',
  'Or',
  'Pel',
];
const MIDDLES = [
  'a',
  'e',
  'i',
  'o',
  'ura',
  'ena',
  'ivo',
  'olo',
  'ada',
  'eri',
  'imo',
  'ota',
  'une',
  'alo',
  'esi',
  'iro',
];
const ENDINGS = [
  'ben',
  'dor',
  'fin',
  'gard',
  'lin',
  'mund',
  'nor',
  'pek',
  'quin',
  'rim',
  'sel',
  'tan',
  'vash',
  'win',
  'yor',
  'zel',
];

/** Returns an invented name in the script of `name`; all capitals where it has them. `isLong`: when the short ones are taken. */
export function inventName(draw: Draw, name: string, isLong: boolean): string {
  if (/[\u3400-\u9fff]/.test(name)) return inventChinese(draw, isLong);
  const word = (): string => draw.pick(BEGINNINGS) + draw.pick(MIDDLES) + draw.pick(ENDINGS);
  const invented = isLong ? `${word()} ${word()} ${word()}` : `${word()} ${word()}`;
  return /[a-z]/.test(name) ? invented : invented.toUpperCase();
}

function inventChinese(draw: Draw, isLong: boolean): string {
  const short = draw.pick(FAMILY) + draw.pick(GIVEN_FIRST) + draw.pick(GIVEN_LAST);
  return isLong ? short + draw.pick(GIVEN_FIRST) : short;
}

/** One character of a Chinese word that is no name. */
export function inventCharacter(draw: Draw): string {
  return draw.pick(GIVEN_LAST);
}
