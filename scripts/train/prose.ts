/** Sentences without sense, made of ordinary words with persons and organisations in between: they teach what ordinary words look like. */
import { allLocales } from '@faker-js/faker';
import type { Organisations } from './organisations.ts';
import { HAN_SURNAMES, list, type People, person, title } from './people.ts';
import type { Places } from './places.ts';
import { organisation } from './organisations.ts';
import { type Random, weighted } from './random.ts';
import { flatten, type Words } from './words.ts';

export type Prose = {
  readonly han: (random: Random) => string;
  readonly english: (random: Random) => string;
  readonly portuguese: (random: Random) => string;
};

export function createProse(words: Words, people: People, places: Places, organisations: Organisations): Prose {
  const classes = classesOf(words);
  return {
    han: (random) => hanProse(random, classes, people, places, organisations),
    english: (random) => latinProse(random, words.english, EN, people, places, organisations),
    portuguese: (random) => latinProse(random, words.portuguese, PT, people, places, organisations),
  };
}

type Classes = Readonly<
  Record<'n' | 'v' | 'a' | 'd' | 'p' | 'c' | 'm' | 'q' | 't' | 'r' | 'f' | 'u' | 'y' | 'l' | 'one', readonly Weighted[]>
>;
type Weighted = { readonly word: string; readonly upTo: number };

/** Words by part of speech, to be drawn about as often as they are written, rare ones a little more often. */
function classesOf(words: Words): Classes {
  const of = (test: (kind: string, word: string) => boolean, most: number): Weighted[] => {
    let sum = 0;
    const chosen = words.han.filter((one) => test(one.kind, one.word)).slice(0, most);
    const sums = (chosen.length > 0 ? chosen : [{ word: '事', count: 1 }]).map(({ word, count }) => ({
      word,
      upTo: (sum += (count + 3) ** 0.6),
    }));
    return sums.map(({ word, upTo }) => ({ word, upTo: upTo / sum }));
  };
  return {
    n: of((kind) => /^(?:n|nz|vn|an|s|j|b|ng)$/.test(kind), 50_000),
    v: of((kind) => /^(?:v|vg|vd|vi)$/.test(kind), 25_000),
    a: of((kind) => /^(?:a|ad|z|ag)$/.test(kind), 6000),
    d: of((kind) => kind === 'd', 2000),
    p: of((kind) => kind === 'p', 100),
    c: of((kind) => kind === 'c', 300),
    m: of((kind, word) => kind === 'm' && word.length < 4, 300),
    q: of((kind) => kind === 'q', 200),
    t: of((kind) => kind === 't', 1500),
    r: of((kind) => kind === 'r', 300),
    f: of((kind) => kind === 'f', 200),
    u: of((kind) => /^u/.test(kind), 20),
    y: of((kind) => kind === 'y', 20),
    l: of((kind) => /^[il]$/.test(kind), 30_000),
    one: of((kind, word) => word.length === 1 && kind !== 'nr' && kind !== 'zg', 3000),
  };
}

function draw(random: Random, words: readonly Weighted[]): string {
  const value = random.next();
  let low = 0;
  let high = words.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle]?.upTo ?? 1) <= value) low = middle + 1;
    else high = middle;
  }
  return words[low]?.word ?? '事';
}

const CHUNKS = list(
  'n v n|v n|d v|a 的 n|p n v|v 了 n|m q n|t|n 的 n|n n|n f|r v|d a|l|v v|p n f|n 和 n|a n|v 的 n|one|one v|n one|r 的 n|v q|n 、 n 、 n|c|n v 了|d v n|m 年|v 过 n|place n|place|n y|v 到 n|在 n f',
)
  .join(' ')
  .split('|');
const SAYS = list(
  '说 表示 认为 指出 介绍 告诉 称 强调 透露 回应 补充 负责 提出 参加 出席 担任 主持 签署 批准 建议 要求 提到 接受 通知 安排 请假 入职 离职 申请 联系 承认 坦言 回忆 解释 坚持 来到 走进 获得 当选 带领 率领 领取 支付 将 已 也 还 就 又 曾 则 对 向 在 与 和 从 为 被 是 有 没有 不 会 能 要 想',
);
const BEFORE = list(
  '由 与 和 向 对 给 被 让 请 找 联系 通知 跟 同 及 以及 据 经 叫 问 是 为 对于 有 陪 感谢 邀请 任命 委托 代表 像 见 见到 告诉 找到 抄送 派 把',
);
const TITLES = list(
  '经理 总经理 主任 总监 董事长 教授 记者 秘书 会计 司机 医生 律师 客户 员工 同事 董事 局长 市长 主席 院长 校长 导演 演员 歌手 球员 教练 队长 作者 编辑 学生 老师 工程师 采购员 负责人 联系人 总裁 首席执行官 副总裁 副主任 秘书长 部长 司长 处长 科长 书记 法官 检察官 代表 主编 创始人 分析师 设计师 专家 专员 主管 被告 原告 申请人 证人 嫌疑人 村民 市民 居民 球星 前锋 名将 选手 父亲 母亲 妻子 丈夫 儿子 女儿 姐姐 哥哥 弟弟 妹妹 朋友 女星 男星 影星 网友 读者 业主 租客 病人 患者',
);

function anyHan(random: Random, people: People): string {
  return weighted(random, [
    [88, people.han],
    [7, people.transliterated],
    [3, people.cantonese],
    [2, people.latin],
  ])(random);
}

function hanChunk(random: Random, classes: Classes, places: Places): string {
  return random
    .pick(CHUNKS)
    .trim()
    .split(' ')
    .map((part) =>
      part === 'place' ? places.hanPlace(random) : part in classes ? drawClass(random, classes, part) : part,
    )
    .join('');
}

