/** Business papers in four languages: what in them looks like names and is none, and people where tables, minutes and letters have them. */
import { frames } from './marks.ts';

/** Nobody in them. `{CAPS}`: an amount in the numerals of banks; `{FP}`: a foreign place in Chinese characters. */
export const HAN_BUSINESS: readonly string[] = frames(`
[金额大写|人民币（大写）|澳门元|港币|共计|实收|大写金额][：|:|]{CAPS}[元整|圆整|元正|元|元伍角整]
[运单|报关|提单|快递|订单|货单|送货|仓单][单号|编号|号码|号][：| |为]{ID}[，|。|\\n][毛重|净重|皮重|体积][：| ]{N}[kg|公斤|千克|立方米]
毛重 {N} kg，净重 {N} kg，件数 {N}，单价 {AMT}，单位：[件|箱|吨]
请[于发货前|于{D}前|尽快][付清|结清|缴清][余款|余额|尾款|全部款项]，[余数|余额]不计利息。
[强积金|公积金|社保|年金|医保][供款|计划|缴存|基数][比例|安排|说明]：[雇主|单位]{N}%，[雇员|个人]{N}%。
[申请|报名|登记|查询][人须|须知|日期|编号|方法][：|，][请|须]于{D}前[递交|提交|补交][申请|文件|样板]。
[会议|例会|董事会|股东会]议程：一、[通过|确认]上次[会议|例会]记录；二、[财务|工程|安全]汇报；三、其他事项；四、[下次|散会]时间。
按住[电源|复位|开关]键{N}秒，[指示灯|绿灯|红灯][常亮|闪烁|熄灭]后[松开|重启]；[切勿|请勿][拆卸|碰水|高温]。
[招标|投标|询价]文件[编号|名称]：{ID}，[开标|截标|踏勘]日期{D}，[标书|保证金]{AMT}元，[中标|落标]结果另行公布。
[规格|型号|颜色|材质|尺寸]：[高强度钢|纯棉|黑色|白橡木|黄铜|石英|陶瓷]，[单价|批发价|零售价]{AMT}，[起订量|时价|特价]{N}。
[今日|本周|午市|晚市][供应|推介|套餐]：{W}{W2}、[白灼|清蒸|红烧|黄焖|高汤][鸡|虾|鱼|菜心|牛肉]、{W}汤。
[本报|新华社|据][{FP}|{CITY}]{D}[电|讯|专电|消息]
[{FP}|{FP}|{CITY}][银行|大学|队|俱乐部|集团|公司|总部|机场|港][昨日|今天|宣布|将|在]{W}{W2}[。|，]
[从|由|飞往|抵达|访问|途经|来自]{FP}[、|和|及|，]{FP}[的|，|。]{W}{W2}
{FP}[当地|附近|地区|方面|时间][天气|时间|居民|媒体|政府]{W}{W2}[。|，]
[温度|湿度|时长|周期|单量|毛利率|成数|费率][为|约|不超过]{N}[度|%|小时|天]，[常温|高温|低温][保存|运输]。
[甲方|乙方|丙方]（[盖章|公章|签字]）：\\n[日期|年月日]：{D}\\n[开户行|账号|税号]：{ID}
[尊敬的|各位][客户|同事|合作伙伴|业主|家长]：[感谢|多谢][支持|配合|来信]，[现|兹][通知|回复]如下。[祝好|顺颂商祺|此致敬礼]
[办公|生产|仓储][用地|用房|面积]{AMT}平方米，[租期|免租期]{N}[年|月]，[管理费|差饷|水电][另计|全包]。
[库存|盘点|出库|入库][清单|明细|单]：{B} {N}件，{W}{W2} {N}箱，{W} {N}包
`);

export const HAN_PEOPLE: readonly string[] = frames(`
| {P} | {ID} | {TEL} |\\n| {P} | {ID} | {TEL} |
[持卡人|收款人|开户名|户名|账户名][ |：|为]{P}[，|。|\\n]
{ID}，{P}，[电话|手机|联络电话]{TEL}
{PS}[主席|总理|总统|部长|书记|省长|校长|院长][说|表示|指出|昨日|在|出席|访问]{W}{W2}[。|，]
{P}[将|之|等|已|在|的|于|与][会计部|证明|员工|文件|收款账号|离职|岗位|{W}{W2}][，|。]
[出席|缺席|委员|成员|名单]：{P}{P}{P}{P}
{P} {P} {P} {P}
`);

