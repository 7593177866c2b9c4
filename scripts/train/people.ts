/** Made-up persons' names of the places that this product serves. */
import { mark, PERSON } from './marks.ts';
import {
  CANTONESE_GIVEN,
  FILIPINO,
  GIVEN_COMMON,
  HAN_DOUBLE,
  HAN_SURNAMES,
  HK_SURNAMES,
  MO_SURNAMES,
  PINYIN,
  PINYIN_SURNAMES,
  PT_GIVEN,
  PT_SURNAMES,
  VIETNAMESE,
  WESTERN_GIVEN,
} from './name-lists.ts';
import { type Random, weighted } from './random.ts';
import { flatten, peopleOf, type Words } from './words.ts';

/** Locales in Latin letters and how often a name is drawn from them. */
const LATIN_LOCALES = [
  [30, 'en'], [6, 'en_AU'], [7, 'en_IN'], [4, 'en_NG'], [3, 'en_ZA'], [3, 'en_GH'], [8, 'de'], [3, 'de_CH'], [8, 'fr'], [5, 'fr_BE'], [2, 'fr_SN'],
  [8, 'it'], [8, 'es'], [4, 'es_MX'], [6, 'nl'], [5, 'pl'], [4, 'sv'], [4, 'nb_NO'], [4, 'da'], [4, 'fi'], [5, 'cs_CZ'], [3, 'sk'], [4, 'hu'],
  [6, 'pt_PT'], [6, 'pt_BR'], [3, 'ro'], [4, 'hr'], [3, 'sr_RS_latin'], [3, 'sl_SI'], [4, 'tr'], [2, 'lv'], [3, 'vi'], [6, 'id_ID'], [2, 'az'],
  [2, 'uz_UZ_latin'], [2, 'zu_ZA'], [2, 'yo_NG'], [2, 'af_ZA'], [2, 'eo'], [2, 'en_NP'], [2, 'ku_kmr_latin'], [3, 'en_HK'],
] as const; // biome-ignore format: a list reads better in rows

const BRAZILIAN = [...peopleOf('pt_BR').given, ...peopleOf('es').given, ...peopleOf('it').given];
const OTHER_SURNAMES = [
  ...peopleOf('pt_BR').surnames,
  ...peopleOf('pt_PT').surnames,
  ...peopleOf('it').surnames,
  ...peopleOf('es').surnames,
];
const INDONESIAN = peopleOf('id_ID').given;

export type People = {
  /** A full name in Han characters (Simplified). */
  readonly han: (random: Random) => string;
  /** A foreign name in Han characters. */
  readonly transliterated: (random: Random) => string;
  readonly foreignPlace: (random: Random) => string;
  readonly cantonese: (random: Random) => string;
  readonly pinyin: (random: Random) => string;
  readonly portuguese: (random: Random) => string;
  /** Any name in Latin letters, in one of many forms. */
  readonly latin: (random: Random) => string;
  readonly given: (random: Random) => string;
  readonly surname: (random: Random) => string;
  readonly allGiven: readonly string[];
  readonly allSurnames: readonly string[];
  /** How often characters stand in given names, most frequent first. */
  readonly givenCharacters: ReadonlyMap<string, number>;
};

export const person = (name: string): string => mark(PERSON, name);

