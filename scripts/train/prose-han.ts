/** Sentences without sense in Chinese. */
import { organisation, type Organisations } from './organisations.ts';
import { HAN_SURNAMES, list } from './name-lists.ts';
import { type People, person } from './people.ts';
import type { Places } from './places.ts';
import { type Random, weighted } from './random.ts';
import type { Words } from './words.ts';

type Classes = Readonly<
  Record<'n' | 'v' | 'a' | 'd' | 'p' | 'c' | 'm' | 'q' | 't' | 'r' | 'f' | 'u' | 'y' | 'l' | 'one', readonly Weighted[]>
>;
type Weighted = { readonly word: string; readonly upTo: number };

/** Words by part of speech, to be drawn about as often as they are written, rare ones a little more often. */
export function classesOf(words: Words): Classes {
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
    u: of((kind) => kind.startsWith('u'), 20),
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

export function hanProse(
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
