/** Health: terms that are findings when they are about a person, and the words that make them so. */
import { type CueGroup, list } from './pack.ts';

/** Fields of forms whose value is a condition. */
export const HEALTH_FIELDS: ReadonlySet<string> = new Set(
  list(`診斷 | 臨床診斷 | 初步診斷 | 入院診斷 | 出院診斷 | 主要診斷 | 診斷結果 | 病史 | 既往病史 | 既往史 | 家族病史 | 過敏史 | 藥物過敏史 | 藥物過敏 | 病名 | 疾病名稱 | 健康狀況 | 傷病名稱 | 過敏病史 | 過敏 | 過敏/病史 | 病史/過敏 | 特殊體質 | 健康備註 | 健康問題 | 殘疾類別 | 殘疾類型 | 傷勢 | 主訴 |
    PMH | PMHx | past medical history | presenting complaint | chief complaint | comorbidities | diagnosis | diagnoses | final diagnosis | primary diagnosis | medical history | medical condition | medical conditions | known allergies | drug allergies | allergies | allergies/conditions | health conditions | injuries sustained |
    diagnóstico | diagnósticos | diagnóstico principal | antecedentes | antecedentes pessoais | antecedentes clínicos | alergias | alergias conhecidas | alergias/doenças | alergias e doenças | doenças crónicas | doenças | queixas | deficiência | tipo de deficiência`),
);

