/** The training set: frames filled with made-up people, addresses and organisations, and prose without sense. */
import { allLocales } from '@faker-js/faker';
import { fill, type Sample, type Slots, toSample } from './marks.ts';
import { EN_FRAMES, EN_PLAIN, PT_FRAMES, PT_PLAIN } from './frames-latin.ts';
import { EN_BUSINESS, EN_PEOPLE, HAN_BUSINESS, HAN_PEOPLE, PT_BUSINESS, PT_PEOPLE } from './frames-business.ts';
import { HAN_FRAMES, HAN_PLAIN } from './frames-han.ts';
import { createListings } from './listings.ts';
import { createHanPapers } from './papers-han.ts';
import { createLatinPapers } from './papers-latin.ts';
import { createOrganisations, organisation } from './organisations.ts';
import { HAN_DOUBLE, HAN_SURNAMES, list, PT_GIVEN } from './name-lists.ts';
import { createPeople, type People, person } from './people.ts';
import { address, createPlaces, type Places } from './places.ts';
import { createProse } from './prose.ts';
import { type Random, weighted } from './random.ts';
import { flatten, type Words } from './words.ts';

const HAN_JOBS = list(
  '经理 总经理 会计 工程师 秘书 销售代表 行政主任 董事 财务总监 采购员 文员 律师 护士 教师 司机 市场部主管 副总裁 顾问 独立董事 技术员 客户经理 人力资源主任 仓库主管 厨师 软件开发工程师 口腔卫生师 高级工程师 注册会计师 副教授 党委书记 执行董事',
);
const EN_JOBS = [
  'manager',
  'director',
  'chief executive',
  'engineer',
  'accountant',
  'Sales Manager',
  'Chief Financial Officer',
  'CEO',
  'secretary',
  'Partner',
  'Head of Logistics',
  'Managing Director',
  'nurse',
  'HR officer',
  'Software Engineer',
  'spokesman',
  'analyst',
  'Senior Consultant',
  'professor',
  'Account Manager',
  'VP Marketing',
  'founder',
];
const PT_JOBS = [
  'director',
  'gerente',
  'contabilista',
  'engenheira',
  'técnico',
  'Director-Geral',
  'chefe de secção',
  'advogado',
  'médica',
  'enfermeiro',
  'administrador',
  'secretária',
  'vogal',
  'presidente',
  'motorista',
  'Gestora de Recursos Humanos',
  'consultor',
];
const EN_MONTHS = list('January February March April May June July August September October November December');
const PT_MONTHS = list('janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro');

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String(random.below(10))).join('');

function phone(random: Random): string {
  return weighted(random, [
    [3, `1${3 + random.below(7)}${digits(random, 9)}`],
    [
      3,
      `${random.pick(['+853 ', '+852 ', '', ''])}${random.pick(['6', '9', '2', '5'])}${digits(random, 3)}${random.pick([' ', '', '-'])}${digits(random, 4)}`,
    ],
    [2, `+351 9${digits(random, 2)} ${digits(random, 3)} ${digits(random, 3)}`],
    [2, `(${digits(random, 3)}) ${digits(random, 3)}-${digits(random, 4)}`],
    [1, `0${digits(random, 2)}-${digits(random, 8)}`],
    [1, `+44 ${digits(random, 4)} ${digits(random, 6)}`],
  ]);
}

const mail = (random: Random): string =>
  `${random.pick(['info', 'a.silva', 'taiman', 'hr', 'k.wong', 'sales', 'j_smith', 'zhangwei', 'mcosta', 'xm'])}${random.chance(0.4) ? digits(random, 2) : ''}@${random.pick(['example.com', 'qq.com', '163.com', 'gmail.com', 'firma.pt', 'corp.com.mo', 'mail.hk'])}`;
function amount(random: Random): string {
  const whole = 1000 + random.below(random.chance(0.5) ? 90_000 : 9_000_000);
  const grouped = random.chance(0.8)
    ? whole.toLocaleString('en-US')
    : random.chance(0.5)
      ? whole.toLocaleString('en-US').replaceAll(',', '.')
      : String(whole);
  return grouped + random.pick(['', '', '.00', `.${digits(random, 2)}`, `.${digits(random, 1)}`, ',00']);
}

/** As on cheques: 伍仟叁佰. */
function bankAmount(random: Random): string {
  const units = ['佰', '仟', '万', '拾', '佰'].slice(0, 1 + random.below(4)).toReversed();
  return units.map((unit) => '壹贰叁肆伍陆柒捌玖'.charAt(random.below(9)) + unit).join('');
}

