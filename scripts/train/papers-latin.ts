/** Papers in English and Portuguese in which nobody stands: menus, catalogues, results, timetables, manuals, clauses, market notes. */
import { allLocales } from '@faker-js/faker';
import { CANTONESE_GIVEN, list, PINYIN } from './name-lists.ts';
import type { Organisations } from './organisations.ts';
import { type People, person, title } from './people.ts';
import type { Places } from './places.ts';
import { type Random, weighted } from './random.ts';
import { flatten, type Words } from './words.ts';

type Make = (random: Random) => string;

const of = (definition: unknown): string[] => flatten(definition).filter((one) => !/[{}]/.test(one));

const { en, pt_PT: pt } = allLocales;
const FOODS = ['dish', 'fruit', 'ingredient', 'ingredient', 'vegetable', 'meat', 'spice'].map((kind) =>
  of(en.food?.[kind]),
);
const GOODS = [
  ...of(en.commerce?.product_name?.product),
  ...list(
    'Sofa Armchair Stool Bench Lamp Desk Shelf Rug Vase Kettle Trolley Cabinet Blanket Cushion Mirror Backpack Bicycle Watch',
  ),
];
const BENS = [
  ...of(pt.commerce?.product_name?.product),
  ...list(
    'Sofá Poltrona Banco Mesa Candeeiro Estante Tapete Jarra Chaleira Aparador Almofada Espelho Mochila Relógio Serviço Toalha Cómoda',
  ),
];
const TRAITS = [
  ...of(en.commerce?.product_name?.material),
  ...of(en.color?.human),
  ...list('oak walnut brass linen marble rattan ivory charcoal matte stackable foldable'),
];
const FEITIOS = [
  ...of(pt.commerce?.product_name?.material),
  ...of(pt.color?.human),
  ...list('carvalho nogueira latão linho mármore rotim marfim antracite dobrável lacado'),
];
const MODELS = [...of(en.vehicle?.model), ...of(en.vehicle?.manufacturer), ...of(en.animal?.type)];
const CURRENCIES = list('HKD MOP USD EUR £ $ €');
const CLUBS = list(
  'Rovers United City Albion Wanderers Rangers Athletic Town Harriers Rugby FC SC Stars Warriors Lions Dynamo Juniors',
);
const CLUBES = list('União Sporting Atlético Juventude Desportivo Estrela Clube Académica Futebol Grupo Real');
const ROLES = list(
  'Licensor Licensee Lessor Lessee Assignor Assignee Contractor Subcontractor Guarantor Borrower Lender Disclosing-Party Receiving-Party Customer Vendor Supplier Employer Processor Controller Purchaser Consignee Carrier Trustee Principal Agent Client',
).map((one) => one.replace('-', ' '));
const PAPEIS = list(
  'Licenciante Licenciada Cedente Cessionário Locador Locatário Empreiteiro Subempreiteiro Garante Mutuário Mutuante Fornecedor Adjudicatário Segurado Tomador Transitário Comprador Vendedor Promotor Arrendatário Senhorio',
);
const PARTS = list(
  'Adapter Driver Scheduler Connector Plugin Handler Service Client Gateway Cluster Dashboard Pipeline Runner Operator Broker Registry Wizard Toolbar Panel Chart Template Module Server',
);
const PARTES = list(
  'Adaptador Controlador Agendador Conector Serviço Cliente Servidor Painel Módulo Assistente Modelo Registo Menu Separador Botão',
);
const VERBS = list(
  'Click Press Open Select Remove Insert Wipe Drain Attach Tighten Replace Check Rinse Unplug Enter Configure Enable Disable Restart Upgrade',
);
const VERBOS = list(
  'Prima Abra Seleccione Remova Insira Limpe Retire Aperte Substitua Verifique Desligue Introduza Configure Active Reinicie Actualize Defina Aguarde',
);
const DEPARTMENTS = list(
  'Facilities Finance Legal Marketing Procurement Operations Sales Logistics Treasury Compliance',
);
const HEADS = list('Starters Mains Desserts Sides Drinks Soups Specials Snacks Brunch Wines Cocktails');
const CABECAS = list('Entradas Sopas Peixe Carne Sobremesas Bebidas Vinhos Petiscos Massas Saladas');
const PRATOS = list(
  'Bacalhau Polvo Arroz Bife Sopa Caldo Lombo Pudim Bolo Tarte Queijo Pastéis Amêijoas Camarão Frango Cabrito Leitão Salada Feijoada Açorda Massa Lulas Robalo Pão',
);
const MODOS = list(
  'à-casa à-Braga assado grelhado de-marisco à-moda-da-terra no-forno com-natas de-laranja frito à-antiga do-chefe com-broa de-coentrada à-portuguesa',
);
const PLACES = list(
  'Temple Cathedral Square Garden Museum Harbour Lake Market Gate Bridge Bay Valley Ridge Terminal Pier Castle Chapel Palace Lounge Library Ballroom',
);
const SITIOS = list(
  'Praça Largo Templo Museu Jardim Miradouro Ponte Cais Terminal Capela Palácio Mercado Sala Auditório Teatro Pavilhão',
);