function drawClass(random: Random, classes: Classes, name: string): string {
  for (const [key, words] of Object.entries(classes)) if (key === name) return draw(random, words);
  return name;
}

function hanProse(
  random: Random,
  classes: Classes,
  people: People,
  places: Places,
  organisations: Organisations,
): string {
  const chunk = (): string => hanChunk(random, classes, places);
  const who = (): string => person(anyHan(random, people));
  const insert = (): string =>
    weighted(random, [
      [9, (): string => `${who()}${random.pick(SAYS)}`],
      [8, (): string => `${random.pick(BEFORE)}${who()}`],
      [8, (): string => `${random.pick(TITLES)}${who()}`],
      [5, (): string => `${draw(random, classes.n)}${who()}`],
      [4, (): string => `${draw(random, classes.v)}${who()}`],
      [3, (): string => `${who()}的${draw(random, classes.n)}`],
      [
        6,
        (): string =>
          `${who()}、${who()}${random.chance(0.5) ? `${random.pick(['、', '和', '及', '与'])}${who()}` : ''}`,
      ],
      [3, (): string => `${who()}${random.pick(['和', '与', '及', '跟'])}${who()}`],
      [3, (): string => `（${who()}）`],
      [2, (): string => `${who()}（${chunk()}）`],
      [
        4,
        (): string =>
          `${who()}${random.pick(['先生', '女士', '小姐', '经理', '医生', '老师', '教授', '主任', '同学', '律师'])}`,
      ],
      [4, (): string => `${who()}${draw(random, classes.d)}`],
      [
        3,
        (): string =>
          `${who()}${random.pick(list('在 已 诉 首 就 对 向 被 将 又 曾 因 任 未 则 即 亦 经 于 继 这 这样 一 两 三 先 未能 没 不 还 都 很'))}${hanChunk(random, classes, places)}`,
      ],
      [2, (): string => `${who()}${String(1 + random.below(31))}${random.pick(['日', '月', '年', '分', '岁'])}`],
      [
        1,
        (): string =>
          `${random.pick(['（记者', '(记者', '（', '【', '“', '；', '：', '/', '—', '·'])}${who()}${random.pick(['）', ')', '', '/', '】', '”'])}`,
      ],
      [4, (): string => `${who()}${draw(random, classes.v)}`],
      [3, (): string => `${draw(random, classes.one)}${who()}${draw(random, classes.one)}`],
      [2, (): string => `${random.pick(TITLES)}：${who()}`],
      [2, (): string => `${who()}：`],
      [4, (): string => organisation(organisations.han(random))],
      [3, (): string => `${organisation(organisations.han(random))}${random.pick(TITLES)}${who()}`],
      [2, (): string => `${who()}${random.pick(['，', '，男，', '，女，'])}${String(20 + random.below(50))}岁`],
      // Words of one character that are surnames too, and nothing else.
      [5, (): string => random.zipf(HAN_SURNAMES.split('')) + draw(random, classes.n)],
      [3, (): string => random.zipf(HAN_SURNAMES.split('')) + draw(random, classes.v)],
      [
        2,
        (): string =>
          `${random.pick(['小', '老', '阿', '姓'])}${random.zipf(HAN_SURNAMES.split(''))}${random.pick(['', draw(random, classes.v)])}`,
      ],
      [2, (): string => organisations.brand(random)],
      // Foreign places and clubs are written with the characters of foreign names.
      [
        3,
        (): string =>
          `${random.pick(list('在 到 从 对阵 客场 主场 赴 飞往 来自 位于 离开 击败 不敌 战平 前往 进攻 输给 胜'))}${people.foreignPlace(random)}`,
      ],
      [
        3,
        (): string =>
          `${people.foreignPlace(random)}${random.pick(list('队 市 州 俱乐部 主场 机场 大学 海岸 岛 山 河 联队 人 共和国 城 省 客场 方面 政府 奖 公司 品牌 牌 酒店 法案 症'))}`,
      ],
      [
        1,
        (): string =>
          `${people.foreignPlace(random)}${random.pick(['vs', 'VS', '-', '对', '与', '、'])}${people.foreignPlace(random)}`,
      ],
      [2, (): string => `《${hanChunk(random, classes, places)}${random.chance(0.4) ? draw(random, classes.n) : ''}》`],
      [1, (): string => `“${hanChunk(random, classes, places)}”`],
    ])();
  const clauses = 1 + random.below(5);
  const rate = random.chance(0.4) ? 0 : 0.25 + random.next() * 0.5;
  let text = '';
  for (let i = 0; i < clauses; i += 1) {
    const parts = 1 + random.below(4);
    for (let k = 0; k < parts; k += 1) text += random.chance(rate / 2) ? insert() : chunk();
    text +=
      i + 1 < clauses
        ? random.pick(['，', '，', '，', '；', '、', '：', ' ', '\n', '（', '）', '“', '”'])
        : random.pick(['。', '。', '。', '！', '？', '', '\n']);
  }
  return text;
}

type Language = {
  readonly says: readonly string[];
  readonly before: readonly string[];
  readonly titles: readonly string[];
  readonly linkers: readonly string[];
  readonly possessive: boolean;
  readonly months: readonly string[];
};

const EN: Language = {
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

const PT: Language = {
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

function latinProse(
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
  const who = (): string => {
    const name = weighted(random, [
      [isPt ? 2 : 10, people.latin],
      [isPt ? 12 : 2, people.portuguese],
      [isPt ? 1 : 2, people.cantonese],
      [isPt ? 0 : 1.5, people.pinyin],
      [isPt ? 1 : 3, people.given],
      [isPt ? 1 : 2.5, people.surname],
    ])(random);
    return person(name);
  };
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
