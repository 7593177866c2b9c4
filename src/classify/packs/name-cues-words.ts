/** Ordinary Chinese words (folded) that begin like a surname and are taken for a name now and then. */
const ORDINARY: readonly string[] =
  `申请 单号 强積金 单价 单据 毛重 毛利 毛利率 余额 余款 强积金 公积金 内子 家父 家母 高达 祝贺 文明 易拉宝 易碎 时段 常温 成品 和解 安检 保安 空白 连接 平台 江景 海景 金额 付清
  万元 全新 黄豆 白米 白糖 米酒 花生 龙井 牛奶 石油 钢材 管材 车厘子 祝好 敬祝 顺颂 谨启 全体 全年 全日 万一 单双 甘蔗 时限 高清 高温 强制 连续 任何 任意 成都 温哥华 陆军 空军
  海军 费用 关税`.split(/\s+/);

/** Firms, shops and brands (folded) whose short names look like somebody's. */
const FIRMS: readonly string[] =
  `高盛 金沙 龙湖 万科 万达 保利 桂园 桂園 碧桂园 碧桂園 宁德 永利 美高梅 银河 新濠 平安 招商 中兴 华为 华润 安踏 康师傅 王老吉 杜康 白云山 古井 洋河 伊利 蒙牛 雷克萨斯 雷诺
  江铃 江淮 长安 长城 吉利 比亚迪 东风 安利 宝洁 强生 辉瑞 罗氏 诺华 默克 拜耳 葛兰素 高通 英特尔 思科 甲骨文 阿里 腾讯 京东 美团 滴滴 荣耀 顺丰 中通 申通 圆通 韵达 极兔 德邦 马士基
  长荣 阳明 万海 达飞 国泰 汇丰 恒生 渣打 花旗 摩根 瑞银 中银 工行 建行 农行 交行 招行 大丰 华侨 永亨 周大福 周生生 六福 金山 金蝶 用友 浪潮 方正 联想 海尔 海信 格力 康佳 长虹 创维 苏宁
  国美 永辉 华联 百佳 惠康 万宁 屈臣氏 莎莎 卓悦 宜家 沃尔玛 家乐福 麦当劳 麦德龙 吉野家 许留山 美心 全聚德 同仁堂 李锦记 余仁生 位元堂 白花油 黄道益 汤臣倍健 汤臣 包商 温氏 牧原 韦尔
  卓胜微 路易威登 古驰 施华洛世奇 葛洲坝 安邦 江诗丹顿 万国 万宝路 柯达 柯尼卡 费列罗 金龙鱼 金帝 康宝莱 康乐 施耐德 西门子 松下 索尼 戴尔 戴森 强鹿 雅虎 艾默生 艾睿 安盛 安联 友邦 宏利
  保诚 富卫 富邦 万通 万泰`.split(/\s+/);

/** Han words that are nobody's name, whatever they look like; folded. */
export const NO_HAN_NAMES: ReadonlySet<string> = new Set([...ORDINARY, ...FIRMS]);
