/** Seed data of the mock: an organisation in Macau that works with partners in the mainland and Hong Kong. Invented. */
import type { Recipient } from '../../src/model/api/recipients.ts';
import type { Session } from '../../src/model/api/staff.ts';
import type { TransferDetail, UploadState } from '../../src/model/api/transfers.ts';
import { seedTransfers } from './transfers.ts';

export type MockState = {
  stage: Session['stage'];
  secure: boolean;
  /** Set through /mock/empty: lists answer as on the first day. */
  empty: boolean;
  recipients: Recipient[];
  transfers: TransferDetail[];
  readonly uploads: Map<string, { size: number; received: number; polls: number; name: string }>;
};

/** A UUID whose last digits tell who it is. */
export const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const at = '2026-11-20T02:30:00.000Z';

export const PEOPLE: Recipient[] = [
  {
    id: id(101),
    name: '李偉明',
    organisation: '珠海橫琴供應鏈有限公司',
    email: 'li.weiming@hengqin.example',
    covered: false,
    jurisdiction: 'CN',
    city: 'CN-GD-ZH',
    kind: 'controller',
    locale: 'zh-Hans',
    createdAt: at,
  },
  {
    id: id(102),
    name: 'Chan Siu Ming',
    organisation: 'Harbour Logistics (HK) Ltd',
    email: 'sm.chan@harbour.example',
    covered: false,
    jurisdiction: 'HK',
    city: null,
    kind: 'processor',
    locale: 'zh-Hant',
    createdAt: at,
  },
  {
    id: id(103),
    name: 'Marta Figueiredo',
    organisation: 'Auditoria Atlântico, Lda.',
    email: 'marta@atlantico.example',
    covered: false,
    jurisdiction: 'PT',
    city: null,
    kind: 'controller',
    locale: 'pt',
    createdAt: at,
  },
];

export function createMockState(): MockState {
  return {
    stage: 'ready',
    secure: true,
    empty: false,
    recipients: [...PEOPLE],
    transfers: seedTransfers(),
    uploads: new Map(),
  };
}

export function sessionOf(state: MockState): Session {
  const known = state.stage === 'ready' || state.stage === 'enrol';
  return {
    stage: state.stage,
    csrf: known ? 'mock-csrf' : null,
    sandbox: true,
    secure: state.secure,
    version: '0.1.0',
    organisation: state.stage === 'setup' ? null : { name: '濠江貿易有限公司', locale: 'zh-Hant' },
    person: known
      ? { id: id(1), name: '黃美儀', email: 'mei@houkong.example', role: 'officer', totp: true, passkeys: 0 }
      : null,
    entities: known ? [{ id: id(11), name: '濠江貿易有限公司', jurisdiction: 'MO', city: null }] : [],
    levelNames: {},
  };
}

export function uploadStateOf(state: MockState, uploadId: string): UploadState | null {
  const upload = state.uploads.get(uploadId);
  if (upload === undefined) return null;
  upload.polls += 1;
  const arrived = upload.received >= upload.size;
  const ready = arrived && upload.polls > 2;
  return {
    id: uploadId,
    state: ready ? 'ready' : arrived ? 'inspecting' : 'receiving',
    size: upload.size,
    received: upload.received,
    progress: ready ? 1 : Math.min(0.9, upload.polls * 0.3),
    classification: ready
      ? {
          level: 'restricted',
          persons: 12,
          categories: ['user.government_id'],
          counts: { mo_bir: 12, person_name: 12, salary: 12 },
          unreadable: false,
          packDigest: 'mock',
          findings: [],
          excepted: [],
        }
      : null,
    problem: null,
  };
}