const words = (text: string): string => text.replaceAll('-', ' ');
const time = (random: Random): string =>
  `${random.pick(['', '0', '1'])}${String(random.below(10))}${random.pick([':', ':', 'h', '.'])}${String(10 + random.below(50))}`;
const price = (random: Random): string => {
  const value = 5 + random.below(random.chance(0.6) ? 400 : 20_000);
  return random.pick([
    String(value),
    value.toLocaleString('en-US'),
    `${String(value)}.50`,
    `${String(value % 100)},50`,
  ]);
};
const many = (random: Random, least: number, most: number, make: Make): string[] =>
  Array.from({ length: least + random.below(most - least + 1) }, () => make(random));

export type Papers = { readonly english: Make; readonly portuguese: Make };

type Tongue = {
  readonly pt: boolean;
  readonly and: string;
  /** A capitalised ordinary word. */
  readonly word: Make;
  readonly food: Make;
  readonly goods: Make;
  readonly trait: Make;
};

export function createLatinPapers(all: Words, people: People, places: Places, organisations: Organisations): Papers {
  const english = all.english.slice(0, 20_000);
  const portuguese = all.portuguese.slice(0, 20_000);
  const wordOf =
    (list_: readonly string[]): Make =>
    (random) =>
      list_.length === 0 ? 'item' : title(random.pick(list_));
  /** What a thing, a club, a street or a tool is called when it is called like somebody. */
  const called: Make = (random) =>
    weighted<Make>(random, [
      [4, people.given],
      [4, people.surname],
      [3, places.city],
      [2, places.inventedCity],
      [2, organisations.brand],
      [1, (r) => title(r.pick(MODELS))],
      [1, (r) => `${people.given(r)} ${people.surname(r)}`],
    ])(random);
  const tongues: Readonly<Record<'en' | 'pt', Tongue>> = {
    en: {
      pt: false,
      and: 'and',
      word: wordOf(english),
      food: (random) => {
        const food = random.pick(random.pick(FOODS)) ?? 'soup';
        return random.chance(0.5) ? food.split(' ').map(title).join(' ') : food;
      },
      goods: (random) => random.pick(GOODS),
      trait: (random) => random.pick(TRAITS),
    },
    pt: {
      pt: true,
      and: 'e',
      word: wordOf(portuguese),
      food: (random) =>
        `${random.pick(PRATOS)} ${random.chance(0.6) ? words(random.pick(MODOS)) : `${random.pick(['à', 'de', 'com', 'da'])} ${called(random)}`}`,
      goods: (random) => random.pick(BENS),
      trait: (random) => random.pick(FEITIOS),
    },
  };
  const makers = createMakers(called, people, places, organisations);
  const paper =
    (tongue: Tongue): Make =>
    (random) =>
      weighted(random, makers)(random, tongue);
  return { english: paper(tongues.en), portuguese: paper(tongues.pt) };
}

type Paper = (random: Random, tongue: Tongue) => string;

