/** Sentences without sense in English and Portuguese. */
import { allLocales } from '@faker-js/faker';
import { organisation, type Organisations } from './organisations.ts';
import { list } from './name-lists.ts';
import { type People, person, title } from './people.ts';
import type { Places } from './places.ts';
import { type Random, weighted } from './random.ts';
import { flatten } from './words.ts';

type Language = {
  readonly says: readonly string[];
  readonly before: readonly string[];
  readonly titles: readonly string[];
  readonly linkers: readonly string[];
  readonly possessive: boolean;
  readonly months: readonly string[];
};

export const EN: Language = {
  says: list(
    'said says was is has had will would told asked wrote signed joined left called replied confirmed and who from in at on to noted argued died married lives works moved played won became received resigned',
  ),
  before: list(
    'by with from to for and of told asked met thanks called contact between via per about named like after than but that as when if',
  ),
  titles: [
    'Mr',
    'Mr.',
    'Mrs',
    'Mrs.',
    'Ms',
    'Ms.',
    'Dr',
    'Dr.',
    'Prof.',
    'Sir',
    'manager',
    'director',
    'President',
    'CEO',
    'engineer',
    'Director',
    'colleague',
    'customer',
    'Judge',
    'Captain',
    'author',
    'singer',
    'minister',
    'Senator',
    'nurse',
    'Miss',
    'Lord',
    'Professor',
    'Minister',
    'our',
    'my wife',
    'my friend',
    'composer',
    'coach',
    'lawyer',
    'tenant',
  ],
  linkers: list(
    'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do',
  ),
  possessive: true,
  months: list(
    'January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday English Chinese Portuguese German French American British Christmas Easter',
  ),
};

export const PT: Language = {
  says: list(
    'disse afirmou é foi tem será e que em no na informou explicou assinou pediu apresentou requereu trabalha nasceu vive recebeu confirmou para já não declarou interpôs alegou faleceu casou reside',
  ),
  before: list('por com de para e a ao do da pelo pela entre sobre senhor senhora contra como segundo que nem é'),
  titles: [
    'Sr.',
    'Sra.',
    'Dr.',
    'Dra.',
    'Eng.',
    'Senhor',
    'Senhora',
    'o Ministro',
    'Ministro',
    'Ministra',
    'Relator',
    'Relatora',
    'o advogado',
    'a directora',
    'o gerente',
    'Desembargador',
    'Juiz',
    'Juíza',
    'o presidente',
    'Prof.',
    'Dona',
    'D.',
    'Exmo. Sr.',
    'Exma. Sra.',
    'o arguido',
    'a ré',
    'o autor',
    'o colega',
    'a cliente',
    'o jogador',
    'o escritor',
    'Presidente',
    'Deputado',
    'Senador',
  ],
  linkers: list(
    'de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem mesmo aos ter seus',
  ),
  possessive: false,
  months: list(
    'Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro Lei Código Decreto Artigo Estado Portugal Brasil Europa Macau Direito União Constituição Governo Natal Páscoa',
  ),
};

const PRODUCTS = flatten(allLocales.en.commerce?.product_name?.product);
const ADJECTIVES = flatten(allLocales.en.commerce?.product_name?.adjective);