/** Nobody in them either, in English. */
export const EN_BUSINESS: readonly string[] = frames(`
[Gross|Net|Tare] weight {N} kg, [{N} cartons|{N} pallets], [HS code|Seal No.|B/L No.] {ID}, [Port of Loading|Port of Discharge|Place of Delivery]: {CITY}
[Incoterms|Terms]: [FOB|CIF|EXW|DAP] {CITY}. [Payment|Balance] [within {N} days|against documents|in advance]. [Country of origin|Made in]: {COUNTRY}
[Agenda|Draft agenda]: 1. Approval of the [Minutes|Accounts]; 2. [Matters Arising|Budget Review|Safety Report]; 3. [Any Other Business|Date of Next Meeting].
[Press|Hold|Release] the [Power|Reset|Mode|Menu] [Button|Key] for {N} seconds. [The Status Light|The Blue Lamp] [blinks|turns green].
[Warranty|Limited Warranty|Return Policy]: [Normal Wear|Accidental Damage|Improper Use] is [not |]covered. [See|Refer to] [Section|Annex|Schedule] {N}.
[Tender|Quotation|Invitation to Bid] [No.|Ref.] {ID} closes [on {D}|at noon, {DAY}]. [Site Visit|Briefing Session]: {D}. [Late Bids|Faxed Bids] will be rejected.
[Soup of the Day|Grilled Salmon|Caesar Salad|Peking Duck|Victoria Sponge|Earl Grey|Eggs Benedict|Bloody Mary|Irish Coffee|Black Forest Cake|Beef Wellington] [MOP|HKD|£] {N}
[This Agreement|This Deed|The Contract] is made [between|by] [the Supplier|the Party of the First Part|the Landlord] and [the Buyer|the Tenant|the Service Provider] (the "[Parties|Buyer|Agreement]").
[The Supplier|The Buyer|The Tenant|Either Party] [shall|may not|agrees to] [indemnify|notify|reimburse] [the Other Party|the Landlord] [in writing|within {N} days].
[Visit|Open|See] the [Trade Fair|Annual Dinner|Job Fair|Open House|Exhibition] at the [{CITY}|Grand|Royal|Lakeside] [Hotel|Country Club|Convention Centre|Golf Club], [Hall|Level|Booth] {N}.
[The ferry|Flight|The vessel|MV|The train] [{B}|Ocean Star|Pacific Pearl|Golden Dragon|Lady Rose] [leaves|arrived at|sails to|departs from] {CITY} [on {D}|at noon|via {CITY}].
[Step|Stage|Phase|Module|Exhibit] {N}[: |. ][Kick Off|Hand Over|User Testing|Sign Off|Go Live|Data Migration]
{O}, {O} and {O} [were|are] [shortlisted|invited|our suppliers|appointed].
[Our|The] [office|branch|plant|warehouse] in {CITY}[, {COUNTRY}|] [opens|moved|closes|reports to {CITY}] [on {DAY}|in {D}].
`);

export const EN_PEOPLE: readonly string[] = frames(`
| {P} | {ID} | {TEL} |\\n| {P} | {ID} | {TEL} |
{ID}, {P}, [tel.|phone|mobile|tel] {TEL}
[Please note|Be aware|It seems|We were told|I heard] that {P} [is|was|has|will be] [a|the|on] [{JOB}|leave|new member].
[Architect|Chef|Painter|Historian|Trainer|Pilot|Midwife|Bishop|Photographer|Curator|Surveyor|Solicitor|Umpire|Butcher|Gardener] {P} [told|explained|joked|wrote|admitted|retired] [us|that prices rose|in {CITY}|last week].
[Has|Did|Does|When does|Where did] {G} [arrive|been told|know|leave|paid|call back][?| yet?]
"[We expect growth|It was close|I agree|Nothing has changed]," [recalls|warned|adds] {S}[, smiling|].
[My|Our|His|Her|Their] [nephew|aunt|cousin|grandson|flatmate|daughter|son-in-law|twin|carer] {G} [lives abroad|is ill|starts school|was adopted|needs a visa].
{P} [was asked to|agreed to|cannot] [present the budget|chair the panel|be interviewed|travel] [at|in] [the seminar|{CITY}|our event].
`);

