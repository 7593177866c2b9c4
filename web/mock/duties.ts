/** Duties of the mock: one that is late, one that is near, one whose year no calendar knows. Invented. */
import type { DutyDetail, DutyView, FormPreview } from '../../src/model/api/duties.ts';

const HOUR_MS = 3_600_000;
const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const entity = { id: id(3), name: '濠江貿易有限公司' };

function duty(n: number, title: string, hours: number, over: Partial<DutyView> = {}): DutyView {
  return {
    id: id(n),
    ruleId: 'mo.notice',
    pack: 'mo-pdpa',
    place: 'MO',
    title,
    kind: 'statutory',
    cite: 'Law 8/2005 art. 21(1), 23',
    confidence: 'H',
    reviewed: false,
    regulator: { name: '個人資料保護局', url: 'https://www.dspdp.gov.mo' },
    entity,
    purpose: 'supply',
    about: 'purpose',
    transfer: null,
    startedAt: new Date(Date.now() + (hours - 192) * HOUR_MS).toISOString(),
    dueAt: new Date(Date.now() + hours * HOUR_MS).toISOString(),
    utcOffset: '+08:00',
    term: { amount: 8, unit: 'days', calendars: ['MO'] },
    calendarKnown: true,
    left: { unit: 'days', amount: Math.abs(Math.round(hours / 24)), overdue: hours < 0 },
    state: 'open',
    form: 'dspdp-notice',
    filing: 'mo_notice',
    closedAt: null,
    closedBy: null,
    ...over,
  };
}

export const mockDuties = (): DutyView[] => [
  duty(801, '大灣區標準合同備案', -30, {
    ruleId: 'gba.file',
    form: 'gba-filing',
    left: { unit: 'working_days', amount: 1, overdue: true },
  }),
  duty(802, '八日內通知個人資料處理', 50),
  duty(803, '保存影響評估報告', 24 * 900, { calendarKnown: false, form: 'pia', kind: 'org_policy' }),
];

export function mockDuty(dutyId: string): DutyDetail | undefined {
  const found = mockDuties().find((one) => one.id === dutyId);
  if (found === undefined) return undefined;
  return {
    ...found,
    why: '自動化處理個人資料，須在開始後八日內通知監管機關。',
    lift: '填妥表格，蓋章簽名後交監管機關，並登記回執編號。',
    statute: '第8/2005號法律第21條第1款',
    url: null,
    checked: '2026-11-22',
    note: null,
    forms: [{ form: 'dspdp-notice', variants: ['first', 'renewal', 'update', 'cancellation'] }],
    reference: null,
    remark: null,
    details: [],
    waiting: 1,
    may: { complete: true, dismiss: true, reopen: false },
  };
}

export const mockForm = (): FormPreview => ({
  form: 'dspdp-notice',
  variant: 'first',
  variants: ['first', 'renewal', 'update', 'cancellation'],
  document: {
    title: '個人資料處理通知書',
    subtitle: null,
    locale: 'zh-Hant',
    notice: '草稿',
    blocks: [
      { kind: 'heading', text: '負責處理個人資料的實體 / Responsável pelo tratamento' },
      { kind: 'field', number: 'a', label: '名稱\nDenominação', value: entity.name, missing: false, hint: null },
      { kind: 'field', number: 'a', label: '地址\nSede ou endereço', value: '', missing: true, hint: '登記地址。' },
    ],
    footer: '',
  },
  keys: [null, 'controller_name', 'controller_address'],
  edited: [],
  missing: 1,
});