// oxlint-disable-next-line max-lines-per-function -- one kind of paper after the other, as in a table
function createMakers(
  called: Make,
  people: People,
  places: Places,
  organisations: Organisations,
): readonly (readonly [number, Paper])[] {
  const terms = (random: Random, { word }: Tongue, most = 3): string => many(random, 1, most, word).join(' ');
  const dish: Paper = (random, tongue) =>
    weighted<Make>(random, [
      [5, tongue.food],
      [2, (r) => (tongue.pt ? `${tongue.word(r)} de ${called(r)}` : `${called(r)} ${tongue.food(r)}`)],
      [2, (r) => `${tongue.food(r)}, ${tongue.food(r)}, ${tongue.food(r)}`],
      [2, (r) => terms(r, tongue)],
    ])(random);
  const menu: Paper = (random, tongue) => {
    const mark = random.pick([' ', ' ', '  ', '; ', ' ... ', ', ']);
    const join = mark === '; ' || random.chance(0.2) ? random.pick(['; ', ' / ']) : '\n';
    const lines = many(random, 2, 7, (r) => `${dish(r, tongue)}${mark === '; ' ? ' ' : mark}${price(r)}`);
    return `${random.pick(tongue.pt ? CABECAS : HEADS)}${join === '\n' ? '\n' : ': '}${lines.join(join)}`;
  };
  const item: Paper = (random, tongue) => {
    const goods = tongue.goods(random);
    return random.chance(0.3)
      ? goods
      : tongue.pt || random.chance(0.1)
        ? `${goods} ${called(random)}`
        : `${called(random)} ${goods}`;
  };
  const catalogue: Paper = (random, tongue) =>
    many(random, 2, 7, (r) => {
      const traits = many(r, 1, 2, (x) => (x.chance(0.7) ? title(tongue.trait(x)) : tongue.word(x))).join(
        r.pick([' / ', ', ', ' ']),
      );
      return `${item(r, tongue)}${r.chance(0.3) ? ` ${String(10 + r.below(300))}` : ''}, ${traits}, ${r.chance(0.6) ? `${r.pick(CURRENCIES)} ` : ''}${price(r)}`;
    }).join(random.pick(['\n', '\n', '; ']));
  const codes: Paper = (random, tongue) =>
    `${tongue.word(random)}: ${many(random, 2, 5, (r) => `${r.chance(0.6) ? called(r) : tongue.word(r)} ${String(r.below(99))}`).join(', ')}.`;
  const packing: Paper = (random, tongue) =>
    many(random, 2, 6, (r) => {
      const gap = r.pick(['  ', '   ', '\t', ', ']);
      const goods = r.chance(0.5) ? `${item(r, tongue)}, ${title(tongue.trait(r))}` : terms(r, tongue);
      return `${String(1 + r.below(60))}${r.chance(0.5) ? `-${String(60 + r.below(90))}` : ''}${gap}${goods}${gap}${String(r.below(2000))}${gap}${String(r.below(900))}.${String(r.below(10))}`;
    }).join('\n');
  const team: Paper = (random, tongue) =>
    random.chance(0.25)
      ? called(random)
      : tongue.pt
        ? `${random.pick(CLUBES)} ${random.pick(['de ', 'da ', 'do ', ''])}${called(random)}`
        : `${called(random)} ${random.pick(CLUBS)}`;
  const results: Paper = (random, tongue) =>
    random.chance(0.6)
      ? many(
          random,
          2,
          6,
          (r) =>
            `${team(r, tongue)} ${String(r.below(6))}${r.pick(['-', '–', ' - ', ':', ' v ', ' x '])}${String(r.below(6))} ${team(r, tongue)}`,
        ).join('\n')
      : `${many(random, 2, 5, (r) => `${team(r, tongue)} ${String(r.below(60))}${r.pick(['', ' pts', ' points'])}`).join(', ')}.`;
  const stop: Paper = (random, tongue) =>
    weighted<Make>(random, [
      [3, (r) => many(r, 2, 3, (x) => title(x.pick(x.chance(0.5) ? CANTONESE_GIVEN : PINYIN))).join(' ')],
      [3, called],
      [
        2,
        (r) =>
          tongue.pt ? `${r.pick(SITIOS)} ${r.pick(['do ', 'da ', ''])}${called(r)}` : `${called(r)} ${r.pick(PLACES)}`,
      ],
      [2, (r) => terms(r, tongue, 2)],
    ])(random);
  const timetable: Paper = (random, tongue) =>
    random.chance(0.6)
      ? `${terms(random, tongue)}: ${many(random, 2, 6, (r) => `${stop(r, tongue)} ${time(r)}`).join(random.pick([', ', '; ', '\n']))}`
      : `${random.pick(tongue.pt ? ['Paragens', 'Linha 3', 'Rota'] : ['Stops', 'Route 12', 'Calling at'])}: ${many(random, 3, 6, (r) => stop(r, tongue)).join(', ')}`;
  const software: Paper = (random, tongue) => {
    const part = (r: Random): string =>
      tongue.pt
        ? `${r.pick(PARTES)} ${r.chance(0.5) ? called(r) : tongue.word(r)}`
        : `${r.chance(0.5) ? called(r) : tongue.word(r)} ${r.pick(PARTS)}`;
    const article = tongue.pt
      ? random.pick(['o', 'do', 'pelo', 'no', 'O'])
      : random.pick(['the', 'The', 'a', 'our', 'each']);
    return weighted<Make>(random, [
      [
        3,
        (r) =>
          `${article} ${part(r)} ${tongue.pt ? r.pick(['foi substituído', 'está', 'deixa de', 'não']) : r.pick(['is', 'was replaced', 'can be', 'no longer', 'has'])} ${tongue.word(r).toLowerCase()}.`,
      ],
      [
        2,
        (r) =>
          `${called(r)} ${r.pick(['', `${String(r.below(9))}.${String(r.below(9))}`, String(r.below(20))])}${tongue.pt ? ',' : r.pick(['', ' and', ' or', ','])} ${called(r)} ${tongue.pt ? r.pick(['são suportados', 'exige', 'não funciona']) : r.pick(['pipelines', 'images', 'plugins', 'versions', 'builds'])}.`,
      ],
      [
        3,
        (r) =>
          `${r.pick(tongue.pt ? VERBOS : VERBS)} ${r.pick(tongue.pt ? ['o', 'a', 'as', ''] : ['the', 'the', 'all', ''])} ${terms(r, tongue)}${r.pick(['.', ' → ', ' ', ', '])}`,
      ],
      [
        2,
        (r) =>
          `${tongue.pt ? r.pick(['Corrigido', 'Novidades', 'Removido']) : r.pick(['Fixed', 'New', 'Deprecated', 'Known issue'])}: ${many(r, 2, 4, (x) => (x.chance(0.4) ? part(x) : terms(x, tongue))).join(', ')}.`,
      ],
    ])(random);
  };
  const clause: Paper = (random, tongue) => {
    const role = (r: Random): string =>
      tongue.pt
        ? `${r.pick(['O', 'A', 'o', 'a', 'do', 'da'])} ${r.pick(PAPEIS)}`
        : `${r.pick(['The', 'the', 'such', 'each'])} ${r.pick(ROLES)}`;
    return `${String(1 + random.below(30))}${random.pick(['. ', ') ', '.ª '])}${terms(random, tongue)}. ${role(random)} ${tongue.pt ? random.pick(['deve notificar', 'não pode ceder', 'obriga-se a']) : random.pick(['shall not assign', 'may terminate', 'shall notify', 'warrants to'])} ${role(random)} ${tongue.pt ? 'o' : 'any'} ${terms(random, tongue)}${random.pick(['', `, ${terms(random, tongue)} ${tongue.pt ? 'ou' : 'or'} ${terms(random, tongue)}`])}.`;
  };
  const recipe: Paper = (random, tongue) => {
    const food = (r: Random): string => (r.chance(0.5) ? tongue.food(r) : tongue.food(r).toLowerCase());
    return tongue.pt
      ? `${random.pick(['Tempere', 'Coza', 'Regue', 'Sirva', 'Junte', 'Tape'])} com ${dish(random, tongue)}, ${terms(random, tongue, 2)} e ${food(random)}. ${random.pick(['Um cálice de', 'Um copo de', 'Um pouco de'])} ${called(random)}.`
      : `${random.pick(['Roasted', 'Serve with', 'Heat', 'Stir in', 'Season with', 'Rub with', 'Add a glass of'])} ${food(random)} ${random.pick(['with', 'and', 'in', 'or'])} ${food(random)}, ${called(random)} ${food(random)} and ${food(random)}.`;
  };
  const market: Paper = (random, tongue) => {
    const stock = (r: Random): string => (r.chance(0.5) ? organisations.brand(r) : called(r));
    return tongue.pt
      ? `${random.pick(['A', 'O', 'Em Lisboa a'])} ${stock(random)} ${random.pick(['subiu', 'caiu', 'cedeu', 'avançou'])} ${String(random.below(9))},${String(random.below(9))}%; ${stock(random)} e ${stock(random)} ${random.pick(['recuaram', 'ficaram estáveis'])}.`
      : `${stock(random)} ${random.pick(['rose', 'fell', 'gained', 'slipped', 'was flat'])} ${String(random.below(9))}.${String(random.below(9))}%; ${random.pick(['pumps by', 'shares of', 'on our list:', 'bonds of'])} ${stock(random)}, ${stock(random)} ${random.pick(['and', 'or'])} ${stock(random)}${random.pick(['', ' or equal'])}.`;
  };
  const minutes: Paper = (random, tongue) =>
    `${tongue.word(random)}: ${terms(random, tongue)}; ${terms(random, tongue)}, ${tongue.pt ? random.pick(['a cargo da Divisão', 'até', 'no']) : random.pick(['owner', 'due', 'action'])} ${random.pick(DEPARTMENTS)}${random.pick(['.', `, ${tongue.pt ? 'Sala' : random.pick(['Room', 'Boardroom', 'Meeting Room', 'Hall'])} ${called(random)}.`])}`;
  const travel: Paper = (random, tongue) => {
    const place = (r: Random): string =>
      r.chance(0.5)
        ? stop(r, tongue)
        : tongue.pt
          ? `${r.pick(SITIOS)} ${r.pick(['de', 'do', 'dos', 'da'])} ${r.chance(0.5) ? places.city(r) : called(r)}`
          : `${r.pick(['the ', ''])}${r.chance(0.5) ? places.city(r) : called(r)} ${r.pick(PLACES)}`;
    return tongue.pt
      ? `${random.pick(['Visite', 'Suba até', 'Passe por', 'Depois'])} ${place(random)}, ${place(random)} e ${place(random)}. ${random.pick(['Almoço no', 'Perto de', 'Um copo de', 'Hotel'])} ${called(random)}.`
      : `${random.pick(['Visit', 'Walk to', 'On the way see', 'Then'])} ${place(random)}, ${place(random)} and ${place(random)}. ${random.pick(['Lunch at', 'Stop at', 'A glass of', 'Stay at'])} ${called(random)}.`;
  };
  /** So that such lists are not always about things. */
  const scorers: Paper = (random, { and }) =>
    random.chance(0.5)
      ? `${random.pick(['Scorers', 'Goals', 'Golos', 'Marcadores', 'Referee', 'Winner'])}: ${many(random, 1, 3, (r) => `${person(r.chance(0.5) ? people.latin(r) : people.surname(r))} ${String(1 + r.below(90))}'`).join(', ')}`
      : many(
          random,
          2,
          4,
          (r) =>
            `${String(1 + r.below(9))}. ${person(people.latin(r))} (${places.city(r)}) ${String(r.below(60))}.${String(10 + r.below(80))}`,
        ).join(random.chance(0.2) ? ` ${and} ` : '\n');
  return [
    [5, menu], [4, catalogue], [1.5, codes], [3, packing], [3.5, results], [3, timetable], [5, software],
    [4, clause], [3, recipe], [2, market], [2.5, minutes], [3, travel], [2, scorers],
  ]; // biome-ignore format: a list reads better in rows
}
