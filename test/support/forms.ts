/** A form with every kind of block, in each of the four languages. */
import type { FormDocument } from '../../src/model/form-document.ts';
import type { Locale } from '../../src/model/locale.ts';

type Words = readonly [
  title: string,
  notice: string,
  heading: string,
  text: string,
  label: string,
  value: string,
  hint: string,
  sign: string,
];

const WORDS: Readonly<Record<Locale, Words>> = {
  'zh-Hant': [
    '個人資料出境標準合同備案申報表',
    '本表由系統按現有記錄填寫，提交前請核對。',
    '一、處理者基本情況',
    '呢份表格嘅內容以最新記錄為準，地址為氹仔。',
    '機構名稱',
    '氹仔示範有限公司',
    '須與身份證明文件上之姓名一致',
    '負責人簽署',
  ],
  'zh-Hans': [
    '个人信息出境标准合同备案材料',
    '本表由系统根据现有记录填写，提交前请核对。',
    '一、处理者基本情况',
    '根据《个人信息保护法》申报，地址为氹仔，口语写作“嘅”。',
    '单位名称',
    '珠海横琴示例有限公司',
    '须与身份证件上的姓名一致',
    '负责人签字',
  ],
  pt: [
    'Notificação de transferência de dados pessoais',
    'Preenchido a partir dos registos; confira antes de entregar.',
    '1. Responsável pelo tratamento',
    'A Direcção é informada, nos termos do n.º 1, de que à ilha (氹仔, 嘅) vão avós, pães e mães.',
    'Denominação',
    'Taipa Demonstração, Limitada',
    'Nome completo, como no documento de identificação',
    'Assinatura do responsável',
  ],
  en: [
    'Record of a transfer of personal data',
    'Filled in from the records; check it before you file it.',
    '1. Controller',
    'The controller — “Taipa” (氹仔, 嘅) — files this under article 38.',
    'Name',
    'Taipa Example Limited',
    'The full name, as on the identity document',
    'Signature of the person in charge',
  ],
};

/** Returns the sample form in one language. */
export function sampleForm(locale: Locale): FormDocument {
  const [title, notice, heading, text, label, value, hint, sign] = WORDS[locale];
  return {
    title,
    subtitle: 'CAC-2 / 2026',
    locale,
    notice,
    blocks: [
      { kind: 'heading', text: heading },
      { kind: 'paragraph', text },
      { kind: 'field', number: '1.1', label, value, missing: false, hint: null },
      { kind: 'field', number: null, label: `${label} 2`, value: '', missing: true, hint },
      { kind: 'table', head: ['#', label], rows: [['1', value], ['2', '𠵱𨋢 嘢 㗎 Đorđević Nguyễn São'], ['3']] },
      { kind: 'signature', lines: [sign, 'DD / MM / YYYY'] },
    ],
    footer: 'EN-1234-5678-9012',
  };
}

/** Returns every text of the sample as it must come back. */
export function sampleTexts(locale: Locale): readonly string[] {
  return [
    ...WORDS[locale],
    'CAC-2 / 2026',
    '1.1',
    '𠵱𨋢 嘢 㗎 Đorđević Nguyễn São',
    'DD / MM / YYYY',
    'EN-1234-5678-9012',
  ];
}

/** A text without white space: lines are broken elsewhere in a file than in the form. */
export const packed = (text: string): string => text.replace(/\s/g, '');
