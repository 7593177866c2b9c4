/** Made-up postal addresses in Latin letters: Hong Kong, the mainland, the English-speaking world, streets of many countries. */
import { allLocales } from '@faker-js/faker';
import { list } from './name-lists.ts';
import { type Random, weighted } from './random.ts';
import { flatten } from './words.ts';

export const COUNTRIES: readonly string[] = flatten(allLocales.en.location?.country).filter((name) => name.length < 22);

function n(random: Random, most: number): string {
  return String(1 + random.below(most));
}

const HK_LATIN_ROADS = list(
  'Nathan Hennessy Queens King’s Gloucester Waterloo Argyle Canton Lockhart Jaffe Connaught Kwun-Tong Hoi-Yuen Hung-To Caine Robinson Bonham Jordan Austin Boundary Prince-Edward Castle-Peak Tai-Po Johnston Des-Voeux Wing-Lok Wan-Chai',
);
const HK_LATIN_AREAS = [
  'Kowloon',
  'New Territories',
  'Hong Kong',
  'Central',
  'Wan Chai',
  'Causeway Bay',
  'North Point',
  'Mong Kok',
  'Tsim Sha Tsui',
  'Kwun Tong',
  'Sha Tin',
  'Tai Po',
  'Tuen Mun',
  'Yuen Long',
  'Tsuen Wan',
  'Quarry Bay',
  'Sham Shui Po',
];

export function hongKongLatin(random: Random): string {
  const letter = 'ABCDEFGH'.charAt(random.below(8));
  const unit = random.pick([
    `Flat ${letter}`,
    `Flat ${n(random, 40)}`,
    `Room ${n(random, 40)}0${n(random, 9)}`,
    `Rm ${n(random, 30)}0${n(random, 9)}`,
    `Unit ${letter}`,
    `Unit ${n(random, 40)}`,
    `Flat/Rm ${letter}`,
    `Shop ${n(random, 30)}`,
  ]);
  const floor = random.pick([`${n(random, 50)}/F`, `${n(random, 50)}/F`, `${n(random, 50)}th Floor`, 'G/F']);
  const block = random.pick(['', `, Block ${n(random, 20)}`, `, Tower ${n(random, 8)}`, `, Blk ${letter}`]);
  const building =
    random.pick([
      'Wing Hing',
      'Tai Koo',
      'Lucky',
      'Kam Fai',
      'Grand View',
      'Golden',
      'Fortune',
      'Hoi Fu',
      'Lai Wah',
      'Harbour',
      'Sun Hing',
      'Wah Fung',
      'Yue Xiu',
    ]) +
    random.pick([
      ' Building',
      ' Mansion',
      ' Court',
      ' House',
      ' Centre',
      ' Industrial Building',
      ' Gardens',
      ' Estate',
      ' Plaza',
      ' Commercial Centre',
    ]);
  const street = `${n(random, 700)}${random.chance(0.15) ? `-${n(random, 700)}` : ''} ${random.pick(HK_LATIN_ROADS).replaceAll('-', ' ')} ${random.pick(['Road', 'Road', 'Street', 'Road Central', 'Road East', 'Road West', 'Lane', 'Avenue'])}`;
  const area = random.pick(HK_LATIN_AREAS);
  return weighted(random, [
    [5, `${unit}, ${floor}${block}, ${building}, ${street}, ${area}${random.chance(0.4) ? ', Hong Kong' : ''}`],
    [2, `${unit}, ${floor}, ${building}, ${area}`],
    [2, `${floor}, ${building}, ${street}, ${area}`],
    [1, `${street}, ${area}`],
  ]);
}

const STREET_LOCALES = [
  'cs_CZ',
  'hr',
  'de',
  'fr_CH',
  'da',
  'sl_SI',
  'sk',
  'nb_NO',
  'en',
  'en_GB',
  'en_US',
  'el',
] as const;
const FOREIGN_STREETS = STREET_LOCALES.flatMap((id) => flatten(allLocales[id].location?.street_name)).filter((name) =>
  /^\p{Script=Latin}/u.test(name),
);
const SUFFIXES = [
  ...flatten(allLocales.en.location?.street_suffix),
  'Street',
  'St',
  'St.',
  'Avenue',
  'Ave',
  'Ave.',
  'Road',
  'Rd',
  'Rd.',
  'Lane',
  'Drive',
  'Dr',
  'Boulevard',
  'Blvd',
  'Way',
  'Court',
  'Place',
  'Street',
  'Road',
  'Avenue',
];
const FOREIGN_TYPES = [
  'Via',
  'Rue de',
  'Rue',
  'Calle',
  'Rua',
  'Ulica',
  'ul.',
  'Jalan',
  'Jl.',
  'Plaza',
  'Paseo',
  'Viale',
  'Corso',
  'Chemin des',
  'Place de la',
  'Avenida',
  'C/',
  'Carrer de',
  'Strada',
];
const FOREIGN_ENDS = [
  'straße',
  'strasse',
  'weg',
  'gasse',
  'straat',
  'laan',
  'gatan',
  'vägen',
  'vej',
  'gade',
  'katu',
  'tie',
  'utca',
  'út',
  'veien',
  'gata',
  'plein',
  'allé',
  'polku',
  'platz',
];
const STEMS = [
  'Haupt',
  'Berg',
  'Garten',
  'Schul',
  'Linden',
  'Kirk',
  'Koivu',
  'Mänty',
  'Stor',
  'Ny',
  'Sol',
  'Skov',
  'Park',
  'Dorp',
  'Molen',
  'Nieuwe ',
  'Kossuth ',
  'Petőfi ',
  'Bahnhof',
  'Eich',
  'Fabrik',
  'Ring',
  'Strand',
  'Norr',
  'Väster',
  'Ranta',
  'Kala',
  'Hansa',
  'Blumen',
  'Kaiser',
  'Wald',
];
const ABBREVIATIONS = flatten(allLocales.en.location?.state_abbr);
const STATES = flatten(allLocales.en.location?.state);