export function createPeople(words: Words): People {
  const locales = LATIN_LOCALES.map(([weight, id]) => [weight, peopleOf(id)] as const).filter(
    ([, one]) => one.given.length > 0 && one.surnames.length > 0,
  );
  const givenCharacters = countGiven(words);
  const byWeight = [...givenCharacters].map(([char, count]) => [count ** 0.9, char] as const);
  const cumulative = accumulate(byWeight.map(([weight]) => weight));
  const chars = byWeight.map(([, char]) => char);
  const givenChar = (random: Random): string => chars[search(cumulative, random.next())] ?? '明';
  const foreign = words.han
    .filter((one) => one.kind === 'nrt' && one.word.length >= 3 && one.word.length <= 6)
    .map((one) => one.word);
  const abroad = words.han
    .filter(
      (one) =>
        one.kind === 'ns' &&
        one.word.length >= 3 &&
        [...one.word].filter((char) => SOUNDS.includes(char)).length * 2 > one.word.length,
    )
    .map((one) => one.word);
  const anyGiven = (random: Random): string => {
    const { given } = weighted(random, locales);
    return random.chance(0.18) && words.givenNames.length > 0
      ? title(random.pick(words.givenNames))
      : random.pick(given);
  };
  const anySurname = (random: Random): string => {
    const { surnames } = weighted(random, locales);
    return random.chance(0.22) && words.surnames.length > 0
      ? title(random.zipf(words.surnames.slice(0, 20_000)))
      : random.pick(surnames);
  };
  const invent = createInventor([...new Set(locales.flatMap(([, one]) => [...one.given, ...one.surnames]))]);
  const given = (random: Random): string => (random.chance(0.2) ? invent(random) : anyGiven(random));
  const surname = (random: Random): string => (random.chance(0.25) ? invent(random) : anySurname(random));
  return {
    han: (random) => hanName(random, givenChar),
    transliterated: (random) => transliterated(random, foreign),
    foreignPlace: (random) =>
      random.chance(0.5) && abroad.length > 0
        ? random.pick(abroad)
        : Array.from({ length: 2 + random.below(4) }, () => random.pick(SOUNDS)).join(''),
    cantonese,
    pinyin,
    portuguese,
    latin: (random) => latin(random, locales, given, surname),
    given,
    surname,
    allGiven: [
      ...new Set([
        ...locales.flatMap(([, one]) => one.given),
        ...words.givenNames,
        ...PT_GIVEN,
        ...WESTERN_GIVEN,
        ...FILIPINO.given,
      ]),
    ],
    allSurnames: [
      ...new Set([
        ...locales.flatMap(([, one]) => one.surnames),
        ...PT_SURNAMES,
        ...FILIPINO.surnames,
        ...VIETNAMESE.surnames,
        ...HK_SURNAMES,
        ...MO_SURNAMES,
        ...PINYIN_SURNAMES,
      ]),
    ],
    givenCharacters,
  };
}

export const SYLLABLES: readonly string[] = [
  ...PINYIN.filter((one) => one.length > 1),
  ...CANTONESE_GIVEN,
  ...HK_SURNAMES,
  ...MO_SURNAMES,
  ...PINYIN_SURNAMES,
];

export function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function countGiven(words: Words): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (char: string, count: number): void => {
    counts.set(char, (counts.get(char) ?? 0) + count);
  };
  for (const char of GIVEN_COMMON) add(char, 60);
  for (const name of [...flatten(peopleOf('zh_CN').given), ...flatten(peopleOf('zh_TW').given)])
    for (const char of name) add(char, 20);
  const surnames = new Set(HAN_SURNAMES);
  for (const { word, kind } of words.han) {
    if (kind !== 'nr' || word.length !== 3 || !surnames.has(word.charAt(0))) continue;
    for (const char of word.slice(1)) add(char, 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

function accumulate(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [i, weight] of weights.entries()) sums[i] = sum += weight;
  return sums.map((value) => value / sum);
}

function search(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] ?? 1) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hanName(random: Random, givenChar: (random: Random) => string): string {
  const surname = random.chance(0.03)
    ? random.pick(HAN_DOUBLE)
    : random.chance(0.25)
      ? random.pick(HAN_SURNAMES.split(''))
      : random.zipf(HAN_SURNAMES.split(''));
  const husband = random.chance(0.01) ? random.zipf(HAN_SURNAMES.split('')) : '';
  const first = random.chance(0.03) ? String.fromCharCode(0x4e00 + random.below(0x4fff)) : givenChar(random);
  if (random.chance(0.24)) return surname + first;
  return husband + surname + first + (random.chance(0.04) ? first : givenChar(random));
}

