/** Health: terms that are findings when they are about a person, and the words that make them so. */
import { type CueGroup, list } from './pack.ts';

export const HEALTH_CUES: readonly CueGroup[] = [
  {
    role: 'label',
    types: ['health'],
    words: list(`診斷 | 確診 | 病歷 | 病史 | 醫囑 | 處方 | 化驗結果 | diagnosis | diagnoses | medical history |
      prescription | diagnóstico | diagnósticos | medicação | medicação actual | receita médica |
      antecedentes | CID-10 | ICD-10`),
  },
  {
    role: 'patient',
    types: ['health'],
    words: list(`確診 | 診斷 | 病人 | 患者 | 病假 | 住院 | 出院 | 體檢 | 體檢報告 | 病歷 | 處方 | 就診 | 覆診 | 主診 |
      服藥 | 手術 | 患有 | 感染 | patient | diagnosed | diagnosis | prescribed | sick leave | hospitalised |
      hospitalized | suffers from | treated for | medical certificate | doente | paciente | utente |
      diagnóstico | diagnosticado | diagnosticada | baixa médica | internado | internada |
      relatório clínico | medicação | sofre de | estado clínico`),
  },
  {
    role: 'term',
    types: ['health'],
    words: list(`支氣管炎 | 肺炎 | 肝炎 | 胃炎 | 腸炎 | 腎炎 | 關節炎 | 鼻炎 | 皮膚炎 | 糖尿病 | 高血壓 | 心臟病 |
      冠心病 | 中風 | 癌 | 癌症 | 腫瘤 | 白血病 | 結核 | 肺結核 | 哮喘 | 抑鬱症 | 焦慮症 | 精神分裂 |
      躁鬱症 | 愛滋病 | 梅毒 | 帶菌 | 懷孕 | 流產 | 骨折 | 癲癇 | 帕金森 | 失智 | 青光眼 | 白內障 | 視網膜 |
      甲狀腺 | 腎衰竭 | 貧血 | 新冠陽性 | 血糖 | 膽固醇 | 胰島素 | 化療 | 透析 | diabetes | hypertension |
      cancer | carcinoma | tumour | tumor | leukaemia | leukemia | asthma | pneumonia | bronchitis |
      hepatitis | tuberculosis | depression | anxiety disorder | schizophrenia | bipolar | HIV |
      HIV positive | AIDS | syphilis | epilepsy | stroke | pregnant | miscarriage | glaucoma | cataract |
      retinopathy | kidney failure | dialysis | chemotherapy | insulin | allergic to | penicillin allergy |
      HbA1c | blood pressure | cholesterol | mmHg | mg/dL | mmol/L | hipertensão | cancro | tumor |
      leucemia | asma | pneumonia | bronquite | hepatite | tuberculose | depressão | esquizofrenia | SIDA |
      sífilis | epilepsia | AVC | grávida | gravidez | glaucoma | catarata | retinopatia | conjuntivite |
      descolamento da retina | insuficiência renal | hemodiálise | quimioterapia | insulina | alergia |
      hemoglobina glicada | glicemia | tensão arterial | creatinina | colesterol | metformina | mg | dor torácica | dispneia | fractura`),
  },
];
