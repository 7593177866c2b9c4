/**
 * Special categories of data (Law 8/2005 of Macau article 7, PIPL article 28, GDPR articles 9 and 10): labels of fields, and words
 * that say something about a person. A word alone is no finding: it must be about somebody.
 */
import type { FindingType } from '../../model/classification.ts';
import { type CueGroup, list } from './pack.ts';

function label(type: FindingType, words: string): CueGroup {
  return { role: 'label', types: [type], words: list(words) };
}

function special(type: FindingType, words: string): CueGroup {
  return { role: 'special', types: [type], words: list(words) };
}

/** Said of persons only. */
function strong(type: FindingType, words: string): CueGroup {
  return { ...special(type, words), strong: true };
}

export const SPECIAL_CUES: readonly CueGroup[] = [
  label(
    'religion',
    `宗教信仰 | 宗教 | 信仰 | 信仰情況 | 宗教信仰情況 | religion | religious belief | religious affiliation | faith | religião | crença religiosa | confissão religiosa`,
  ),
  special(
    'religion',
    `信奉 | 信佛 | 信教 | 皈依 | 受洗 | 領洗 | 初領聖體 | 伊斯蘭教徒 | 道教徒 | Christian believer | devout | converted to | attends mass | é católico | de religião`,
  ),
  strong(
    'religion',
    `基督徒 | 天主教徒 | 佛教徒 | 穆斯林 | 虔誠 | 返教會 | practising Catholic | practicing Catholic | practising Christian | practising Buddhist | practising Muslim | practising Hindu | practising Jew | practicing Christian | practicing Buddhist | practicing Muslim | practicing Hindu | practicing Jew | is a Catholic | is Catholic | is a Christian | is Christian | is a Muslim | is Muslim | is a Buddhist | is Buddhist | is a Hindu | is Hindu | is Jewish | is a Sikh | is Sikh | is a Jehovah's Witness | observes Ramadan | observes the Sabbath | é católica | é muçulmano | é muçulmana | é budista | é evangélico | é evangélica | é judeu | é judia | é testemunha de Jeová | católico praticante | católica praticante`,
  ),
  label(
    'political_opinion',
    `政治面貌 | 政治立場 | 政治傾向 | 黨派 | political affiliation | political opinion | political views | party membership | filiação partidária | filiação política | convicções políticas | opinião política`,
  ),
  special(
    'political_opinion',
    `共青團員 | 入黨 | 民主黨派成員 | 加入政黨 | 支持民主派 | 親建制 | 參加示威 | party member | voted for | supports the party | political activist | militante do | simpatizante do partido`,
  ),
  strong(
    'political_opinion',
    `中共黨員 | 預備黨員 | member of the Communist Party | member of the Labour Party | member of the Conservative Party | member of the Democratic Party | member of the Socialist Party | militante do partido | filiado no partido | filiada no partido | votou em | votou no | membro do partido`,
  ),
  label(
    'union_membership',
    `工會會籍 | 工會會員編號 | 工會會員 | 所屬工會 | 加入工會 | union membership | trade union | trade union membership | union member | filiação sindical | sindicato | sócio do sindicato`,
  ),
  special(
    'union_membership',
    `加入工會 | 參加工會 | member of the union | member of the trade union | union dues | quota sindical`,
  ),
  strong(
    'union_membership',
    `工會會員 | 工會代表 | 工會理事 | 加入了工會 | 工會幹事 | union member | trade union member | joined the union | joined the trade union | union representative | union rep | shop steward | sindicalizado | sindicalizada | delegado sindical | delegada sindical | sócio do sindicato | sócia do sindicato | filiado no sindicato | filiada no sindicato | dirigente sindical | filiou-se no sindicato | sindicalizou-se`,
  ),
  label(
    'sexual_orientation',
    `性取向 | 性傾向 | 性別認同 | sexual orientation | gender identity | orientação sexual | identidade de género`,
  ),
  special(
    'sexual_orientation',
    `同性戀 | 雙性戀 | 同性伴侶 | 同志身份 | 出櫃 | 跨性別 | 變性手術 | 性生活 | 性病 | 婚外情 | same-sex partner | sex life | extramarital affair | gender reassignment | vida sexual | assumiu-se`,
  ),
  strong(
    'sexual_orientation',
    `is gay | is a lesbian | is lesbian | is bisexual | is transgender | is homosexual | came out as | é homossexual | é gay | é lésbica | é bissexual | é transgénero | companheiro do mesmo sexo | companheira do mesmo sexo | assumiu-se lésbica | assumiu-se gay | assumiu-se homossexual | assumiu-se bissexual`,
  ),
  label(
    'ethnicity',
    `民族 | 族裔 | 種族 | 族群 | ethnicity | ethnic origin | ethnic group | race | origem étnica | etnia | raça | origem racial`,
  ),
  special(
    'ethnicity',
    `維吾爾族 | 藏族 | 回族 | 蒙古族 | 壯族 | 滿族 | 苗族 | 朝鮮族 | 彝族 | 土家族 | 侗族 | 瑤族 | 白族 | 哈尼族 | 哈薩克族 | 黎族 | 傣族 | 畲族 | 布依族 | 羌族 | 納西族 | 仡佬族 | 錫伯族 | 景頗族 | 柯爾克孜族 | 達斡爾族 | 鄂倫春族 | 鄂溫克族 | 塔吉克族 | 京族 | 高山族 | 拉祜族 | 佤族 | 撒拉族 | 裕固族 | 赫哲族 | 少數民族 | ethnic minority | of African descent | of Uyghur origin | is Uyghur | of Roma origin | etnia cigana | de etnia | de origem africana | de raça`,
  ),
  label(
    'criminal_record',
    `犯罪記錄 | 犯罪紀錄 | 刑事紀錄 | 刑事記錄 | 無犯罪記錄證明 | 案底 | 前科 | criminal record | criminal convictions | previous convictions | criminal history | DBS check | police record | registo criminal | antecedentes criminais | cadastro criminal`,
  ),
  special(
    'criminal_record',
    `服刑 | 緩刑 | 被控 | 被起訴 | 控罪 | 嫌犯身份 | 以嫌犯身份 | 作為嫌犯 | 被拘留 | 被檢控 | 行政拘留 | 涉嫌 | convicted of | on probation | charged with | prior conviction | prior convictions | previous conviction for | previous convictions for | misdemeanor conviction | felony conviction | conviction for | crime de | acusado de | acusada de | antecedentes criminais | na qualidade de arguido | condenado por | condenada por | condenado a | condenada a | pena de prisão`,
  ),
  strong(
    'criminal_record',
    `有案底 | 刑事案底 | 有犯罪記錄 | 有前科 | 曾被判刑 | 被判刑 | 被判監 | 判處有期徒刑 | 被判處有期徒刑 | 判處徒刑 | 刑滿釋放 | 被定罪 | was convicted | has a criminal record | sentenced to | served a prison | was arrested | found guilty of | foi condenado | foi condenada | pena suspensa | constituído arguido | constituída arguida | foi detido | foi detida | cumpriu pena | fora condenado | fora condenada | já condenado | já condenada`,
  ),
  label(
    'biometric',
    `指紋 | 指紋編號 | 指紋特徵 | 指紋模板 | 人臉 | 人臉模板 | 人臉特徵 | 人臉特徵值 | 指紋特徵值 | 指紋數據 | 人臉數據 | 人臉ID | 面容ID | 虹膜 | 聲紋 | 掌紋 | 生物特徵 | 生物識別 | fingerprint template | fingerprint id | face template | face id | faceid | iris code | voiceprint | biometric template | biometric data | impressão digital | dados biométricos | modelo facial`,
  ),
  special(
    'biometric',
    `指紋 | 指模 | 指紋模板 | 指紋特徵 | 指紋數據 | 人臉 | 人臉特徵 | 人臉模板 | 人臉特徵值 | 人臉照片 | 人臉識別 | 人臉圖像 | 人臉數據 | 人臉信息 | 面部識別 | 面部特徵 | 面容 | 面容特徵 | 刷臉 | 虹膜 | 聲紋 | 掌紋 | 掌靜脈 | 步態 | 視網膜掃描 | 生物識別 | 生物識別信息 | 生物特徵 | 基因樣本 | fingerprint | fingerprints | thumbprint | palm print | palm vein | face template | face templates | facial template | facial features | facial recognition | face recognition | facial scan | face scan | facial image | face print | faceprint |
    iris scan | iris scans | iris template | iris pattern | retina scan | retinal scan | voiceprint | voiceprints | voice print | biometric | biometrics | biometric data | biometric template | impressão digital | impressões digitais | reconhecimento facial | modelo facial | dados biométricos | características faciais | leitura da íris | íris | impressão vocal | voz biométrica | traços faciais | imagem facial | geometria da mão`,
  ),
  {
    role: 'about',
    types: ['biometric'],
    words:
      list(`採集 | 錄入 | 收集 | 登記 | 已錄 | 保存 | 儲存 | 存儲 | 比對 | 提取 | 模板 | 特徵值 | 樣本 | 打卡 | 核驗 | 上傳 | 註冊 | 本人 | 員工 | 客戶 | 你的 | 您的 | 我的 | 他的 | 她的 | collected | captured | enrolled | enrol | enroll | registered | stored | scanned | recorded | template | templates | sample | samples | matched | employee's | his | her | their | your | my | recolhida | recolhidas | recolhidos | recolha | registada | registadas | registado |
    guardada | guardadas | armazenada | armazenadas | armazenados | digitalizada | trabalhador | trabalhadora | trabalhadores | funcionário | funcionária | seus | sua | do colaborador | da colaboradora`),
  },
  {
    role: 'about',
    types: ['minor'],
    words: list(
      `aged | age of | turned | turning | years old | year old | yr old | year-old | years-old | yrs old | months old | y/o | anos | meses | is only | is just | idade`,
    ),
  },
  label(
    'genetic',
    `基因檢測結果 | 基因檢測 | 基因型 | DNA profile | genetic test | genetic test result | genotype | teste genético | perfil de ADN | resultado genético`,
  ),
  special(
    'genetic',
    `基因突變 | 基因檢測 | 基因測序 | 遺傳病 | 親子鑑定 | DNA樣本 | DNA 樣本 | BRCA1 | BRCA2 | genetic test | genetic testing | gene mutation | genetic mutation | genome sequencing | paternity test | DNA sample | DNA test | hereditary disease | teste genético | mutação genética | amostra de ADN | teste de paternidade | doença hereditária`,
  ),
];