// oxlint-disable-next-line complexity -- a table of what may stand in a sentence, with the language's choice in its rows
export function latinProse(
  random: Random,
  words: readonly string[],
  language: Language,
  people: People,
  places: Places,
  organisations: Organisations,
): string {
  const isPt = !language.possessive;
  const word = (): string =>
    random.chance(0.42) || words.length === 0
      ? random.zipf(language.linkers)
      : (words[Math.floor(random.next() ** 2 * Math.min(words.length, 26_000))] ?? 'o');
  const who = (): string => person(anyLatin(random, people, isPt));
  const who1 = (): string => person(random.chance(0.65) ? people.given(random) : people.surname(random));
  const place = (): string =>
    random.chance(0.3)
      ? `${places.inventedCity(random)}${random.chance(0.2) ? ` ${places.inventedCity(random)}` : ''}`
      : random.chance(0.15)
        ? places.country(random)
        : places.city(random);
  const org = (): string => organisation(isPt ? organisations.portuguese(random) : organisations.english(random));
  const caps = (): string => title(word());
  const insert = (): string =>
    weighted(random, [
      [9, (): string => `${who()} ${random.pick(language.says)}`],
      [9, (): string => `${random.pick(language.before)} ${who()}`],
      [7, (): string => `${random.pick(language.titles)} ${who()}`],
      [4, (): string => `${word()} ${who()} ${word()}`],
      [3, (): string => (language.possessive ? `${who()}${random.pick(["'s", '’s'])} ${word()}` : `de ${who()}`)],
      [4, (): string => `${who()}, ${who()} ${isPt ? 'e' : 'and'} ${who()}`],
      [3, (): string => `${who()} (${word()} ${word()})`],
      [2, (): string => `(${who()})`],
      [2, (): string => `${who()}, ${String(18 + random.below(70))},`],
      [2, (): string => `${who()}, ${word()} ${word()},`],
      [5, org],
      [2, (): string => `${org()} (${random.pick(['UN', 'BNX', 'ACT', 'CPD', 'MT'])})`],
      [9, (): string => `${random.pick(isPt ? PT_WHERE : EN_WHERE)} ${place()}`],
      [
        2,
        (): string =>
          `${random.pick(isPt ? PT_WHERE : EN_WHERE)} ${place()}, ${place()} ${isPt ? 'e' : 'and'} ${place()}`,
      ],
      [2, (): string => random.pick(NATIONS)],
      [isPt ? 8 : 3, caps],
      [
        isPt ? 2 : 1,
        (): string =>
          `${random.pick(isPt ? ['desta', 'a', 'o', 'da', 'do', 'pela', 'na', 'No', 'A'] : ['the', 'our', 'this', 'a', 'The'])} ${caps()}`,
      ],
      [
        1.5,
        (): string =>
          Array.from({ length: 2 + random.below(4) }, () => String.fromCharCode(65 + random.below(26))).join(''),
      ],
      [isPt ? 2 : 1, (): string => `${caps()} ${random.pick(language.linkers)} ${caps()}`],
      [isPt ? 1.5 : 0.5, (): string => `${word()} ${random.pick(['I', 'II', 'III', 'IV', 'V', 'VI', 'XIX', 'XX'])}`],
      [
        3,
        (): string =>
          `${who1()}, ${who1()}${random.chance(0.6) ? `, ${who1()}` : ''} ${isPt ? 'e' : random.pick(['and', '&', 'or'])} ${who1()}`,
      ],
      [2, (): string => `${random.pick(language.titles)} ${random.pick(language.titles)} ${who()}`],
      [2, (): string => `${places.city(random)}, ${places.country(random)}`],
      [4, (): string => `${caps()} ${caps()}${random.chance(0.4) ? ` ${caps()}` : ''}`],
      [2, (): string => `${isPt ? 'o' : 'the'} ${caps()} ${caps()} ${caps()}`],
      [2, (): string => `"${caps()} ${word()} ${caps()}"`],
      [2, (): string => organisations.brand(random)],
      [3, (): string => random.pick(language.months)],
      [2, (): string => word().toUpperCase()],
      [2, (): string => `${caps()}: ${random.chance(0.5) ? caps() : word()}`],
      [1.5, (): string => `${random.pick(ADJECTIVES)} ${random.pick(PRODUCTS)}`],
      [
        1,
        (): string =>
          `${places.city(random)} ${random.pick(['River', 'Airport', 'Station', 'Park', 'Bridge', 'Valley', 'Island', 'Hotel', 'Museum', 'Palace', 'Festival', 'Tower', 'Beach'])}`,
      ],
      [1, (): string => `${isPt ? 'rio' : 'the'} ${places.city(random)}`],
      [
        1,
        (): string =>
          `${isPt ? random.pick(['Praia', 'Monte', 'Ponte', 'Parque', 'Igreja', 'Museu', 'Hotel', 'Jardim', 'Estádio']) : random.pick(['Mount', 'Lake', 'Fort', 'Port', 'Hotel', 'Saint'])} ${isPt ? random.pick(['de ', 'da ', '']) : ''}${places.city(random)}`,
      ],
    ])();
  const rate = random.chance(0.3) ? 0.06 : 0.12 + random.next() * 0.2;
  const length = 4 + random.below(22);
  const parts: string[] = [];
  for (let i = 0; i < length; i += 1) {
    const begins = i === 0 || /[.?!:]$/.test(parts.at(-1) ?? '');
    const part =
      begins && random.chance(0.12)
        ? opening(random, who, who1, language, word)
        : random.chance(rate)
          ? insert()
          : word();
    parts.push(i === 0 ? capitalise(part) : part);
    if (random.chance(0.07)) parts.push(random.pick([',', ',', '.', ';', ':', '-', '(', ')']));
    if (parts.at(-1) === '.') parts.push(capitalise(random.chance(0.3) ? insert() : word()));
  }
  const spaced = random.chance(0.12);
  const text = parts.join(' ');
  const closed = `${spaced ? text : text.replace(/ ([,.;:)])/g, '$1').replaceAll('( ', '(')}${random.pick(['.', '.', '.', '?', '!', '', '\n', ' .'])}`;
  if (random.chance(isPt ? 0.07 : 0.04)) return closed.toUpperCase();
  // Chat is often written without capitals.
  return !isPt && random.chance(0.05) ? closed.toLowerCase() : closed;
}

