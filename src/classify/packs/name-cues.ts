/** Words around names of persons, and the data that tells a name from other text. */
import { type CueGroup, list } from './pack.ts';

export const NAME_CUES: readonly CueGroup[] = [
  {
    role: 'label',
    types: ['person_name'],
    words: list(`姓名 | 名字 | 中文姓名 | 英文姓名 | 聯絡人 | 聯繫人 | 聯系人 | 緊急聯絡人 | 收件人 | 收貨人 | 寄件人 |
      發件人 | 法定代表人 | 法人代表 | 代表人 | 授權代表 | 負責人 | 經辦人 | 簽署人 | 見證人 | 持有人 |
      持卡人 | 戶名 | 收款人 | 受益人 | 受款人 | 投訴人 | 申請人 | 被保險人 | 客戶名稱 | 客戶姓名 |
      員工姓名 | 僱員 | 病人姓名 | name | my name is | full name | first name | last name | surname | contact person |
      contact | attn | account holder | cardholder | beneficiary | payee | patient name | employee name |
      customer name | nome | nome completo | apelido | contacto de emergência | pessoa de contacto |
      titular | beneficiário | requerente | From | To | Cc | Reply-To | Sender | signed by | author`),
  },
  {
    role: 'role',
    types: ['person_name'],
    words: list(`司機 | 司機是 | 新司機 | 同事 | 新同事 | 員工 | 客人 | 客戶 | 乘客 | 本人 | 請假 | 找 | 搵 | 病人 |
      患者 | 主任 | 經理 | 董事 | 會計 | 律師 | 致 | 薪金 | 戶口更新 | 投訴人 | doente | paciente | utente |
      cliente | customer | employee | patient | contact | client | dados do cliente | 客戶資料`),
  },
  {
    role: 'honorific',
    types: ['person_name'],
    words:
      list(`先生 | 女士 | 小姐 | 太太 | 醫生 | 大夫 | 老師 | 教授 | 律師 | 經理 | 主任 | 董事 | 師傅 | 阿姨 | 局長 | 處長 |
      科長 | 校長 | 院長 | 部長 | 主席 | 總監 | 總經理 | 董事長 | 護士長 | 博士`),
  },
  {
    role: 'title',
    types: ['person_name'],
    words: list(`Mr | Mr. | Mrs | Mrs. | Ms | Ms. | Miss | Dr | Dr. | Prof. | Sr. | Sra. | Sr | Sra | Senhor | Senhora |
      Dra. | Dra | Eng. | Exma. Sra. | Exmo. Sr. | Doutor | Doutora | Dona`),
  },
];

/** Surnames in Simplified form (compare after folding): most frequent in mainland China, Hong Kong, Macau and Taiwan. */
const SINGLE =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来司麦冼区邝卓蓝简骆符容植关阙招练劳佘';
const DOUBLE =
  '欧阳,司徒,上官,诸葛,司马,皇甫,尉迟,公孙,慕容,东方,夏侯,令狐,端木,南宫,独孤,吉田,田中,山本,佐藤,铃木,高桥,渡边,伊藤,中村,小林';

export const SURNAMES: ReadonlySet<string> = new Set(SINGLE.split(''));
export const DOUBLE_SURNAMES: ReadonlySet<string> = new Set(DOUBLE.split(','));

/** Folded words that follow a name without a space and are no part of it. */
export const NAME_FOLLOWERS =
  /^(?:先生|女士|小姐|太太|确诊|诊断|将|将于|因|的|已|是|于|和|与|及|向|在|说|请|收|住|电|身份|来|去|谨启|敬上|手|护照)/;

/** Words that show that a capitalised sequence names a company, a department or a thing. */
export const NOT_IN_NAMES: ReadonlySet<string> = new Set(
  list(`ltd | limited | limitada | lda | inc | corp | company | companhia | co | group | holdings | 
   department | departamento | sales | service | services | servicos | bank | banco | street | road | 
   avenue | rua | avenida | travessa | centre | center | office | team | manager | support | shop | 
   store | school | hospital | clinica | university | universidade | the | and | of | for | data | date | 
   dear | hello | please | report | project | phase | version | order | number | contract | macau | 
   hong | kong | china | portugal | taipa | lisboa | monday | tuesday | wednesday | thursday | friday | 
   saturday | sunday | january | february | march | april | may | june | july | august | september | 
   october | november | december | janeiro | fevereiro | marco | abril | maio | junho | julho | agosto | 
   setembro | outubro | novembro | dezembro | undisclosed | recipients | nif | iban | bir | mop | hkd | 
   com | sem | telefone | email | tel | contacto | morada | nome | name | id | medicina | medico | 
   doente | board | committee | royal | club | orchestra | consulting | solutions | logistics | insurance |
   airport | museum | hotel | festival | nationality | birth | birthday | gender | address | passport`),
);
