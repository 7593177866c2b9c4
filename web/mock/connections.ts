/** Connections, sent messages and dead letters of the mock, for looking at pages. Invented; the secrets are none. */
import type {
  ConnectionDetail,
  ConnectionView,
  DeadLetterList,
  ProbeView,
  SentBody,
  SentMessage,
  TestResult,
} from '../../src/model/api/connections.ts';
import { id, type MockState } from './state.ts';

const at = '2026-11-20T02:30:00.000Z';
const HASH = '022d236d4820a5a2b3a4289f8bd55890474e3cf5276133f6acfc2ef58b9f643f';

const works: ConnectionView = {
  id: 'c-abcdefghij',
  kind: 'dingtalk',
  label: '供應鏈群組',
  source: 'added',
  condition: 'works',
  reaches: 'group',
  jurisdiction: 'CN',
  hosts: ['oapi.dingtalk.com:443'],
  sandbox: true,
  lastError: null,
  lastErrorAt: null,
  lastOkAt: at,
  brokenSince: null,
  restsUntil: null,
  quotaLeft: 4210,
  quotaAt: at,
  counts: { waiting: 2, dead: 0, sent: 88 },
};
const broken: ConnectionView = {
  ...works,
  id: 'c-brokenrobo',
  label: '珠海值班群',
  condition: 'broken',
  lastError: 'dingtalk.security_signature',
  lastErrorAt: at,
  brokenSince: at,
  quotaLeft: null,
  counts: { waiting: 14, dead: 1, sent: 0 },
};
const resting: ConnectionView = {
  ...works,
  id: 'c-wecomrobot',
  kind: 'wecom_robot',
  label: '倉務群',
  condition: 'resting',
  lastError: 'wecom_robot.too_fast',
  lastErrorAt: at,
  restsUntil: '2026-11-20T02:40:00.000Z',
};
const mail: ConnectionView = {
  ...works,
  id: 'email',
  kind: 'email',
  label: null,
  source: 'settings',
  reaches: 'email',
  jurisdiction: 'MO',
  quotaLeft: null,
};
const all: readonly ConnectionView[] = [works, broken, resting, mail];

const detailOf = (view: ConnectionView): ConnectionDetail => ({
  ...view,
  settings: { keyword: '通告', openIn: 'browser', layout: 'actionCard' },
  secretsSet: ['accessToken', 'secret'],
  fallbacks: [resting.id],
  mayFallBackOn: all.filter((one) => one.reaches === 'group' && one.id !== view.id).map((one) => one.id),
  use: { doors: [{ id: id(701), name: 'Grafana' }], waiting: view.counts.waiting, fallbackOf: [broken.id] },
  can: { probe: true, recall: true, update: false, confirm: true },
});

const message: SentMessage = {
  id: id(801),
  kind: 'notice',
  connection: works.id,
  label: works.label,
  queuedAt: at,
  sentAt: at,
  bytes: 716,
  hash: HASH,
  providerRef: 'msg0f1e2d3c',
  confirmed: 'unknown',
  confirmedAt: at,
  recalledAt: null,
  movedFrom: null,
  kept: true,
  transfer: { id: id(301), reference: 'EN-0000-0000-0000' },
};
const body: SentBody = {
  ...message,
  body: JSON.stringify({ msgtype: 'markdown', markdown: { title: '密封通知', text: '#### 密封通知' } }),
  matches: true,
  recorded: [{ at, bytes: 716, hash: HASH }],
};
const dead: DeadLetterList = {
  letters: [
    {
      id: id(802),
      kind: 'notice',
      connection: broken.id,
      label: broken.label,
      movedFrom: null,
      why: 'dingtalk.security_signature',
      attempts: 1,
      createdAt: at,
      transfer: { id: id(301), reference: 'EN-0000-0000-0000' },
      reference: null,
      resendable: true,
      others: [works.id],
    },
  ],
  more: false,
};
const test: TestResult = {
  state: 'sent',
  why: null,
  attempts: 1,
  nextAt: null,
  sentAt: at,
  bytes: 291,
  hash: HASH,
  sandbox: true,
};
const probe: ProbeView = { ok: true, why: null, quotaLeft: 4210 };

/** The answer of an endpoint, or undefined when it is none of these. */
export function answerConnections(state: MockState, first: string, method: string, rest: readonly string[]): unknown {
  const [one, act, item] = rest;
  if (first === 'dead-letters') {
    if (method === 'POST') return { done: 1 };
    return state.empty ? { letters: [], more: false } : dead;
  }
  if (first === 'transfers' && act === 'sent') return sent(state, item);
  if (first !== 'connections' || (one === undefined && method === 'GET')) return undefined;
  if (one === 'overview') return { connections: state.empty ? [] : all };
  if (method === 'POST') return posted(one, act);
  if (act === 'tests') return test;
  if (act === 'sent') return sent(state, item);
  return detailOf(all.find((view) => view.id === one) ?? works);
}

function sent(state: MockState, item: string | undefined): unknown {
  return item === undefined ? { messages: state.empty ? [] : [message], more: false } : body;
}

function posted(one: string | undefined, act: string | undefined): unknown {
  if (one === undefined) return { id: works.id };
  if (act === 'test') return { test: id(803) };
  return act === 'probe' ? probe : {};
}