function anyLatin(random: Random, people: People, isPt: boolean): string {
  return weighted(random, [
    [isPt ? 2 : 10, people.latin],
    [isPt ? 12 : 2, people.portuguese],
    [isPt ? 1 : 2, people.cantonese],
    [isPt ? 0 : 1.5, people.pinyin],
    [isPt ? 1 : 3, people.given],
    [isPt ? 1 : 2.5, people.surname],
  ])(random);
}

/** A sentence that begins with a person. */
function opening(
  random: Random,
  who: () => string,
  who1: () => string,
  language: Language,
  word: () => string,
): string {
  const name = random.chance(0.6) ? who1() : who();
  return random.chance(0.6)
    ? `${name} ${random.pick(language.says)}`
    : random.chance(0.5)
      ? `${name} ${word()}`
      : `${name} ${word()} ${who1()}`;
}

const EN_WHERE = list(
  'in at from near to of through around outside across via towards visited left reached called between over into leaving beyond for with against city-of town-of village-of district-of region-of known-in born-in moved-to based-in south-of north-of part-of province-of suburb-of port-of signed-by joined',
).map((where) => where.replaceAll('-', ' '));
const PT_WHERE = list(
  'em de para até por no na do da desde entre e cidade-de município-de região-de distrito-de concelho-de vila-de freguesia-de estado-de ilha-de comarca-de natural-de sul-de norte-de capital-de passou-para transferida-de chegou-a perto-de através-de município-do cidades-de',
).map((where) => where.replaceAll('-', ' '));
const NATIONS = list(
  'American British Chinese Portuguese French German Dutch Spanish Italian Russian Japanese Indian Brazilian Greek Roman Slovenian Mexican Swedish Irish Scottish Turkish Polish European Asian African Latin Jewish Christian Muslim Catholic Democrats Republicans Tory Labour Macanese Korean Arabic Canadian Australian Finnish Hungarian Czech',
);

function capitalise(text: string): string {
  return /^\p{Ll}/u.test(text) ? title(text) : text;
}
