/** The egress proof and the check of the setup of the mock, for looking at their pages. */
import type { Posture } from '../../src/model/api/posture.ts';
import type { Proof, ProofCheck, ProofSums } from '../../src/model/api/proof.ts';
import { CHECK_IDS } from '../../src/model/posture.ts';

const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

function sums(scale: number): ProofSums {
  return {
    granted: { transfers: 42 * scale, bytes: 1_800_000 * scale, direct: 1_950_000 * scale },
    held: { transfers: 2, bytes: 40_000, direct: 41_000 },
    refused: { transfers: 1, bytes: 9000, direct: 9000 },
    crossed: { records: 50 * scale, bytes: 36_000 * scale },
    sandbox: { records: 0, bytes: 0 },
    notices: 12 * scale,
    messages: 42 * scale,
    personal: 0,
    stopped: 1,
  };
}

const PROOF: Proof = {
  from: null,
  to: null,
  timeZone: 'Asia/Macau',
  total: sums(2),
  kinds: [
    { kind: 'notice', crossed: { records: 90, bytes: 68_000 }, sandbox: { records: 0, bytes: 0 } },
    { kind: 'code', crossed: { records: 10, bytes: 4000 }, sandbox: { records: 0, bytes: 0 } },
  ],
  days: [22, 23, 24, 25].map((day) => ({
    day: `2026-11-${day}`,
    contentBytes: 900_000,
    crossedBytes: 18_000,
    notices: 6,
  })),
  routes: [
    { door: id(71), doorName: '監控警報', connection: 'dingtalk', sums: sums(1) },
    { door: null, doorName: null, connection: 'dingtalk', sums: sums(1) },
  ],
  keptShare: 0.98,
  closedUntil: '2026-11-25T16:00:00.000Z',
};

const CHECK: ProofCheck = {
  outcome: 'holds',
  digests: [
    {
      from: '2026-11-24T16:00:00.000Z',
      to: '2026-11-25T16:00:00.000Z',
      records: 25,
      root: 'ab'.repeat(32),
      logIndex: 811,
      eventId: id(72),
      problem: null,
    },
  ],
  problems: 0,
  recordsChecked: 25,
  recordsOpen: 3,
  personal: { recorded: 0, bodiesRead: 12, bodiesWithFindings: 0, by: 'both' },
};

const POSTURE: Posture = {
  checks: CHECK_IDS.map((check, at) => ({
    id: check,
    group: check.startsWith('own_') ? 'own' : 'content',
    way: check.startsWith('own_') ? 'own' : 'asked',
    standing: at < 2 ? 'fix' : at < 20 ? 'answer' : 'good',
    result: at < 2 ? 'bad' : at < 20 ? 'asked' : 'good',
    detail: {},
    answer: null,
    changed: at === 0 ? 'worse' : null,
    grounds: ['GDPR art. 32'],
    source: null,
  })),
  runs: [
    {
      id: id(73),
      at: '2026-11-25T02:00:00.000Z',
      by: '李嘉雯',
      connection: null,
      good: 11,
      bad: 2,
      asked: 18,
      unknown: 0,
    },
  ],
  applications: [],
  weekly: true,
  answerDays: 180,
};

/** Undefined for what is not asked here. */
export function answerProof(first: string, method: string, [second]: readonly string[]): object | undefined {
  if (first === 'proof') return second === 'check' ? CHECK : PROOF;
  if (first !== 'posture') return undefined;
  if (method === 'GET') return POSTURE;
  return second === 'run' ? { runId: id(73) } : { validUntil: '2027-05-24T02:00:00.000Z' };
}
