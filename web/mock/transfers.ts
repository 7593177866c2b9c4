/** Transfers in every state, for looking at pages. */
import type { TimelineEntry, TransferDetail } from '../../src/model/api/transfers.ts';
import type { TransferState } from '../../src/model/transfer-states.ts';
import { decisionOf } from './decisions.ts';

const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const TO = [
  { id: id(101), name: '李偉明', organisation: '珠海橫琴供應鏈有限公司', jurisdiction: 'CN' },
  { id: id(102), name: 'Chan Siu Ming', organisation: 'Harbour Logistics (HK) Ltd', jurisdiction: 'HK' },
];
const entry = (kind: TimelineEntry['kind'], minute: number, part: Partial<TimelineEntry> = {}): TimelineEntry => ({
  kind,
  at: `2026-11-23T06:${String(minute).padStart(2, '0')}:00.000Z`,
  actor: 'system',
  onBehalfOf: null,
  recipientId: null,
  outcome: null,
  place: null,
  logIndex: 400 + minute,
  ...part,
});

const GRANTED: TimelineEntry[] = [
  entry('transfer.approved', 12, { actor: '何志強', onBehalfOf: '黃美儀' }),
  entry('transfer.granted', 12),
  entry('notice.sent', 13),
  entry('code.sent', 20, { recipientId: id(101) }),
  entry('identity.proven', 21, { actor: '李偉明', recipientId: id(101), place: 'CN' }),
  entry('object.opened', 22, { actor: '李偉明', recipientId: id(101), place: 'CN' }),
  entry('object.downloaded', 23, { actor: '李偉明', recipientId: id(101), place: 'CN', logIndex: null }),
];

const objectsOf = (n: number): TransferDetail['objects'] => [
  { id: id(n * 10), kind: 'message', name: '', size: 412, mediaType: 'text/plain' },
  {
    id: id(n * 10 + 1),
    kind: 'file',
    name: '2026年11月薪酬表.xlsx',
    size: 1_482_113,
    mediaType: 'application/vnd.ms-excel',
  },
];

/** What exists only once a transfer was granted. */
function grantedPart(n: number, state: 'granted' | 'revoked' | 'expired'): Partial<TransferDetail> {
  const basis: Omit<TransferDetail['bases'][number], 'id' | 'recordedBy' | 'recordedAt'> = {
    bases: ['consent.unambiguous'],
    contracts: [],
    filings: ['mo_art20_notice'],
    assessments: [],
    necessary: true,
    facts: { informed: true },
    evidence: 'HR-2026-114',
    reference: 'DSPDP/2026/1180',
    effectiveAt: '2026-11-01',
    expiresAt: '2027-10-31',
    reuse: true,
    standing: true,
    withdrawn: false,
  };
  const notice = { connection: '釘釘 · 供應鏈群組', lastError: null, bytes: 618 };
  return {
    expiresAt: '2026-12-07T06:12:00.000Z',
    bases: [{ id: id(n * 10 + 5), ...basis, recordedBy: '陳嘉欣', recordedAt: '2026-11-23T06:10:00.000Z' }],
    approvals: [
      {
        by: '何志強',
        onBehalfOf: '黃美儀',
        at: '2026-11-23T06:12:00.000Z',
        outcome: 'approved',
        validUntil: '2026-12-23T06:12:00.000Z',
        counts: true,
      },
    ],
    grants: TO.flatMap((to) =>
      objectsOf(n).map((object) => ({
        recipientId: to.id,
        objectId: object.id,
        permission: 'download' as const,
        opensLeft: 4,
        expiresAt: '2026-12-07T06:12:00.000Z',
        state: state === 'granted' ? ('active' as const) : state,
      })),
    ),
    notices: [
      { ...notice, id: id(n * 10 + 6), state: 'sent', attempts: 1, sentAt: '2026-11-23T06:13:00.000Z' },
      {
        ...notice,
        id: id(n * 10 + 7),
        connection: '電郵',
        state: 'dead',
        attempts: 5,
        lastError: 'channels.bad_config',
        sentAt: null,
      },
    ],
  };
}

function transfer(n: number, state: TransferState, part: Partial<TransferDetail> = {}): TransferDetail {
  const open = state === 'granted' || state === 'revoked' || state === 'expired';
  const outcome = state === 'held' || state === 'refused' ? state : 'allow';
  const decided = entry('transfer.decided', 1, { outcome: state === 'refused' ? 'refused' : 'held' });
  return {
    id: id(n),
    reference: `EN-7K3M-Q9${String(n).slice(-2)}-VX4T`,
    state,
    level: 'restricted',
    purpose: 'payroll',
    sender: '陳嘉欣',
    recipients: TO,
    files: 1,
    bytes: 1_482_525,
    createdAt: `2026-11-${String(24 - (n % 20)).padStart(2, '0')}T06:00:00.000Z`,
    expiresAt: null,
    entity: '濠江貿易有限公司',
    covered: false,
    message: true,
    objects: objectsOf(n),
    classification: {
      level: 'restricted',
      persons: 12,
      categories: [],
      counts: { mo_bir: 12, person_name: 12, salary: 12, bank_account: 11 },
      unreadable: false,
      packDigest: 'mock',
      findings: [],
      excepted: [],
    },
    decision: decisionOf(outcome, true),
    limits: { expiresInDays: 14, opensMax: 5 },
    connection: '釘釘 · 供應鏈群組',
    noticeLocale: 'zh-Hans',
    bases: [],
    approvals: [],
    answerAs: state === 'held' ? [{ officerId: null, name: '黃美儀' }] : [],
    grants: [],
    notices: [],
    timeline: [entry('transfer.submitted', 0, { actor: '陳嘉欣' }), decided, ...(open ? GRANTED : [])],
    may: {
      recordBasis: state === 'held',
      approve: state === 'held',
      revoke: state === 'granted',
      withdraw: state === 'held',
      resend: state === 'granted',
    },
    ...(open ? grantedPart(n, state) : {}),
    ...part,
  };
}

export function seedTransfers(): TransferDetail[] {
  return [
    transfer(201, 'held'),
    transfer(202, 'granted'),
    transfer(203, 'refused', { purpose: 'marketing', recipients: TO.slice(0, 1) }),
    transfer(204, 'revoked', { level: 'confidential', purpose: 'contract_performance' }),
    transfer(205, 'expired', { level: 'internal', purpose: 'supply', recipients: TO.slice(1) }),
    transfer(206, 'withdrawn', { level: 'confidential', purpose: 'audit' }),
  ];
}
