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
  '鮮鲜瑤瑶薩萨錫锡頗颇達达倫伦鄂鄂溫温納纳黎黎撫抚贍赡償偿賠赔強强潰溃績绩銘铭勢势盪荡燒烧燙烫韌韧顫颤異异綜综癡痴疝疝囊囊敗败髓髓脹胀塵尘蠶蚕崗岗腦脑頸颈膽胆脈脉濕湿塊块擋挡' +
  '號号證证電电話话護护碼码戶户帳账賬账帐账銀银體体診诊斷断鄉乡來来內内臺台灣湾門门國国黨党會会員员員员機机動动郵邮郵邮箱箱' +
  '寶宝車车薪薪資资報报酬酬津津貼贴糧粮獎奖紅红佣佣餘余結结欠欠費费計计聯联絡络繫系係系遷迁訊讯貨货現现繳缴納纳稅税編编統统會会' +
  '壓压腫肿瘤瘤癌癌抑抑鬱郁懷怀愛爱結结過过敏敏歷历處处藥药術术療疗殘残癥症檢检驗验病病傷伤婦妇產产臟脏氣气關关節节炎炎帶带菌菌' +
  '訂订單单運运條条櫃柜貨货倉仓發发產产設设備备圖图紙纸則则批批物物料料報报關关區区間间據据師师長长經经紀纪顧顾問问賓宾' +
  '總总監监務务應应僱雇雇雇職职見见簽签署署負负責责請请買买賣卖購购約约協协議议書书條条絕绝極极祕秘秘秘為为與与將将' +
  '營营業业額额淨净潤润損损虧亏數数財财預预測测億亿萬万啟启開开場场嚴严擬拟對对讓让這这個个們们寫写錄录項项類类龍龙驅驱導导' +
  '張张陳陈劉刘楊杨趙赵吳吴孫孙馬马盧卢鄭郑馮冯鄧邓許许蕭萧葉叶呂吕魏魏蔣蒋韓韩範范範范鍾钟譚谭陸陆鄒邹閻阎龔龚賴赖羅罗梁梁' +
  '歐欧陽阳錢钱湯汤顧顾賀贺嚴严溫温莊庄齊齐聶聂樊樊顏颜倪倪嚴严饒饶關关駱骆麥麦鄺邝鄔邬區区戴戴畢毕紀纪項项龐庞雲云' +
  '諸诸葛葛鮑鲍費费繆缪喬乔鄢鄢衛卫韋韦蘇苏潘潘盤盘寶宝樓楼東东黃黄凃涂塗涂曉晓隊队訴诉領领導导獨独辦办' +
  '証证確确鑰钥橫横慶庆廣广熱热線线幣币佈布視视網网貧贫膽胆島岛癇痫癲癫醫医囑嘱舖铺雙双遞递棟栋層层鎮镇縣县謹谨傳传別别離离聲声時时陰阴轉转戲戏強强' +
  '註注冊册膚肤腸肠腎肾臉脸誠诚屬属幹干侶侣親亲無无徵征樣样紋纹識识採采儲储遺遗鑑鉴鑒鉴檔档滿满團团傾倾維维爾尔壯壮種种掃扫撥拨級级補补實实後后匯汇滙汇國国際际標标書书價价測测試试變变戀恋監监緩缓釋释記记憑凭貸贷還还齡龄歲岁廠厂態态靜静脈脉專专緯纬時时誕诞鵝鹅輛辆貳贰購购圍围執执準准掛挂擇择應应遊游贈赠遙遥異异導导創创歷历華华貫贯鄰邻籍籍婦妇僑侨權权讀读審审決决創创佈布佔占線线號号節节稱称繼继續续終终絡络緊紧優优勞劳務务傷伤債债貿贸損损幫帮帶带師师庫库廢废張张彈弹從从慣惯戰战擔担據据斷断晝昼暫暂樹树機机殺杀氣气減减溝沟滅灭漢汉澤泽煙烟營营獲获環环瑪玛癒愈眾众礙碍禮礼稅税窮穷筆笔範范築筑簡简糾纠納纳紐纽純纯細细組组絕绝綠绿網网緣缘練练織织罰罚義义聖圣肅肃脫脱腦脑腳脚臨临興兴舉举艙舱藝艺蘭兰處处虛虚術术衝冲補补裝装複复褲裤規规覺觉觀观觸触訪访許许評评詞词詢询詳详認认誤误說说誰谁課课調调談谈請请論论諮咨諾诺謀谋謂谓講讲謝谢識识警警譯译護护讓让貧贫販贩貴贵賀贺賓宾賞赏賠赔賢贤質质賺赚贊赞趕赶軍军軟软較较載载輕轻輔辅輪轮輯辑輸输農农運运達达違违遠远適适選选遲迟遷迁邊边郵邮鄉乡醫医釋释針针鈴铃銀银銷销鋼钢錯错鍵键鏈链鐘钟鐵铁長长閉闭開开閒闲間间閱阅關关闊阔隊队階阶際际陰阴陳陈險险隨随隱隐雖虽雜杂離离難难電电靈灵響响頁页順顺須须預预頭头頻频題题願愿類类顧顾顯显風风飛飞飯饭飲饮飾饰養养餐餐餘余館馆馬马駐驻駕驾騙骗驗验驚惊髮发鬆松鬥斗魚鱼鮮鲜鳥鸟麗丽點点齊齐齒齿摺折搵揾換换於于學学參参狀状況况慮虑濕湿癬癣瘡疮潰溃瘍疡宮宫頸颈躍跃癮瘾闌阑聽听';

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

/** Returns `text` folded unit by unit; the length does not change. Stretches that stay are taken over whole: nearly all of a name is small letters. */
export function foldText(text: string): string {
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const folded = foldCode(code);
    if (folded === code) continue;
    out += text.slice(from, i) + String.fromCharCode(folded);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}
