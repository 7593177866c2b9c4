/** Papers in Chinese in which nobody stands: menus, catalogues, results, timetables, manuals, clauses, market notes. */
import { allLocales } from '@faker-js/faker';
import { HAN_SURNAMES, list } from './name-lists.ts';
import type { Organisations } from './organisations.ts';
import { type People, person } from './people.ts';
import type { Places } from './places.ts';
import { type Random, weighted } from './random.ts';
import { flatten, type Words } from './words.ts';

type Make = (random: Random) => string;

const han = (definition: unknown): string[] => flatten(definition).filter((one) => /^\p{Script=Han}+$/u.test(one));
const { zh_CN: zh } = allLocales;
const FOODS = ['dish', 'fruit', 'ingredient', 'vegetable', 'meat', 'spice'].flatMap((kind) => han(zh.food?.[kind]));
const GOODS = [
  ...han(zh.commerce?.product_name?.product),
  ...list('沙发 茶几 餐桌 落地灯 凳 床头柜 书桌 屏风 茶具 丝巾 花瓶 水壶 背包 手表 礼盒 香炉 桌布 摆件'),
];
const COLOURS = [...han(zh.color?.human), ...list('米白 炭灰 胡桃木 橡木 黄铜 石面 藤编 哑光 青花 白瓷 高腰 方格')];
const THINGS = [...han(zh.animal?.fish), ...han(zh.animal?.bird)];
const DISH_ENDS = list(
  '鸡 鸭 鱼 虾 蟹 肉 汤 粥 面 饭 糕 饼 包 饺 卷 丝 片 块 丁 球 豆腐 排骨 猪手 牛腩 菜心 粉 酱 茶 酒 果 豆 菇 丸 煲 冻 露 花 皮 叶 糖',
);
const PLACE_ENDS = list(
  '湾 塘 村 坊 里 围 涌 洲 角 环 墟 街 道 路 桥 口 岗 坑 寮 埔 头 尾 山 岭 溪 坪 屯 店 镇 洞 寨 门 园 苑 台 寺 庙 故居 陈列馆 祠 大屋 牌坊 老街 古道 书院 纪念馆 公园 码头 站',
);
const TOOL_ENDS = list(
  '图 表 机 器 阀 架 盒 条 扣 板 灯 泵 线 件 层 式 率 值 键 栏 页 网 库 包 端 组 码 锁 罩 片 座 轨 套装 模式 模块 引擎 驱动 适配器',
);
const ROLES = list(
  '许可人 被许可人 许可方 被许可方 转让方 受让人 承租方 出租人 委托人 受托人 承包人 分包人 发包方 担保人 被担保人 投标人 中标人 招标人 采购人 供应商 承运人 托运人 收货人 保险人 被保险人 债权人 债务人 管理人 持有人 申请人 经办部门 甲方 乙方 丙方',
);
const AMOUNTS = list('一条 两片 三朵 少许 适量 一角 半碗 一勺 二两 六百克 若干 一汤匙 一个 八粒 一小把 两根');
const COOKING = list(
  '洗净 切丝 切片 浸软 煎至金黄 炒香 蒸九分钟 焯水 腌十分钟 拍碎 刮去白瓤 剁碎 去皮 沥干 小火慢炖 即成 淋上 勾芡 备用 泡发',
);
const RISES = list('上升 下跌 造好 回落 回吐 走强 走弱 横行 微涨 领涨 受压 除净 高开 震荡 承压');
const SECTIONS = list(
  '小点 中点 大点 主食 酒水 凉菜 热菜 甜品 汤羹 原料 材料 配料 调料 招牌菜 厨师推介 主菜 特点 零件 配件 附件 新增 修复 已知问题 关注股 停靠 停站 面料色号 色号 品名 规格',
);
const TIMES = list('比 对 vs - 负 胜 平');
const NUMBERS = list('零 一 二 三 四 五');

const number = (random: Random): string => String(5 + random.below(random.chance(0.6) ? 400 : 20_000));
const time = (random: Random): string =>
  `${String(random.below(24)).padStart(2, '0')}:${String(10 + random.below(50))}`;
const many = (random: Random, least: number, most: number, make: Make): string[] =>
  Array.from({ length: least + random.below(most - least + 1) }, () => make(random));

