/** Audiences and connected programs of the mock, for looking at pages. Invented; the secrets are none. */
import type { AudienceList } from '../../src/model/api/audiences.ts';
import type {
  DoorCheck,
  DoorCreated,
  DoorDetail,
  DoorList,
  DoorRefusalList,
  DoorRotated,
} from '../../src/model/api/doors.ts';
import { decisionOf } from './decisions.ts';
import { id, type MockState, PEOPLE } from './state.ts';

const at = '2026-11-20T02:30:00.000Z';
const gatewayUrl = 'https://notify.example.mo';
const usage = {
  calls: 412,
  granted: 409,
  held: 3,
  refused: 0,
  notices: 88,
  arrivedBytes: 9_420_000,
  crossedBytes: 41_000,
  keptShare: 0.9956,
};

const audiences: AudienceList = {
  audiences: [
    {
      id: id(701),
      name: '珠海值班同事',
      createdAt: at,
      members: PEOPLE.map(({ id: recipientId, name, organisation, jurisdiction, city }) => ({
        recipientId,
        name,
        organisation,
        jurisdiction,
        city,
        addedAt: at,
      })),
      places: PEOPLE.map(({ jurisdiction }) => ({ jurisdiction, members: 1 })),
      doors: [{ id: id(711), name: '機房監控' }],
    },
  ],
};

const door: DoorDetail = {
  id: id(711),
  kind: 'robot',
  name: '機房監控',
  state: 'active',
  audience: { id: id(701), name: '珠海值班同事' },
  connectionId: 'dingtalk',
  owner: '黃美儀',
  createdAt: at,
  changedAt: at,
  lastCallAt: '2026-11-25T08:12:00.000Z',
  previousUntil: null,
  day: { ...usage, calls: 17, granted: 17, held: 0, notices: 6, arrivedBytes: 380_000, crossedBytes: 2_800 },
  month: usage,
  gatewayUrl,
  appKey: null,
  settings: {
    route: {
      entityId: id(11),
      audienceId: id(701),
      connectionId: 'dingtalk',
      locale: 'zh-Hant',
      purpose: 'internal_report',
      template: 'alert',
      label: '生產監控',
      digestSeconds: 60,
      passPublic: false,
      mentionAll: false,
      expiresInDays: 14,
      opensMax: 20,
    },
    security: { signed: true, keywords: [], networks: ['203.0.113.0/24'], perMinute: 600 },
    answers: { refusalStatus: 200, held: 'ok' },
    app: null,
  },
};

const list: DoorList = {
  gatewayUrl,
  doors: [door].map(({ gatewayUrl: _url, appKey: _key, settings: _settings, ...summary }) => summary),
  connections: [{ id: 'dingtalk', label: 'dingtalk', reaches: 'group', sandbox: true }],
};

const refusals: DoorRefusalList = {
  refusals: [
    {
      endpoint: 'POST /robot/send',
      reason: 'sign_not_match',
      caller: '203.0.113.0/24',
      program: 'Go-http-client',
      door: { id: id(711), name: '機房監控' },
      firstAt: at,
      lastAt: '2026-11-25T07:58:00.000Z',
      count: 12,
    },
    {
      endpoint: 'GET /v1.0/calendar/users/*',
      reason: 'unknown_endpoint',
      caller: '198.51.100.0/24',
      program: 'axios',
      door: null,
      firstAt: at,
      lastAt: at,
      count: 1,
    },
  ],
};

const credentials = {
  kind: 'robot' as const,
  url: `${gatewayUrl}/robot/send?access_token=${'0'.repeat(64)}`,
  token: '0'.repeat(64),
  secret: `SEC${'0'.repeat(64)}`,
};
const created: DoorCreated = { id: id(711), credentials };
const rotated: DoorRotated = { credentials, previousUntil: '2026-11-26T08:00:00.000Z' };
const check: DoorCheck = {
  members: 3,
  samples: [
    { sample: 'ordinary', level: 'internal', decision: decisionOf('allow', false) },
    { sample: 'personal', level: 'confidential', decision: decisionOf('held', false) },
  ],
};

/** Undefined for addresses that are not of audiences or doors. */
export function answerDoors(state: MockState, first: string, method: string, rest: readonly string[]): unknown {
  const [one, act] = rest;
  if (first === 'audiences') {
    if (method === 'POST') return one === undefined ? { id: id(701) } : {};
    return state.empty ? { audiences: [] } : audiences;
  }
  if (first === 'recipients' && one === 'identities') return { identities: [] };
  if (first === 'recipients' && act === 'identities') return {};
  if (first !== 'doors') return undefined;
  if (method === 'POST') return postDoor(one, act);
  if (one === 'refusals') return state.empty ? { refusals: [] } : refusals;
  if (one !== undefined) return door;
  return state.empty ? { ...list, doors: [] } : list;
}

function postDoor(one: string | undefined, act: string | undefined): unknown {
  if (one === undefined) return created;
  if (one === 'check') return check;
  if (act === 'rotate') return rotated;
  return act === 'try' ? { transferId: id(301), reference: 'EN-0000-0000-0000', state: 'granted' } : {};
}