const id = (random: Random): string =>
  random.pick(['', 'A', 'INV-', 'PO', 'E', 'MOP', '20']) + digits(random, 4 + random.below(14));

function date(random: Random, months: readonly string[]): string {
  const day = String(1 + random.below(28));
  const year = String(1960 + random.below(68));
  return random.pick([
    `${day} ${random.pick(months)} ${year}`,
    `${random.pick(months)} ${day}, ${year}`,
    `${day}/${String(1 + random.below(12))}/${year}`,
    `${year}-${String(1 + random.below(12)).padStart(2, '0')}-${day.padStart(2, '0')}`,
    `${day} ${random.pick(months)}`,
    year,
  ]);
}

function hanDate(random: Random): string {
  const year = String(1960 + random.below(68));
  const month = String(1 + random.below(12));
  const day = String(1 + random.below(28));
  return random.pick([
    `${year}年${month}月${day}日`,
    `${month}月${day}日`,
    `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    `${year}年${month}月`,
    `${day}日`,
    `${year}年`,
    '四月二十日',
    '本月底',
    '下周一',
  ]);
}

export type Makers = {
  readonly words: Words;
  readonly people: People;
  readonly places: Places;
  readonly samples: (random: Random) => Sample;
};

const ORDINARY = new Set(Object.values(allLocales.en.word ?? {}).flatMap((words) => flatten(words)));

/** Frequency lists hold names too: a word that is a name must be an ordinary word of another list, or very frequent, to count as one. */
function withoutNames(words: Words): Words {
  const lower = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase());
  const given = new Set([...words.givenNames, ...lower(flatten(allLocales.en.person?.first_name))]);
  const surnames = new Set(words.surnames.slice(0, 1500));
  const portuguese = new Set(
    lower([
      ...PT_GIVEN,
      ...flatten(allLocales.pt_PT.person?.first_name),
      ...flatten(allLocales.pt_BR.person?.first_name),
    ]),
  );
  return {
    ...words,
    english: words.english.filter(
      (word, rank) => rank < 150 || ORDINARY.has(word) || !(given.has(word) || surnames.has(word)),
    ),
    // There is no list of ordinary Portuguese words to compare with: what is frequent there and no usual name stays.
    portuguese: words.portuguese.filter(
      (word, rank) => (rank < 150 || !portuguese.has(word)) && (rank < 4000 || !given.has(word)),
    ),
  };
}

/** Returns the makers over the given words; `papers`: how many papers without anybody among the samples (0: none). Everything they make is determined by the random source. */
export function createMakers(all: Words, papers: number): Makers {
  const words = withoutNames(all);
  const people = createPeople(words);
  const places = createPlaces(words);
  const organisations = createOrganisations(words, places);
  const prose = createProse(words, people, places, organisations);
  const listings = createListings(words, people, places, organisations);
  const latinPapers = createLatinPapers(words, people, places, organisations);
  const hanPapers = createHanPapers(words, people, places, organisations);
  const small = words.han
    .filter((one) => one.word.length === 2)
    .slice(0, 12_000)
    .map((one) => one.word);
  const hanAddress = (random: Random): string =>
    address(
      weighted(random, [
        [7, places.mainland],
        [6, places.macau],
        [5, places.hongKong],
        [3, places.taiwan],
        [1, places.hongKongLatin],
        [1, places.macauLatin],
      ])(random),
    );
  const common: Slots = {
    TEL: phone,
    MAIL: mail,
    ID: id,
    N: (random) => String(1 + random.below(random.chance(0.5) ? 60 : 999)),
    AMT: amount,
    IP: (random) => Array.from({ length: 4 }, () => String(random.below(256))).join('.'),
    ZIP: (random) => digits(random, 6),
    CAPS: bankAmount,
    B: organisations.brand,
    COUNTRY: places.country,
  };
  const han: Slots = {
    ...common,
    P: (random) =>
      person(
        weighted(random, [
          [80, people.han],
          [4, people.transliterated],
          [9, people.cantonese],
          [2, people.pinyin],
          [2, people.portuguese],
          [3, people.latin],
        ])(random),
      ),
    A: hanAddress,
    O: (random) => organisation(random.chance(0.93) ? organisations.han(random) : organisations.english(random)),
    JOB: (random) => random.pick(HAN_JOBS),
    D: hanDate,
    CITY: places.hanPlace,
    FP: people.foreignPlace,
    SUR: (random) => random.zipf(HAN_SURNAMES.split('')),
    PS: (random) => person(random.chance(0.95) ? random.zipf(HAN_SURNAMES.split('')) : random.pick(HAN_DOUBLE)),
    W: (random) => (small.length > 0 ? random.pick(small) : '工作'),
    W2: (random) => (small.length > 0 ? random.zipf(small) : '問題'),
  };
  const latinName = (random: Random): string =>
    weighted(random, [
      [10, people.latin],
      [2, people.portuguese],
      [3, people.cantonese],
      [2, people.pinyin],
      [0.6, people.given],
      [0.5, people.surname],
    ])(random);
  const english: Slots = {
    ...common,
    P: (random) => person(latinName(random)),
    G: (random) => person(people.given(random)),
    S: (random) => person(people.surname(random)),
    A: (random) =>
      address(
        weighted(random, [
          [10, places.english],
          [3, places.hongKongLatin],
          [2, places.macauLatin],
          [1, places.portugal],
          [2, places.pinyin],
        ])(random),
      ),
    O: (random) => organisation(organisations.english(random)),
    JOB: (random) => random.pick(EN_JOBS),
    D: (random) => date(random, EN_MONTHS),
    DAY: (random) => random.pick(list('Monday Tuesday Wednesday Thursday Friday Saturday Sunday')),
    CITY: places.city,
  };
  const portuguese: Slots = {
    ...common,
    P: (random) =>
      person(
        weighted(random, [
          [10, people.portuguese],
          [1.5, people.latin],
          [2, people.cantonese],
          [0.3, people.given],
        ])(random),
      ),
    PU: (random) =>
      person(
        weighted(random, [
          [6, people.portuguese],
          [1, people.latin],
        ])(random).toUpperCase(),
      ),
    G: (random) => person(people.given(random)),
    A: (random) =>
      address(
        weighted(random, [
          [6, places.portugal],
          [5, places.macauLatin],
          [3, places.brazil],
          [1, places.english],
        ])(random),
      ),
    O: (random) => organisation(organisations.portuguese(random)),
    JOB: (random) => random.pick(PT_JOBS),
    D: (random) =>
      date(
        random,
        PT_MONTHS.flatMap((month) => [`de ${month} de`]),
      ),
    DAY: (random) => random.pick(['segunda-feira', 'terça-feira', 'quarta', 'Sexta-feira', 'sábado']),
    CITY: (random) =>
      random.chance(0.5)
        ? random.pick(['Lisboa', 'Porto', 'Macau', 'Coimbra', 'Brasília', 'São Paulo', 'Faro', 'Braga'])
        : places.city(random),
  };
  const framed =
    (list_: readonly string[], slots: Slots) =>
    (random: Random): string =>
      fill(random.pick(list_), slots, random);
  const kinds = [
    [24, prose.han],
    [15, framed(HAN_FRAMES, han)],
    [7, framed(HAN_PLAIN, han)],
    [16, prose.english],
    [17, framed(EN_FRAMES, english)],
    [5, framed(EN_PLAIN, english)],
    [11, prose.portuguese],
    [10, framed(PT_FRAMES, portuguese)],
    [4, framed(PT_PLAIN, portuguese)],
    [4, framed(HAN_BUSINESS, han)],
    [1.5, framed(HAN_PEOPLE, han)],
    [2.5, framed(EN_BUSINESS, english)],
    [3, framed(EN_PEOPLE, english)],
    [4, framed(PT_BUSINESS, portuguese)],
    [1.5, framed(PT_PEOPLE, portuguese)],
    [5, listings.plain],
    [2.5, listings.people],
    [5 * papers, hanPapers],
    [3.5 * papers, latinPapers.english],
    [3 * papers, latinPapers.portuguese],
    [3, (random: Random): string => random.pick(words.plain.han)],
    [2.5, (random: Random): string => random.pick(words.plain.english)],
    [2.5, (random: Random): string => random.pick(words.plain.portuguese)],
  ] as const;
  return {
    words,
    people,
    places,
    samples: (random) => {
      const make = weighted<(random: Random) => string>(random, kinds);
      const parts = random.chance(0.25) ? 2 + random.below(3) : 1;
      const text = Array.from({ length: parts }, () => make(random)).join(random.pick([' ', '\n', '\n', '\n\n']));
      // Quoted mail.
      return toSample(random.chance(0.02) ? `> ${text.replaceAll('\n', '\n> ')}` : text);
    },
  };
}
