/** Lists, menus, price lists and tables: short lines and cells of words that are nobody, now and then with people in a column. */
import type { Organisations } from './organisations.ts';
import { list } from './name-lists.ts';
import { type People, person, title } from './people.ts';
import { address, type Places } from './places.ts';
import { type Random, weighted } from './random.ts';
import type { Words } from './words.ts';

export type Listings = { readonly plain: (random: Random) => string; readonly people: (random: Random) => string };

const CURRENCIES = ['MOP', 'HKD', 'CNY', 'EUR', 'USD', 'MOP$', '¥', '€', ''];
const LANGUAGES = ['zh-Hant', 'zh-Hans', 'en', 'pt', 'en-US', 'zh-CN', 'pt-PT'];
const HEADS = list(
  '編號 名稱 姓名 電話 電郵 地區 日期 金額 備註 品名 規格 單價 庫存 部門 職位 地址 Name Phone Email City Date Amount Notes Item SKU Price Qty Region Total Department Nome Telefone Morada Data Valor Artigo Preço Quantidade',
);

export function createListings(words: Words, people: People, places: Places, organisations: Organisations): Listings {
  const small = words.han
    .filter((one) => one.word.length >= 2 && one.word.length <= 4 && /^(?:n|v|vn|a|nz|ng|l)$/.test(one.kind))
    .slice(0, 30_000);
  const han = (random: Random): string =>
    small.length === 0 ? '湯鍋' : (random.pick(small).word ?? '') + (random.chance(0.4) ? random.pick(small).word : '');
  const common = { english: words.english.slice(0, 24_000), portuguese: words.portuguese.slice(0, 24_000) };
  const word = (random: Random, list_: readonly string[]): string =>
    list_.length === 0 ? 'pudding' : random.pick(list_);
  const caps = (random: Random, list_: readonly string[]): string => {
    const count = weighted(random, [
      [5, 1],
      [5, 2],
      [3, 3],
      [1, 4],
    ]);
    const all = Array.from({ length: count }, () => word(random, list_));
    const every = random.chance(0.4);
    return all.map((one, i) => (i === 0 || every ? title(one) : one)).join(' ');
  };
  const english = (random: Random): string => caps(random, common.english);
  const portuguese = (random: Random): string => caps(random, common.portuguese);
  const thing = (random: Random): string =>
    weighted(random, [
      [4, (): string => han(random)],
      [4, (): string => english(random)],
      [3, (): string => portuguese(random)],
      [3, (): string => `${han(random)} ${english(random)}`],
      [1, (): string => `${han(random)} ${portuguese(random)} ${english(random)}`],
      [1, (): string => organisations.brand(random)],
      [1, (): string => `${english(random)} (${han(random)})`],
      [1, (): string => places.city(random)],
      [1, (): string => places.hanPlace(random)],
      [1, (): string => english(random).toUpperCase()],
      [1, (): string => random.pick(LANGUAGES)],
    ])();
  const plainCell = (random: Random): string =>
    weighted(random, [
      [4, (): string => thing(random)],
      [3, (): string => number(random)],
      [2, (): string => code(random)],
      [1, (): string => stamp(random)],
      [
        1,
        (): string =>
          `${String(1 + random.below(999))} ${random.pick(['ml', 'g', 'cm', 'kg', 'pcs', 'L', '件', '盒'])}`,
      ],
      [1, (): string => random.pick(LANGUAGES)],
      [1, (): string => random.pick(CURRENCIES)],
      [1, (): string => ''],
    ])();
  const personCell = (random: Random): string =>
    person(
      weighted(random, [
        [5, people.han],
        [3, people.cantonese],
        [2, people.latin],
        [2, people.portuguese],
        [1, people.pinyin],
      ])(random),
    );
  const addressCell = (random: Random): string =>
    address(
      weighted(random, [
        [2, places.mainland],
        [2, places.macau],
        [2, places.hongKong],
        [1, places.english],
        [1, places.portugal],
      ])(random).replaceAll('\n', ', '),
    );
  const table = (random: Random, cells: readonly ((random: Random) => string)[]): string => {
    const mark = random.pick(['\t', '\t', '\t', ',', ';', ' | ']);
    const head = random.chance(0.6) ? `${cells.map(() => random.pick(HEADS)).join(mark)}\n` : '';
    const rows = Array.from({ length: 2 + random.below(5) }, () => cells.map((cell) => cell(random)).join(mark));
    return head + rows.join('\n');
  };
  const columns = (random: Random): ((random: Random) => string)[] =>
    Array.from({ length: 2 + random.below(5) }, () => random.pick([thing, number, code, stamp, plainCell, number]));
  const lines = (random: Random): string =>
    Array.from({ length: 2 + random.below(6) }, () => {
      const priced = random.chance(0.3) ? ` ${random.pick(CURRENCIES)} ${number(random)}` : '';
      return `${random.pick(['', '', '', '- ', '* ', `${String(1 + random.below(20))}. `, '> '])}${thing(random)}${priced}`;
    }).join('\n');
  return {
    plain: (random) => (random.chance(0.5) ? lines(random) : table(random, columns(random))),
    people: (random) => {
      const kinds = columns(random);
      kinds.splice(random.below(kinds.length + 1), 0, personCell);
      if (random.chance(0.25)) kinds.push(addressCell);
      return table(random, kinds);
    },
  };
}

function number(random: Random): string {
  const value = random.below(random.chance(0.5) ? 1000 : 100_000);
  return random.pick([
    String(value),
    value.toLocaleString('en-US'),
    (value / 10).toFixed(1),
    (value / 100).toFixed(2),
    `${String(value % 100)} %`,
  ]);
}

function code(random: Random): string {
  const digits = Array.from({ length: 4 + random.below(10) }, () => String(random.below(10))).join('');
  return random.pick(['', '', 'C-', 'BUD-', 'INV-', 'A', 'REF ', 'PO']) + digits;
}

function stamp(random: Random): string {
  const date = `20${String(10 + random.below(30))}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;
  return random.pick([date, date, `${date}T${String(10 + random.below(14))}:27:0${String(random.below(10))}Z`]);
}
