/** Made-up postal addresses in Chinese: mainland, Hong Kong, Macau, Taiwan. */
import { list } from './name-lists.ts';
import { type Random, weighted } from './random.ts';

const CN_PROVINCES = list(
  '广东省 浙江省 江苏省 四川省 湖北省 湖南省 福建省 山东省 河南省 河北省 辽宁省 黑龙江省 吉林省 陕西省 安徽省 江西省 云南省 贵州省 山西省 甘肃省 海南省 广西壮族自治区 内蒙古自治区',
);
export const CN_CITIES =
  list(`广州市 深圳市 珠海市 佛山市 东莞市 中山市 江门市 惠州市 汕头市 杭州市 宁波市 温州市 苏州市 南京市 无锡市 成都市 武汉市 长沙市 厦门市
  福州市 泉州市 青岛市 济南市 郑州市 石家庄市 沈阳市 大连市 哈尔滨市 长春市 西安市 合肥市 南昌市 昆明市 贵阳市 太原市 兰州市 海口市 南宁市 桂林市 烟台市 徐州市
  北京市 上海市 天津市 重庆市`);
export const CN_DISTRICTS =
  list(`香洲区 天河区 越秀区 海珠区 番禺区 南山区 福田区 罗湖区 宝安区 龙岗区 西湖区 滨江区 余杭区 朝阳区 海淀区 东城区 西城区 丰台区 浦东新区
  徐汇区 静安区 黄浦区 南岗区 道里区 武侯区 锦江区 江汉区 洪山区 岳麓区 思明区 鼓楼区 市南区 金水区 横琴新区 斗门区 金湾区 顺德区 南海区 江宁区 吴中区 高新区
  昌平区 雁塔区 碑林区 和平区 沙河口区 渝中区 江北区`);
export const CN_ROADS =
  '中山 解放 人民 建设 和平 文化 长江 黄河 朝阳 学院 科技 环城 滨河 迎宾 东风 新华 胜利 延安 南京 北京 广州 珠海 香江 凤凰 前山 梅华 吉大 情侣 九洲 翠微 银桦 文三 体育 天河 金融 商务 工业 兴业 振兴 友谊 育才 光明 幸福 健康 花园 银座 青年 五一 八一 湖滨 望江 龙泉 石景山 红旗 白云 江南 滨海 深南 宝安 福华 莲花 彩田 创业 软件园 华强';
const ESTATES = list(
  `阳光 碧桂 万科 锦绣 翠湖 金色 龙湖 华发 世纪 中海 恒大 绿地 保利 星河 丽景 御景 名门 海怡 康怡 东方 江畔 水岸 悦府 兰亭 国际 和谐 幸福 凯旋`,
);
const ESTATE_ENDS = list('花园 小区 新村 家园 公寓 苑 城 广场 大厦 华庭 花苑 名苑 山庄 豪庭 府 湾 里');

function hanNumber(random: Random, most: number): string {
  const number = 1 + random.below(most);
  const digits = '〇一二三四五六七八九十';
  if (number <= 10) return digits.charAt(number);
  if (number < 20) return `十${digits.charAt(number - 10)}`;
  return `${digits.charAt(Math.floor(number / 10))}十${number % 10 === 0 ? '' : digits.charAt(number % 10)}`;
}

const anyNumber = (random: Random, most: number): string =>
  random.chance(0.15) ? hanNumber(random, Math.min(most, 60)) : n(random, most);

function n(random: Random, most: number): string {
  return String(1 + random.below(most));
}

