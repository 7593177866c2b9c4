/** Ordinary Chinese words (folded) that begin like a surname and are taken for a name now and then. */
export const NO_NAMES: ReadonlySet<string> = new Set(
  `申请 单号 强積金 单价 单据 毛重 毛利 毛利率 余额 余款 强积金 公积金 内子 家父 家母 高达 祝贺 文明 易拉宝 易碎 时段 常温 成品 和解 安检 保安 空白 连接 平台 江景 海景 金额 付清
  万元 全新 黄豆 白米 白糖 米酒 花生 龙井 牛奶 石油 钢材 管材 车厘子 祝好 敬祝 顺颂 谨启 全体 全年 全日 万一 单双 甘蔗 时限 高清 高温 强制 连续 任何 任意 成都 温哥华 陆军 空军
  海军 费用 关税`.split(/\s+/),
);