function streetName(random: Random, city: (random: Random) => string): string {
  return weighted(random, [
    [
      5,
      `${random.pick(['Maple', 'Oak', 'Main', 'High', 'Church', 'Park', 'Elm', 'Washington', 'Lake', 'Hill', 'Cedar', 'Walnut', 'Victoria', 'Station', 'Mill', 'Green', 'Bridge', 'Spring', 'Sunset', 'River', '5th', '42nd', '1st', 'North', 'West 3rd', 'Kings', 'Queens', 'Willow Creek', 'Stone', 'Forest'])} ${random.pick(SUFFIXES)}`,
    ],
    [4, `${random.pick(STREET_SURNAMES)} ${random.pick(SUFFIXES)}`],
    [4, random.pick(FOREIGN_STREETS)],
    [3, `${random.pick(FOREIGN_TYPES)} ${city(random)}`],
    [2, `${random.pick(FOREIGN_TYPES)} ${random.pick(STREET_SURNAMES)}`],
    [4, random.pick(STEMS) + random.pick(FOREIGN_ENDS)],
    [1, city(random)],
  ]);
}

const STREET_SURNAMES = flatten(allLocales.en.person?.last_name);

export function english(random: Random, city: (random: Random) => string): string {
  const street = streetName(random, city);
  const number = n(random, random.chance(0.3) ? 99_999 : random.chance(0.5) ? 9999 : 300);
  const unit =
    random.pick(['Apt. ', 'Apt ', 'Suite ', 'Unit ', 'Ste. ', '#', 'Flat ', 'Room ', 'Apartment ']) +
    (random.chance(0.2) ? 'ABCDEFG'.charAt(random.below(7)) : n(random, 999));
  const zip = weighted(random, [
    [5, String(10_000 + random.below(89_999))],
    [1, `${10_000 + random.below(89_999)}-${1000 + random.below(8999)}`],
    [
      2,
      `${'ABCDEGHLMNPRSTWY'.charAt(random.below(16))}${random.chance(0.5) ? 'BEWLM'.charAt(random.below(5)) : ''}${n(random, 20)} ${n(random, 9)}${'ABDEFGHJLNPQRSTUWXYZ'.charAt(random.below(20))}${'ABDEFGHJLNPQRSTUWXYZ'.charAt(random.below(20))}`,
    ],
    [1, String(1000 + random.below(8999))],
  ]);
  const first = weighted(random, [
    [6, `${number} ${street}`],
    [4, `${street} ${number}`],
    [2, `${number} ${street} ${n(random, 200)}`],
    [1, `${number}, ${street}`],
  ]);
  const joiner = random.pick([', ', ', ', ', ', ', ', '\n', '\n', '\n', ' ', '\n ', ' - ', '\n\n ']);
  const suite = random.chance(0.45) ? `${random.pick([' ', ', ', /\n/.test(joiner) ? joiner : ', '])}${unit}` : '';
  const town = random.chance(0.15) ? city(random).toUpperCase() : city(random);
  const state = random.chance(0.7) ? random.pick(ABBREVIATIONS) : random.pick(STATES);
  const tail = weighted(random, [
    [4, `${joiner}${town}, ${state} ${zip}`],
    [3, `${joiner}${town} ${zip}`],
    [2, `${joiner}${town}${random.pick([', ', '\n', ' '])}${zip}`],
    [2, `${joiner}${town}`],
    [2, `${joiner}${town}${random.pick(['\n', ', '])}${random.pick(COUNTRIES)}${random.pick([` ${zip}`, ''])}`],
    [2, `${joiner}${zip} ${town}`],
    [2, `${joiner}${town}\n${state}\n${zip}`],
    [4, ''],
  ]);
  if (random.chance(0.03))
    return `PSC ${number}, Box ${n(random, 9999)}\nAPO ${random.pick(['AE', 'AP', 'AA'])} ${zip}`;
  if (random.chance(0.03)) return `${random.pick(['P.O. Box ', 'PO Box ', 'P.O.Box '])}${number}${tail}`;
  return first + suite + tail;
}

export function pinyinAddress(random: Random): string {
  const word = (): string =>
    random.pick([
      'Zhongshan',
      'Jiefang',
      'Renmin',
      'Nanjing',
      'Huaihai',
      'Tianhe',
      'Shennan',
      'Xiangzhou',
      'Keji',
      'Fuhua',
      'Yuehai',
      'Jingshan',
      'Jiuzhou',
      'Hengqin',
      'Binhe',
      'Xinhua',
    ]);
  return `${random.pick([`Room ${n(random, 30)}0${n(random, 9)}, `, `${n(random, 40)}F, `, '', ''])}${random.pick([`Building ${n(random, 20)}, `, `Block ${'ABC'.charAt(random.below(3))}, `, ''])}${random.pick(['No. ', 'No.', ''])}${n(random, 900)} ${word()} ${random.pick(['Road', 'Rd', 'Avenue', 'Street', 'East Road', 'Middle Road', 'Lu'])}, ${word()} District, ${random.pick(['Zhuhai', 'Guangzhou', 'Shenzhen', 'Shanghai', 'Beijing', 'Hangzhou'])}${random.pick(['', ', China', `, Guangdong ${510_000 + random.below(9999)}`, ', Guangdong, China'])}`;
}