export function mainland(random: Random, road: (random: Random) => string): string {
  const estate = (): string => random.pick(ESTATES) + random.pick(ESTATE_ENDS);
  const region = weighted(random, [
    [3, random.pick(CN_PROVINCES) + random.pick(CN_CITIES) + random.pick(CN_DISTRICTS)],
    [4, random.pick(CN_CITIES) + random.pick(CN_DISTRICTS)],
    [2, random.pick(CN_CITIES)],
    [1, random.pick(CN_DISTRICTS)],
    [
      1,
      random.pick(CN_PROVINCES) +
        road(random) +
        random.pick(['县', '市']) +
        road(random) +
        random.pick(['镇', '乡', '街道']),
    ],
    [1, ''],
  ]);
  const street =
    road(random) + random.pick(['路', '路', '路', '街', '大道', '东路', '西路', '南路', '北路', '中路', '巷', '大街']);
  const flat = weighted(random, [
    [
      4,
      `${anyNumber(random, 30)}${random.pick(['栋', '幢', '号楼', '座'])}${anyNumber(random, 6)}单元${n(random, 33)}0${n(random, 8)}${random.pick(['室', '室', '号', '房'])}`,
    ],
    [
      3,
      `${random.chance(0.5) ? 'ABCDEF'.charAt(random.below(6)) : anyNumber(random, 20)}${random.pick(['栋', '幢', '座'])}${n(random, 33)}0${n(random, 8)}${random.pick(['室', '房', '号', ''])}`,
    ],
    [2, `${n(random, 33)}${random.pick(['楼', '层'])}${random.pick(['', `${n(random, 33)}0${n(random, 9)}室`])}`],
    [4, ''],
  ]);
  return weighted(random, [
    [6, `${region}${street}${anyNumber(random, 900)}号${random.chance(0.5) ? estate() : ''}${flat}`],
    [2, `${region}${street}${estate()}${flat === '' ? `${n(random, 30)}栋` : flat}`],
    [
      2,
      `${region === '' ? random.pick(CN_CITIES) : region}${estate()}${flat === '' ? `${n(random, 30)}栋${n(random, 30)}0${n(random, 8)}` : flat}`,
    ],
    [
      1,
      `${region}${road(random)}${random.pick(['村', '镇'])}${random.pick(['', road(random) + random.pick(['组', '队'])])}${anyNumber(random, 300)}号`,
    ],
    [1, `${region}${street}${anyNumber(random, 99)}弄${n(random, 99)}号${flat}`],
  ]);
}

const HK_AREAS = list(
  '九龙 新界 香港 中环 湾仔 铜锣湾 北角 旺角 尖沙咀 观塘 沙田 大埔 屯门 元朗 荃湾 葵涌 将军澳 鲗鱼涌 深水埗 油麻地 长沙湾 马鞍山 天水围 西营盘 坚尼地城 香港仔 筲箕湾 柴湾 红磡 何文田 黄大仙 九龙湾 牛头角 蓝田 粉岭 上水',
);
const HK_ROADS = list(
  '弥敦道 轩尼诗道 皇后大道中 德辅道西 英皇道 告士打道 窝打老道 太子道西 亚皆老街 广东道 加拿分道 骆克道 谢斐道 干诺道中 青山公路 大埔公路 观塘道 开源道 鸿图道 海滨道 彩虹道 沙田正街 康山道 般咸道 罗便臣道 坚道 佐敦道 柯士甸道 界限街 荔枝角道',
);
const HK_ESTATES = list(
  '太古城 美孚新邨 黄埔花园 沙田第一城 置富花园 杏花邨 海怡半岛 丽港城 嘉湖山庄 愉景新城 又一村花园 彩虹邨 华富邨 爱民邨 沥源邨 坪石邨 顺利邨 友爱邨 天耀邨 秀茂坪邨 翠屏北邨 慈云山邨 广福邨 太和邨 青怡花园 映湾园 蓝湾半岛 康怡花园',
);
const HK_BLOCKS = list('丽华楼 荣光楼 彩辉阁 金竹阁 银柏阁 海棠阁 福安楼 明德楼 耀华楼 富康楼 翠竹苑 华轩 安盛台');

export function hongKong(random: Random, road: (random: Random) => string): string {
  const area = random.chance(0.7)
    ? random.pick(HK_AREAS)
    : `${random.pick(['九龙', '新界', '香港'])}${random.pick(HK_AREAS)}`;
  const flat = `${anyNumber(random, 40)}${random.pick(['楼', '字楼', '/F'])}${random.pick([`${'ABCDEFGH'.charAt(random.below(8))}室`, `${n(random, 30)}室`, `${n(random, 40)}0${n(random, 9)}室`, '全层', ''])}`;
  const street = random.chance(0.6) ? random.pick(HK_ROADS) : road(random) + random.pick(['道', '街', '里', '径']);
  const building = road(random) + random.pick(['大厦', '中心', '工业大厦', '商业大厦', '广场', '楼', '阁']);
  const block = random.pick([
    '',
    `${anyNumber(random, 12)}座`,
    `第${anyNumber(random, 20)}座`,
    `${'ABCDEF'.charAt(random.below(6))}座`,
    random.pick(HK_BLOCKS),
  ]);
  return weighted(random, [
    [
      5,
      `${random.chance(0.85) ? area : ''}${street}${n(random, 700)}${random.chance(0.1) ? `-${n(random, 700)}` : ''}号${random.chance(0.6) ? building : ''}${flat}`,
    ],
    [4, `${random.chance(0.8) ? area : ''}${random.pick(HK_ESTATES)}${block}${flat}`],
    [1, `${area}${street}${n(random, 300)}号地下${n(random, 20)}号铺`],
    [1, `${area}${building}${block}${flat}`],
    [
      1,
      `${area}${road(random)}${random.pick(['村', '新村', '围'])}${n(random, 300)}号${random.pick(['', '地下', '二楼'])}`,
    ],
  ]);
}