const SOUNDS =
  '斯尔克特德马拉里托罗巴卡莱维奥利亚诺夫娜安索菲塔贝格达伊凯洛米尼森林顿布鲁迪温萨雷内埃帕科曼哈波多加法乔丹伯弗查姆'.split(
    '',
  );

function transliterated(random: Random, foreign: readonly string[]): string {
  const part = (): string =>
    random.chance(0.5) && foreign.length > 0
      ? random.pick(foreign)
      : Array.from({ length: 2 + random.below(3) }, () => random.pick(SOUNDS)).join('');
  return random.chance(0.4) ? `${part()}·${part()}` : part();
}

function cantonese(random: Random): string {
  const surname = random.chance(0.5) ? random.zipf(HK_SURNAMES) : random.zipf(MO_SURNAMES);
  const one = random.pick(CANTONESE_GIVEN);
  const two = random.pick(CANTONESE_GIVEN);
  const western = random.pick(WESTERN_GIVEN);
  return weighted(random, [
    [40, `${surname} ${one} ${two}`],
    [6, `${surname} ${one}-${two.toLowerCase()}`],
    [6, `${surname} ${one}`],
    [16, `${western} ${surname}`],
    [8, `${western} ${surname} ${one} ${two}`],
    [5, `${surname} ${one} ${two} ${western}`],
    [4, `${surname}, ${western} ${one} ${two}`],
    [9, `${surname} ${one} ${two}`.toUpperCase()],
    [6, `${surname.toUpperCase()} ${one} ${two}`],
    [4, `${surname.toUpperCase()}, ${one} ${two}`],
    [2, `${western} ${one} ${surname}`],
  ]);
}

function pinyin(random: Random): string {
  const surname = random.zipf(PINYIN_SURNAMES);
  const one = title(random.pick(PINYIN));
  const two = random.pick(PINYIN);
  return weighted(random, [
    [30, `${surname} ${one}${two}`],
    [12, `${one}${two} ${surname}`],
    [8, `${surname} ${one}`],
    [8, `${surname} ${one} ${title(two)}`],
    [5, `${surname} ${one}-${two}`],
    [8, `${surname} ${one}${two}`.toUpperCase()],
    [6, `${surname.toUpperCase()} ${one}${two}`],
    [5, `${random.pick(WESTERN_GIVEN)} ${surname}`],
    [3, `${surname}${one}${two}`.replace(/^(.)(.*)$/, (_, a: string, b: string) => a + b.toLowerCase())],
    [0.5, `${one}${two}, ${surname}`],
  ]);
}

function portuguese(random: Random): string {
  // Brazil names children more freely: a tenth of the given names are any.
  const g = (): string => random.pick(random.chance(0.12) ? BRAZILIAN : PT_GIVEN);
  const s = (): string => random.pick(random.chance(0.12) ? OTHER_SURNAMES : PT_SURNAMES);
  const p = (): string =>
    weighted(random, [
      [8, ''],
      [2, 'da '],
      [2, 'de '],
      [1, 'dos '],
      [1, 'do '],
    ]);
  const surnames = (count: number): string => Array.from({ length: count }, () => ` ${p()}${s()}`).join('');
  const full = weighted(random, [
    [26, (): string => `${g()}${surnames(1)}`],
    [26, (): string => `${g()}${surnames(2)}`],
    [16, (): string => `${g()} ${g()}${surnames(1)}`],
    [14, (): string => `${g()} ${g()}${surnames(2)}`],
    [6, (): string => `${g()}${random.chance(0.5) ? ` ${g()}` : ''}${surnames(3)}`],
    [2, (): string => `${g()}${surnames(1)} e ${s()}`],
    [3, (): string => `${g()} ${s().charAt(0)}. ${s()}`],
    [4, (): string => `${g()}${surnames(1)} ${random.pick(['Júnior', 'Filho', 'Neto', 'Jr.'])}`],
    [1, (): string => `${s()}, ${g()}`],
    [3, (): string => `${s().toUpperCase()}, ${g()}`],
    [5, (): string => g()],
    [
      1.5,
      (): string =>
        `${g()}${p() === '' ? ' de' : ' do'} ${random.pick(['Rosário', 'Carmo', 'Céu', 'Jesus', 'Fátima', 'Lurdes', 'Socorro', 'Nascimento'])}${surnames(1)}`,
    ],
  ])();
  return random.chance(0.18) ? full.toUpperCase() : full;
}

