/** Approvals, delegations, records and entities of the mock: a few of each state, for looking at pages. */
import type { ApprovalQueue, DelegationList } from '../../src/model/api/approvals.ts';
import type { EntityList, RecordList, StandingRecord } from '../../src/model/api/records.ts';
import { answerPacks } from './packs.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';

type State = { readonly empty: boolean; readonly transfers: readonly TransferDetail[] };

const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

function mockQueue(transfers: readonly TransferDetail[]): ApprovalQueue {
  const waiting = transfers
    .filter(({ state }) => state === 'held')
    .map((one) => ({
      transferId: one.id,
      reference: one.reference,
      sender: one.sender,
      level: one.level,
      purpose: one.purpose,
      destinations: [...new Set(one.recipients.map(({ jurisdiction }) => jurisdiction))],
      asks: 'two_officer' as const,
      required: true,
      missing: 1,
      rules: ['高度機密的內容須先批准'],
      others: 1,
      since: one.createdAt,
      until: '2026-12-23T06:00:00.000Z',
      approvals: [
        {
          by: '何志強',
          onBehalfOf: '李嘉雯',
          at: '2026-11-24T02:00:00.000Z',
          outcome: 'approved' as const,
          validUntil: '2026-12-24T02:00:00.000Z',
          counts: true,
        },
      ],
      answerAs: one.answerAs,
      own: false,
    }));
  return { waiting, reminders: 'on' };
}

const MOCK_DELEGATIONS: DelegationList = {
  delegations: [
    {
      id: id(701),
      from: { id: id(3), name: '李嘉雯' },
      to: { id: id(4), name: '何志強' },
      startsAt: '2026-11-23T16:00:00.000Z',
      endsAt: '2026-12-06T16:00:00.000Z',
      reason: '放年假',
      state: 'active',
      mayRevoke: true,
    },
  ],
  choices: [{ id: id(4), name: '何志強', role: 'sender' }],
  today: '2026-11-25',
};

function record(n: number, part: Partial<StandingRecord>): StandingRecord {
  return {
    id: id(800 + n),
    bases: [],
    contracts: [],
    filings: [],
    assessments: [],
    necessary: false,
    facts: {},
    evidence: 'HR-2026-114',
    reference: '',
    effectiveAt: null,
    expiresAt: null,
    reuse: true,
    recordedBy: '黃美儀',
    recordedAt: '2026-11-01T02:00:00.000Z',
    withdrawn: false,
    scope: { entityId: id(5), purpose: 'payroll', categories: ['user.name', 'user.contact'], recipients: [] },
    state: 'in_force',
    entity: '濠江貿易有限公司',
    recipients: [
      {
        id: id(101),
        name: '李偉明',
        organisation: '珠海橫琴供應鏈有限公司',
        jurisdiction: 'CN',
        city: 'CN-GD-ZH',
        movedTo: null,
      },
    ],
    used: 3,
    granted: 2,
    ...part,
  };
}

const MOCK_RECORDS: RecordList = {
  records: [
    record(1, { bases: ['consent.explicit'], filings: ['mo_art20_notice'], reference: 'DSPDP/2026/1180' }),
    record(2, { contracts: ['gba_mo'], assessments: ['gba'], state: 'soon', expiresAt: '2026-12-10' }),
  ],
};

const MOCK_ENTITIES: EntityList = {
  entities: [
    {
      id: id(5),
      name: '濠江貿易有限公司',
      jurisdiction: 'MO',
      city: null,
      profile: { org: { ciio: false, mo_ci_operator: false, size: 86 }, held: { pi: 4200 } },
    },
  ],
};

/** The body of an answer, or undefined for what is none of these. Nothing is kept. */
export function answerLaw(state: State, first: string, method: string, rest: readonly string[]): object | undefined {
  const isRead = method === 'GET';
  switch (first) {
    case 'packs':
      return answerPacks(method, rest);
    case 'approvals':
      return state.empty ? { waiting: [], reminders: 'no_mail' } : mockQueue(state.transfers);
    case 'delegations':
      return isRead ? MOCK_DELEGATIONS : {};
    case 'records':
      if (!isRead) return { id: id(899), granted: 0 };
      return state.empty ? { records: [] } : MOCK_RECORDS;
    case 'entities':
      return isRead ? MOCK_ENTITIES : { granted: 0 };
    case 'sandbox':
      return { messages: [] };
    default:
      return undefined;
  }
}