const MO_STREETS =
  list(`新马路 高地乌街 罗理基博士大马路 宋玉生广场 友谊大马路 亚美打利庇卢大马路 南湾大马路 殷皇子大马路 水坑尾街 雅廉访大马路 俾利喇街 高士德大马路
  提督马路 罗利老马路 东望洋街 荷兰园大马路 渔翁街 黑沙环中街 马场海边马路 慕拉士大马路 看台街 祐汉新村第一街 关闸马路 河边新街 火船头街 沙梨头海边街 下环街 妈阁街 西湾湖街
  孙逸仙大马路 城市日大马路 巴黎街 伦敦街 马德里街 布鲁塞尔街 北京街 上海街 广州街 米尼奥街 埃武拉街 基马拉斯大马路 布拉干萨街 哥英布拉街 官也街 地堡街 成都街 南京街 海洋花园大马路
  伟龙马路 望德圣母湾大马路 路环市区马忌士前地 石排湾马路 田畔街 十月初五日街 福隆新街 草堆街 大三巴街 白马行 炉石塘街 营地大街 板樟堂前地 议事亭前地 何贤绅士大马路 台山中街 青洲大马路`);
const MO_BUILDINGS = list(
  '海富花园 广福祥花园 金海山花园 百利新村 海名居 寰宇天下 濠庭都会 华宝花园 翠湖花园 利丰大厦 丽豪花园 建华大厦 广华新邨 东华新邨 裕华大厦 牡丹楼 万豪轩 太子花城 湖畔大厦 业兴大厦 居雅大厦 快达楼 裕华新邨 澳门广场 中土大厦 皇朝广场 获多利中心',
);

export function macau(random: Random, road: (random: Random) => string): string {
  const area = random.pick(['澳门', '澳门', '氹仔', '路环', '澳门氹仔', '澳门半岛', '路氹', '', '']);
  const street = random.chance(0.75)
    ? random.pick(MO_STREETS)
    : road(random) + random.pick(['街', '大马路', '马路', '巷', '里', '斜巷', '前地', '围', '新街', '圆形地']);
  const number = random.pick([
    `${n(random, 900)}号`,
    `${n(random, 900)}号`,
    `${n(random, 300)}-${n(random, 300)}号`,
    `${n(random, 90)}号${'ABCD'.charAt(random.below(4))}`,
    '',
  ]);
  const building = random.chance(0.75)
    ? random.pick(MO_BUILDINGS)
    : road(random) + random.pick(['大厦', '花园', '阁', '楼', '中心']);
  const block = random.pick([
    '',
    '',
    `第${anyNumber(random, 12)}座`,
    `${'ABCD'.charAt(random.below(4))}座`,
    `第${anyNumber(random, 3)}期`,
  ]);
  const flat = `${anyNumber(random, 40)}楼${random.pick([' ', ''])}${random.pick(['ABCDEFGH'.charAt(random.below(8)), `${'ABCDEFGH'.charAt(random.below(8))}座`, `${n(random, 20)}室`, `${'ABCDEFGH'.charAt(random.below(8))}室`, ''])}`;
  const floor = random.pick([flat, flat, flat, '地下', `地下${'ABCDE'.charAt(random.below(5))}座`, 'R/C', '']);
  if (number === '' && floor === '') return `${area}${street}${n(random, 500)}号${building}`;
  return `${area}${street}${number}${random.chance(0.7) ? building : ''}${block}${floor}`;
}

export function taiwan(random: Random, road: (random: Random) => string): string {
  const city = random.pick(list('台北市 新北市 桃园市 台中市 台南市 高雄市 新竹市 基隆市 彰化县 屏东县 宜兰县 花莲县'));
  const district = random.pick(
    list(
      '大安区 信义区 中山区 松山区 板桥区 中和区 永和区 三重区 西屯区 北屯区 东区 前镇区 左营区 苓雅区 竹北市 员林镇 内湖区 士林区',
    ),
  );
  const street = road(random) + random.pick(['路', '路', '街', '大道', '北路', '东路']);
  const section = random.chance(0.5) ? `${random.pick(['一', '二', '三', '四', '五', '1', '2', '3'])}段` : '';
  const lane = random.chance(0.3) ? `${n(random, 300)}巷${random.chance(0.4) ? `${n(random, 60)}弄` : ''}` : '';
  const floor = random.chance(0.7) ? `${n(random, 20)}${random.pick(['楼', 'F', '楼之'])}` : '';
  return `${random.chance(0.15) ? `${100 + random.below(800)}` : ''}${city}${district}${street}${section}${lane}${n(random, 400)}号${floor.endsWith('之') ? `${floor}${n(random, 9)}` : floor}`;
}
