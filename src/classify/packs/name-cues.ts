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
    role: 'field',
    types: ['person_name'],
    words:
      list(`業主 | 租客 | 租戶 | 出租人 | 承租人 | 借款人 | 擔保人 | 保證人 | 立約人 | 委託人 | 受託人 | 遺囑人 | 繼承人 | 贈與人 |
      原告 | 被告 | 嫌犯 | 嫌疑人 | 被害人 | 受害人 | 證人 | 辯護人 | 上訴人 | 當事人 | 報案人 | 肇事者 | 傷者 | 死者 | 家屬 |
      候選人 | 應徵者 | 應聘人 | 求職者 | 面試官 | 推薦人 | 介紹人 | 審批人 | 審核人 | 覆核人 | 批准人 | 填表人 | 記錄人 | 報告人 | 值班人 |
      提交人 | 發起人 | 領用人 | 用車人 | 借用人 | 司機 | 駕駛員 | 乘客 | 旅客 | 住客 | 入住人 | 預訂人 | 訂購人 | 提貨人 | 派件員 |
      學生 | 考生 | 學員 | 家長 | 監護人 | 班主任 | 導師 | 教練 | 講者 | 講師 | 學生姓名 | 父親 | 母親 | 配偶 | 兒子 | 女兒 | 子女 |
      會員 | 玩家 | 投保人 | 受保人 | 索償人 | 主診醫生 | 主治醫師 | 醫生 | 護士 | 經手人 | 跟進人 | 主管 | 上司 | 直屬主管 | 組長 | 召集人 |
      出席者 | 缺席者 | 主持人 | 統籌 | 客人 | 病人 | 患者 | 債務人 | 債權人 | 股東 | 簽約人 | 授權人 | 被授權人 | 代理人 |
      candidate | applicant | interviewer | interviewee | referee | driver | passenger | guest | lead guest | traveller | student | pupil |
      parent | father | mother | spouse | guardian | next of kin | tenant | landlord | lessee | lessor | borrower | guarantor | insured |
      life insured | policyholder | policy holder | claimant | plaintiff | defendant | accused | victim | witness | deceased | testator |
      executor | trustee | donor | member | player | patron | physician | doctor | consultant | referring doctor | nurse | teacher | tutor |
      coach | line manager | supervisor | reporting to | prepared by | approved by | reviewed by | reported by | requested by | submitted by |
      completed by | authorised by | authorized by | witnessed by | issued to | assigned to | assignee | reporter | signatory | attendee |
      chaired by | speaker | account name | colaborador | colaboradora | trabalhador | trabalhadora | funcionário | funcionária | condutor |
      condutora | motorista | passageiro | passageira | hóspede | aluno | aluna | formando | formanda | formador | formadora | professor |
      professora | encarregado de educação | encarregada de educação | pai | mãe | cônjuge | filho | filha | testemunha | arguido | arguida |
      ofendido | ofendida | réu | autor | autora | inquilino | inquilina | senhorio | senhoria | arrendatário | fiador | fiadora |
      mutuário | segurado | segurada | tomador | sinistrado | sinistrada | candidato | candidata | médico | médica | médico assistente |
      enfermeiro | enfermeira | doente | paciente | utente | sócio | sócia | gerente | procurador | procuradora | outorgante | elaborado por |
      aprovado por | assinado por | responsável | relator | orador | oradora | participante | treinador | jogador | falecido | herdeiro`),
  },
  {
    role: 'closing',
    types: ['person_name'],
    words:
      list(`sincerely | yours sincerely | sincerely yours | yours faithfully | faithfully | yours truly | truly | regards | best regards |
      kind regards | warm regards | best wishes | all the best | respectfully | cumprimentos | com os melhores cumprimentos | melhores cumprimentos |
      atenciosamente | atentamente | cordialmente | saudações cordiais | respeitosamente | com os meus cumprimentos | abraço | abraços`),
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
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来司麦冼区邝卓蓝简骆符容植关阙招练劳佘芮储汲邴糜巫隗宓郗仇栾厉戎韶郜蓟蒲邰鄂蔺屠胥莘逄姬宰郦璩桑濮扈冀郏浦晏茹宦艾庾暨匡寇禄夔巩晁敖阚鞠巢蒯荆竺逯桓缪穆湛狄茅娄虞昝裘郁钮习';
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