/** Nobody in them, in Portuguese. */
export const PT_BUSINESS: readonly string[] = frames(`
[Peso bruto|Peso líquido]: {N} kg; [Volumes|Paletes]: {N}; [Guia de Remessa|Conhecimento de Embarque] n.º {ID}; [Porto de Carga|Destino]: {CITY}
[Ordem de trabalhos|Agenda]: 1. [Aprovação da Acta|Leitura do Expediente]; 2. [Relatório e Contas|Orçamento]; 3. [Outros Assuntos|Diversos].
[Prima|Mantenha premido] o botão [Ligar|Repor|Modo] durante {N} segundos. [A Luz Verde|O Indicador] [acende|pisca].
[Concurso Público|Consulta Prévia|Caderno de Encargos] n.º {ID}: [propostas|esclarecimentos] até {D}. [Caução|Preço base]: {AMT} [patacas|euros].
[Ementa|Prato do dia|Sugestão do Chefe]: [Bacalhau à Brás|Caldo Verde|Pastel de Nata|Arroz de Pato|Francesinha|Galinha à Africana|Serradura|Vinho do Porto|Queijo da Serra] {N},00
[O Primeiro Outorgante|A Segunda Outorgante|O Senhorio|A Entidade Adjudicante] [obriga-se|compromete-se] a [pagar|notificar|devolver] [no prazo de {N} dias|por escrito].
[Capital Social|Capital social]: {AMT} [patacas|euros]. [Conservatória do Registo Comercial|Registo Comercial] de {CITY}, n.º {ID}.
[A Escola|O Jardim|A Praça|O Hotel|O Museu|A Fundação|O Estádio|O Largo] [Luís de Camões|Vasco da Gama|Dom Pedro V|Sir Robert Ho Tung|Marquês de Pombal] [abre|reabre|fica fechado] [em {D}|na {DAY}].
[O navio|O voo|A marca|O modelo] [{B}|Rainha do Mar|Santa Rosa|Bela Vista] [parte|chega|foi lançado] [de {CITY}|em {D}].
{O}, {O} e {O} [foram convidadas|apresentaram propostas|ficaram excluídas].
[Cor|Acabamento|Tecido]: [Rosa|Violeta|Marfim|Azul-Marinho|Verde Oliveira|Jade]; [Ref.ª|Lote] {ID}
[Data Limite|Hora|Local|Observações|Entrega|Prazo]: {D}, [Sala de Reuniões|Auditório|Armazém Central] {N}
[Trabalho|Trabalhamos|Colaborei] [na|no|para a] {O}[.| desde {D}.]
`);

export const PT_PEOPLE: readonly string[] = frames(`
| {P} | {ID} | {TEL} |\\n| {P} | {ID} | {TEL} |
{ID}, {P}, [tel.|telefone|tlm.] {TEL}
[O número|O e-mail|A morada|O carro|O filho|A consulta] [da|do] {G} [é|mudou|fica|está] [{TEL}|na {DAY}|longe|pronto].
[O|A] {G} [ligou|faltou|saiu|telefonou|está doente|entrou de férias|já respondeu][.|, avisem {G}.| hoje.]
[VÍTIMA|TESTEMUNHA|ARGUIDO|EXEQUENTE|EXECUTADO|INTERESSADO|PROMOTOR]: {PU}
[conforme|como|porque] {PU} [e {PU} |][declarou|assinou|confessou|pediu].
[Segundo consta|Em relação a|Quanto ao sócio|À mãe], {P}[,| e {P},] [não|já] [compareceu|pagou|recebeu].
{P} , {P} e {P} .
`);
