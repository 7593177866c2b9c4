/** Character classes by code unit. Boundaries are ASCII on purpose: Chinese touches numbers without spaces. */

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

export function isAsciiLetter(code: number): boolean {
  return isUpper(code) || (code >= 0x61 && code <= 0x7a);
}

export function isAlnum(code: number): boolean {
  return isDigit(code) || isAsciiLetter(code);
}

/** Latin letters with accents (Latin-1 and Latin Extended-A) count as letters for word boundaries of cue words. */
export function isLatinLetter(code: number): boolean {
  return isAsciiLetter(code) || (code >= 0xc0 && code <= 0x17f && code !== 0xd7 && code !== 0xf7);
}

/** Han characters of the basic block and extension A, and halves of surrogate pairs (extension B and later). */
export function isHan(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf) || (code >= 0xd840 && code <= 0xdfff);
}

/**
 * Traditional (and other) forms with the Simplified form that stands for both in cue words: pairs, first to second.
 * Only characters that occur in cues are here; each pair is one UTF-16 unit wide, so offsets do not move.
 */
const VARIANTS =
  '號号證证電电話话護护碼码戶户帳账賬账帐账銀银體体診诊斷断鄉乡來来內内臺台灣湾門门國国黨党會会員员員员機机動动郵邮郵邮箱箱' +
  '寶宝車车薪薪資资報报酬酬津津貼贴糧粮獎奖紅红佣佣餘余結结欠欠費费計计聯联絡络繫系係系遷迁訊讯貨货現现繳缴納纳稅税編编統统會会' +
  '壓压腫肿瘤瘤癌癌抑抑鬱郁懷怀愛爱結结過过敏敏歷历處处藥药術术療疗殘残癥症檢检驗验病病傷伤婦妇產产臟脏氣气關关節节炎炎帶带菌菌' +
  '訂订單单運运條条櫃柜貨货倉仓發发產产設设備备圖图紙纸則则批批物物料料報报關关區区間间據据師师長长經经紀纪顧顾問问賓宾' +
  '總总監监務务應应僱雇雇雇職职見见簽签署署負负責责請请買买賣卖購购約约協协議议書书條条絕绝極极祕秘秘秘為为與与將将' +
  '營营業业額额淨净潤润損损虧亏數数財财預预測测億亿萬万啟启開开場场嚴严擬拟對对讓让這这個个們们寫写錄录項项類类龍龙驅驱導导' +
  '張张陳陈劉刘楊杨趙赵吳吴孫孙馬马盧卢鄭郑馮冯鄧邓許许蕭萧葉叶呂吕魏魏蔣蒋韓韩範范範范鍾钟譚谭陸陆鄒邹閻阎龔龚賴赖羅罗梁梁' +
  '歐欧陽阳錢钱湯汤顧顾賀贺嚴严溫温莊庄齊齐聶聂樊樊顏颜倪倪嚴严饒饶關关駱骆麥麦鄺邝鄔邬區区戴戴畢毕紀纪項项龐庞雲云' +
  '諸诸葛葛鮑鲍費费繆缪喬乔鄢鄢衛卫韋韦蘇苏潘潘盤盘寶宝樓楼東东黃黄凃涂塗涂曉晓隊队訴诉領领導导獨独辦办' +
  '証证確确鑰钥橫横慶庆廣广熱热線线幣币佈布視视網网貧贫膽胆島岛癇痫癲癫醫医囑嘱舖铺雙双遞递棟栋層层鎮镇縣县謹谨傳传別别離离聲声時时陰阴轉转戲戏強强';

const FOLD = buildFold();

function buildFold(): Uint16Array {
  const fold = new Uint16Array(0x10000);
  for (let code = 0; code < fold.length; code += 1) fold[code] = code;
  for (let code = 0x41; code <= 0x5a; code += 1) fold[code] = code + 0x20;
  for (let code = 0xc0; code <= 0x17f; code += 1) {
    const plain = String.fromCharCode(code).normalize('NFD').toLowerCase().charCodeAt(0);
    if (plain >= 0x61 && plain <= 0x7a) fold[code] = plain;
  }
  for (let i = 0; i + 1 < VARIANTS.length; i += 2) fold[VARIANTS.charCodeAt(i)] = VARIANTS.charCodeAt(i + 1);
  return fold;
}

/** Returns the code unit under which cue words are compared: lower case, no accents, Simplified. */
export function foldCode(code: number): number {
  return FOLD[code] ?? code;
}

/** Returns `text` folded unit by unit; the length does not change. */
export function foldText(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i += 1) out += String.fromCharCode(foldCode(text.charCodeAt(i)));
  return out;
}