export const HEALTH_CUES: readonly CueGroup[] = [
  {
    role: 'label',
    types: ['health'],
    words: [
      ...HEALTH_FIELDS,
      ...list(
        `確診 | 病歷 | 醫囑 | 處方 | 化驗結果 | prescription | medicação | medicação actual | receita médica | CID-10 | ICD-10 | CID | ICD`,
      ),
    ],
  },
  {
    role: 'patient',
    types: ['health'],
    words:
      list(`確診 | 診斷 | 病人 | 患者 | 病假 | 住院 | 出院 | 體檢 | 體檢報告 | 病歷 | 處方 | 就診 | 覆診 | 複診 | 求診 | 主診 | 病史 | 過敏史 | 入院 | 留院 | 術後 | 病休 | 休養 | 產假 | 檢驗結果 | 化驗結果 | 檢出 |
      服藥 | 手術 | 患有 | 感染 | patient | diagnosed | diagnosis | prescribed | sick leave | medical leave | maternity leave | off sick | recovering from | undergoing | underwent | medical history | hospitalised |
      hospitalized | suffers from | treated for | medical certificate | doente | paciente | utente |
      diagnóstico | diagnosticado | diagnosticada | baixa médica | de baixa | de baixa por | atestado médico | operado a | operada a | historial clínico | licença de maternidade | alta hospitalar | internado | internada |
      relatório clínico | medicação | sofre de | estado clínico | queixou-se de | queixa-se de | foi assistido | foi assistida | transportado ao hospital | transportada ao hospital | transportado ao Hospital | known to have | known case of | sustained | complains of | complained of | presented with | admitted to | taken to hospital | conveyed to | 自訴 | 主訴 | 送院 | 送醫 | 送往醫院 | 長期患`),
  },
  {
    role: 'term',
    types: ['health'],
    words: list(`支氣管炎 | 肺炎 | 肝炎 | 胃炎 | 腸炎 | 腎炎 | 關節炎 | 鼻炎 | 皮膚炎 | 糖尿病 | 高血壓 | 心臟病 |
      冠心病 | 中風 | 癌 | 癌症 | 腫瘤 | 白血病 | 結核 | 肺結核 | 哮喘 | 抑鬱症 | 焦慮症 | 精神分裂 |
      躁鬱症 | 愛滋病 | 梅毒 | 帶菌 | 懷孕 | 流產 | 骨折 | 癲癇 | 帕金森 | 失智 | 青光眼 | 白內障 | 視網膜 |
      甲狀腺 | 腎衰竭 | 乙肝 | 丙肝 | 甲肝 | 半身不遂 | 椎間盤突出 | 坐骨神經痛 | 痛風 | 濕疹 | 牛皮癬 | 銀屑病 | 紅斑狼瘡 | 類風濕 | 骨質疏鬆 | 甲亢 | 甲減 | 脂肪肝 | 肝硬化 | 膽結石 | 腎結石 |
      胃潰瘍 | 胃癌 | 乳癌 | 乳腺癌 | 肺癌 | 肝癌 | 腸癌 | 直腸癌 | 鼻咽癌 | 前列腺癌 | 宮頸癌 | 子宮肌瘤 | 卵巢囊腫 | 不孕症 | 心律不整 | 心律失常 | 心肌梗塞 | 心肌梗死 | 腦出血 | 腦梗塞 | 腦梗死 | 偏頭痛 |
      睡眠窒息症 | 自閉症 | 過度活躍症 | 多動症 | 思覺失調 | 強迫症 | 創傷後壓力 | 創傷後應激 | 抑鬱 | 焦慮 | 酒精依賴 | 藥物成癮 | 登革熱 | 水痘 | 帶狀疱疹 | 甲型流感 | 尿毒症 | 尿路感染 | 闌尾炎 | 胰腺炎 | 腦膜炎 | 扁桃體炎 |
      盤尼西林過敏 | 青霉素過敏 | 花生過敏 | 海鮮過敏 | 藥物敏感 | 磺胺過敏 | 阿士匹靈過敏 | 阿司匹林過敏 | 肢體殘疾 | 視障 | 聽障 | 智力障礙 | 貧血 | 類風濕關節炎 | 類風濕性關節炎 | 骨關節炎 | 強直性脊柱炎 | 乙肝表面抗原陽性 | 小三陽 | 大三陽 | HIV陽性 | 梅毒陽性 | 病態賭博 | 賭癮 | 酗酒 | 吸毒 | 毒癮 | 戒毒 | 洗腎 | 自殘 | 自殺傾向 | 企圖自殺 | 自殺未遂 | 輕生念頭 | 腦震盪 | 扭傷 | 脫臼 | 燒傷 | 燙傷 | 撕裂傷 | 挫傷 | 韌帶撕裂 | 心房顫動 | 房顫 | 高血脂 | 高脂血症 | 血脂異常 | 甲狀腺結節 | 肺結節 | 腸息肉 | 宮外孕 | 先兆流產 | 妊娠糖尿病 | 產後抑鬱 | 睡眠障礙 | 失眠症 | 雙相情感障礙 | 阿茲海默 | 阿爾茨海默 | 認知障礙 | 老人癡呆 | 腦癱 | 唐氏綜合症 | 弱視 | 耳鳴 | 胃食道反流 | 痔瘡 | 疝氣 | 膽囊炎 | 腰肌勞損 | 頸椎病 | 腰椎病 | 肩周炎 | 腱鞘炎 | 靜脈曲張 | 血栓 | 肺栓塞 | 敗血症 | 淋巴瘤 | 骨髓瘤 | 甲狀腺癌 | 膀胱癌 | 食道癌 | 胰腺癌 | 腦瘤 | 肺氣腫 | 慢阻肺 | 塵肺 | 腎病綜合徵 | 多囊卵巢 | 子宮內膜異位 | 淋病 | 尖銳濕疣 | 乳糖不耐 | 蠶豆症 | 地中海貧血 | 血友病 | 先天性心臟病 | 精神病 | 思覺失調症 | 新冠陽性 | 血糖 | 膽固醇 | 胰島素 | 化療 | 透析 | diabetes | hypertension |
      cancer | carcinoma | tumour | tumor | leukaemia | leukemia | asthma | pneumonia | bronchitis |
      hepatitis | tuberculosis | depression | anxiety disorder | schizophrenia | bipolar | HIV |
      HIV positive | AIDS | syphilis | epilepsy | stroke | pregnant | miscarriage | glaucoma | cataract |
      retinopathy | kidney failure | dialysis | chemotherapy | insulin | allergic to | alérgico a | alérgica a | alergia a | alergia ao | alergia à | 過敏 | slipped disc | herniated disc | multiple sclerosis | lupus | arthritis | osteoporosis | migraine | angina | heart attack | heart failure | arrhythmia | atrial fibrillation | chronic kidney disease | kidney disease | heart disease | coronary artery disease | heart condition | COPD | emphysema | whiplash | methadone programme | methadone | drug use | terminally ill | concussion | fractured wrist | fractured ankle | fractured leg | fractured arm | fractured hip | fractured rib | fractured ribs | fractured skull | broken arm | broken leg | broken wrist | broken ankle | broken rib | broken ribs | broken hip | broken nose | broke her hip | broke his hip | broke her arm | broke his arm | broke her leg | broke his leg | broke her wrist | broke his wrist | broke her ankle | broke his ankle | head injury | spinal injury | sprained ankle | sprained wrist | torn ligament | dislocated shoulder | second-degree burns | third-degree burns | hypothyroidism | hyperthyroidism | anaemia | anemia | sleep apnoea | sleep apnea | sciatica | panic attacks | panic disorder | self-harm | suicidal | suicide attempt | overdose | drug addiction | substance abuse | alcohol dependence | mental illness | sepsis | meningitis | deep vein thrombosis | pulmonary embolism | nut allergy | peanut allergy | shellfish allergy | lactose intolerant | lactose intolerance | coeliac disease | celiac disease | fibromyalgia | cerebral palsy | Down syndrome | cirrhosis | pancreatitis | ovarian cyst | gestational diabetes | pre-eclampsia | stillbirth | chlamydia | gonorrhoea | melanoma | lymphoma | metastases | rheumatoid arthritis | myocardial infarction | pacemaker | Parkinson's | Alzheimer's | dementia | autism | ADHD | PTSD | eating disorder | anorexia | bulimia | alcoholism | endometriosis | infertility | Crohn's | ulcerative colitis | appendicitis | gallstones | kidney stones | psoriasis | eczema | gout | chickenpox | dengue | COVID-19 positive | penicillin allergy |
      HbA1c | blood pressure | cholesterol | mmHg | mg/dL | mmol/L | hipertensão | cancro | tumor |
      leucemia | asma | pneumonia | bronquite | hepatite | tuberculose | depressão | esquizofrenia | SIDA |
      sífilis | epilepsia | AVC | grávida | gravidez | glaucoma | catarata | retinopatia | conjuntivite |
      descolamento da retina | insuficiência renal | hemodiálise | quimioterapia | insulina | alergia |
      hemoglobina glicada | glicemia | tensão arterial | creatinina | colesterol | metformina | mg | dor torácica | dispneia | hérnia discal | hérnia | esclerose múltipla | artrite | artrose | osteoporose | enxaqueca | enfarte | insuficiência cardíaca | arritmia | demência | Parkinson | Alzheimer | autismo | anorexia | alcoolismo | endometriose | infertilidade | apendicite | pedras nos rins | psoríase | gota | lúpus | ansiedade generalizada | burnout | perturbação bipolar | cervicalgia | lombalgia | ciática | crise hipertensiva | hipertensão arterial | fibrilhação auricular | doença renal crónica | insuficiência respiratória | DPOC | apneia do sono | obesidade | anemia | hipotiroidismo | hipertiroidismo | traumatismo craniano | entorse | luxação | queimaduras de | intolerância à lactose | doença celíaca | tendinite | síndrome de Down | paralisia cerebral | tromboembolismo | trombose | meningite | linfoma | melanoma | metástases | pré-eclâmpsia | toxicodependência | consumo de drogas | consumo de cocaína | consumo de heroína | surdez bilateral | cegueira | fibrilação atrial | dependência alcoólica | dependência de álcool | dependência química | tentativa de suicídio | perturbação de ansiedade | ataques de pânico | cirrose | pancreatite | hemorroidas | gastrite | clamídia | câncer | pressão alta | transtorno bipolar | transtorno de ansiedade | fratura | fractura`),
  },
];