function latin(
  random: Random,
  locales: readonly (readonly [number, { readonly given: readonly string[]; readonly surnames: readonly string[] }])[],
  anyGiven: (random: Random) => string,
  anySurname: (random: Random) => string,
): string {
  const one = weighted(random, locales);
  const given = random.chance(0.7) ? random.pick(one.given) : anyGiven(random);
  const surname = random.chance(0.7) ? random.pick(one.surnames) : anySurname(random);
  const letter = String.fromCharCode(65 + random.below(26));
  const name = weighted(random, [
    [46, `${given} ${surname}`],
    [9, `${given} ${letter}. ${surname}`],
    [4, `${given} ${letter} ${surname}`],
    [6, `${given} ${anyGiven(random)} ${surname}`],
    [5, `${given} ${surname}-${anySurname(random)}`],
    [
      5,
      `${given} ${random.pick(['van', 'de', 'van der', 'von', 'di', 'del', 'la', 'de la', 'bin', 'al', 'el'])} ${surname}`,
    ],
    [3, `${letter}. ${surname}`],
    [2, `${letter}. ${String.fromCharCode(65 + random.below(26))}. ${surname}`],
    [0.7, `${surname}, ${given}`],
    [2.5, `${surname.toUpperCase()}, ${given}`],
    [3, `${given} ${surname.toUpperCase()}`],
    [5, `${given} ${surname}`.toUpperCase()],
    [3, `${given} ${surname} ${random.pick(['Jr.', 'Sr.', 'II', 'III'])}`],
    [4, `${given} ${anySurname(random)} ${surname}`],
    [7, filipino(random)],
    [6, vietnamese(random)],
    [3, `${random.pick(INDONESIAN)} ${random.pick(INDONESIAN)}`],
  ]);
  return name.replaceAll("'", random.chance(0.5) ? "'" : '’');
}

function filipino(random: Random): string {
  const { given, surnames } = FILIPINO;
  const middle = random.chance(0.4)
    ? ` ${random.chance(0.5) ? `${random.pick(surnames).charAt(0)}.` : random.pick(surnames)}`
    : '';
  return `${random.pick(given)}${middle} ${random.pick(surnames)}`.replaceAll('Dela-', 'Dela ');
}

function vietnamese(random: Random): string {
  const middle = random.chance(0.7) ? ` ${random.pick(VIETNAMESE.middle)}` : '';
  return `${random.pick(VIETNAMESE.surnames)}${middle} ${random.pick(VIETNAMESE.given)}`;
}

/** Returns a maker of words that look like the given ones: chains of three letters. */
export function createInventor(examples: readonly string[]): (random: Random) => string {
  const next = new Map<string, string[]>();
  for (const example of examples) {
    if (!/^[\p{L}]{3,}$/u.test(example)) continue;
    const word = `^^${example.toLowerCase()}$`;
    for (let i = 2; i < word.length; i += 1) {
      const key = word.slice(i - 2, i);
      next.set(key, [...(next.get(key) ?? []), word.charAt(i)].slice(-400));
    }
  }
  return (random) => {
    for (;;) {
      let word = '^^';
      while (!word.endsWith('$') && word.length < 14) word += random.pick(next.get(word.slice(-2)) ?? ['$']);
      const made = word.replace(/[\^$]/g, '');
      if (made.length >= 4 && made.length <= 11) return title(made);
    }
  };
}