// oxlint-disable-next-line max-lines-per-function -- one kind of paper after the other, as in a table
export function createHanPapers(words: Words, people: People, places: Places, organisations: Organisations): Make {
  const nouns = words.han
    .filter(({ word, kind }) => word.length >= 2 && word.length <= 4 && /^(?:n|nz|vn|an|b|l)$/.test(kind))
    .slice(0, 40_000);
  const chars = [...new Set(nouns.slice(0, 8000).flatMap(({ word }) => [...word]))];
  const surnames = HAN_SURNAMES.split('');
  const noun: Make = (random) => (nouns.length === 0 ? '工具' : (random.pick(nouns).word ?? '工具'));
  const char: Make = (random) => (chars.length === 0 ? '白' : random.pick(chars));
  /** Begins like a name and ends as none does. */
  const like =
    (ends: readonly string[]): Make =>
    (random) =>
      `${random.chance(0.6) ? random.zipf(surnames) : char(random)}${random.chance(0.55) ? char(random) : ''}${random.pick(ends)}`;
  const food: Make = (random) =>
    weighted<Make>(random, [
      [4, (r) => r.pick(FOODS)],
      [4, like(DISH_ENDS)],
      [1, (r) => people.foreignPlace(r) + r.pick(DISH_ENDS)],
      [1, (r) => `${people.han(r)}${r.pick(DISH_ENDS)}`],
      [1.5, (r) => noun(r) + r.pick(DISH_ENDS)],
      [1, (r) => r.pick(THINGS)],
    ])(random);
  const place: Make = (random) =>
    weighted<Make>(random, [
      [5, like(PLACE_ENDS)],
      [2, places.hanPlace],
      [1.5, people.foreignPlace],
      [1, (r) => people.han(r) + r.pick(PLACE_ENDS.slice(-14))],
      [1.5, (r) => noun(r) + r.pick(PLACE_ENDS)],
    ])(random);
  const goods: Make = (random) =>
    weighted<Make>(random, [
      [3, (r) => people.foreignPlace(r) + r.pick(GOODS)],
      [3, (r) => noun(r) + r.pick(GOODS)],
      [2, (r) => r.pick(GOODS)],
      [2, like(TOOL_ENDS)],
      [1, (r) => people.foreignPlace(r)],
    ])(random);
  const brand: Make = (random) =>
    weighted<Make>(random, [
      [3, noun],
      [3, organisations.brand],
      [2, people.foreignPlace],
      [2, (r) => char(r) + char(r)],
      [1, (r) => r.zipf(surnames) + char(r) + char(r)],
    ])(random);
  const thing: Make = (random) =>
    weighted<Make>(random, [
      [4, food],
      [2, goods],
      [2, like(TOOL_ENDS)],
      [2, noun],
      [2, place],
    ])(random);
  const row = (random: Random, make: Make): string =>
    many(random, 3, 10, make).join(random.pick(['、', '、', '、', '，', ' ']));
  const makers: readonly (readonly [number, Make])[] = [
    [
      5,
      (random) =>
        `${random.pick(SECTIONS)}${random.pick(['：', '：', '\n'])}${row(random, food)}${random.pick(['。', '\n', ''])}`,
    ],
    [3, (random) => `${random.pick(SECTIONS)}：${row(random, random.pick([goods, place, thing, brand]))}。`],
    [4, (random) => many(random, 2, 7, (r) => `${food(r)} ${number(r)}${r.pick(['', ' 元', '元'])}`).join('\n')],
    [
      4,
      (random) =>
        many(
          random,
          2,
          6,
          (r) =>
            `${goods(r)} ${r.pick(COLOURS)}${r.pick(['', '／', '']) ? r.pick(COLOURS) : ''} ${number(r)}${r.pick(['', ' 元', ' 件'])}`,
        ).join('\n'),
    ],
    [2, (random) => `${many(random, 2, 5, (r) => `${brand(r)}${String(r.below(99)).padStart(2, '0')}`).join('、')}。`],
    [
      4,
      (random) =>
        `${random.pick(['', '停站：', '周一至六：', 'K3 路：'])}${many(random, 3, 8, (r) => `${place(r)} ${time(r)}`).join(random.pick(['、', '，', '\n']))}`,
    ],
    [
      4,
      (random) =>
        `${random.pick(['游览', '经过', '参观', '前往', '停靠', '邻近', '途经', '步行至'])}${row(random, place)}。`,
    ],
    [
      3,
      (random) =>
        many(
          random,
          2,
          6,
          (r) =>
            `${r.chance(0.6) ? people.foreignPlace(r) : brand(r)} ${r.pick(NUMBERS)}${r.pick(TIMES)}${r.pick(NUMBERS)} ${r.chance(0.6) ? brand(r) : place(r)}`,
        ).join('\n'),
    ],
    [
      2,
      (random) =>
        `积分榜：${many(random, 3, 5, (r) => `${brand(r)}${r.pick(['四十一', '三十八', '三十', '29', '17'])}分`).join('、')}。`,
    ],
    [
      2,
      (random) =>
        `${random.pick(['第三场', '公开组', '龙舟赛', '决赛'])}${random.pick(['「', '“', '，', '：'])}${brand(random)}${random.pick(['」', '”', '', ''])}第一，${brand(random)}${random.pick(['龙舟会', '青年', '医护', '队', '体育会'])}第二，${noun(random)}第三。`,
    ],
    [
      5,
      (random) =>
        `${random.pick(['未经', '被', '由', '如', '经', '', '双方及', '因'])}${random.pick(ROLES)}${random.pick(['事先书面同意', '不得转让', '应在十日内', '须即时通知', '签约后', '与', '及', '、'])}${random.pick(ROLES)}${random.pick(['不得', '应当', '须', '有权', '的'])}${noun(random)}${random.pick(['。', '，'])}`,
    ],
    [4, (random) => many(random, 3, 7, (r) => `${food(r)}${r.pick(AMOUNTS)}`).join(random.pick(['、', '，', '\n']))],
    [
      4,
      (random) =>
        many(
          random,
          2,
          5,
          (r) =>
            `${r.pick(['', '将', '加', '放', '把', '鱼碟上', '砂锅垫', '待', '以'])}${food(r)}${r.pick(['', '、', '及', '和']) ? `、${food(r)}` : ''}${r.pick(COOKING)}`,
        ).join('，'),
    ],
    [
      4,
      (random) =>
        `${random.pick(['新增', '修复', '改善', '按', '打开', '设置', '检查', '拆除', '更换', '弃用'])}${random.pick(['：', '', '「', '“'])}${like(TOOL_ENDS)(random)}${random.pick(['」', '”', '、', '检视'])}${noun(random)}${random.pick(['由', '和', '与', '、'])}${like(TOOL_ENDS)(random)}${random.pick(['取代', '驱动', '闪烁', '不显示', '失败', '说明'])}。`,
    ],
    [
      3,
      (random) =>
        `${many(random, 3, 7, brand).join('、')}${random.pick(RISES)}${random.pick(['，', '；', '。'])}${brand(random)}${random.pick(RISES)}。`,
    ],
    [
      2,
      (random) =>
        `${random.pick(['三楼', '于', '地点：', '开标地点：', ''])}${brand(random)}${random.pick(['会议室', '厅', '礼堂', '演讲厅', '展厅', '展馆', '皇宫', '酒家', '轩'])}${random.pick(['。', '', '举行', '，'])}`,
    ],
    [
      2.5,
      (random) =>
        `${random.pick(['一、', '二、', '三、', ''])}${noun(random)}：${noun(random)}${noun(random)}，${random.pick(['叉车', '安检', '高温', '单据', '车间', '金库'])}${noun(random)}${random.pick(['安排在五月', '已修妥', '由后勤部负责', '限期四月'])}；${noun(random)}${noun(random)}。`,
    ],
    [
      2,
      (random) =>
        `${noun(random)}：${many(random, 2, 4, (r) => `${noun(r)}${r.chance(0.5) ? noun(r) : ''} ${number(r)} ${r.pick(['件', '箱', '公斤', '套'])}`).join(random.pick(['，', '\n']))}`,
    ],
    // So that such lists are not always about things.
    [
      1.5,
      (random) =>
        `${random.pick(['入球', '得分', '冠军', '裁判', '嘉宾', '厨师', '名单'])}：${many(random, 1, 4, (r) => person(people.han(r))).join('、')}。`,
    ],
    [
      1.5,
      (random) =>
        many(
          random,
          2,
          4,
          (r) => `${person(people.han(r))} ${r.pick(['9.8', '一小时二分', '第一', '三十分', '12 分'])}`,
        ).join(random.pick(['、', '\n', '，'])),
    ],
  ];
  return (random) => many(random, 1, 3, weighted(random, makers)).join(random.pick(['\n', '', '\n']));
}
