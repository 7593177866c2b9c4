/** Places, and made-up addresses in them. */
import { allLocales } from '@faker-js/faker';
import { CN_CITIES, CN_DISTRICTS, CN_ROADS, hongKong, macau, mainland, taiwan } from './addresses-han.ts';
import { COUNTRIES, english, hongKongLatin, pinyinAddress } from './addresses-latin.ts';
import { brazil, macauLatin, portugal } from './addresses-portuguese.ts';
import { ADDRESS, mark } from './marks.ts';
import { list } from './name-lists.ts';
import { createInventor } from './people.ts';
import type { Random } from './random.ts';
import { flatten, type Words } from './words.ts';

export const address = (text: string): string => mark(ADDRESS, text);

export type Places = {
  readonly mainland: (random: Random) => string;
  readonly hongKong: (random: Random) => string;
  readonly macau: (random: Random) => string;
  readonly taiwan: (random: Random) => string;
  readonly hongKongLatin: (random: Random) => string;
  readonly macauLatin: (random: Random) => string;
  readonly portugal: (random: Random) => string;
  readonly brazil: (random: Random) => string;
  readonly english: (random: Random) => string;
  readonly pinyin: (random: Random) => string;
  readonly city: (random: Random) => string;
  readonly inventedCity: (random: Random) => string;
  readonly country: (random: Random) => string;
  readonly cities: readonly string[];
  readonly hanPlace: (random: Random) => string;
};

export function createPlaces(words: Words): Places {
  const cities = readCities();
  const hanPlaces = [
    ...CN_CITIES,
    ...CN_DISTRICTS,
    ...words.han
      .filter((one) => one.kind === 'ns' && one.word.length < 5)
      .slice(0, 4000)
      .map((one) => one.word),
  ];
  const plainWords = words.han
    .filter((one) => /^[nv]/.test(one.kind) && one.word.length === 2)
    .slice(0, 3000)
    .map((one) => one.word);
  const roadWord = (random: Random): string =>
    random.chance(0.5) || plainWords.length === 0 ? random.pick(list(CN_ROADS)) : random.pick(plainWords);
  const city = (random: Random): string => random.pick(cities);
  const country = (random: Random): string => random.pick(COUNTRIES);
  return {
    mainland: (random) => mainland(random, roadWord),
    hongKong: (random) => hongKong(random, roadWord),
    macau: (random) => macau(random, roadWord),
    taiwan: (random) => taiwan(random, roadWord),
    hongKongLatin,
    macauLatin,
    portugal,
    brazil,
    english: (random) => english(random, city),
    pinyin: pinyinAddress,
    city,
    inventedCity: createInventor(cities),
    country,
    cities,
    hanPlace: (random) => random.zipf(hanPlaces),
  };
}

const LATIN = [
  'en',
  'en_GB',
  'en_CA',
  'en_IN',
  'de',
  'fr',
  'it',
  'es',
  'pt_PT',
  'fi',
  'hr',
  'cs_CZ',
  'pl',
  'hu',
  'sv',
  'da',
  'nb_NO',
  'ro',
  'id_ID',
  'en_NG',
  'en_HK',
  'tr',
] as const;

function readCities(): string[] {
  return [...new Set(LATIN.flatMap((id) => flatten(allLocales[id].location?.city_name)))].filter(
    (name) => name.length > 2,
  );
}
