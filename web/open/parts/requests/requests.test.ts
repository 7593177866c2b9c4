import { describe, expect, it } from 'vitest';
import { accessListSchema } from '../../../../src/model/api/accesses.ts';
import { ownRequestsSchema } from '../../../../src/model/api/access-requests.ts';
import { readAccesses, readOwn, readReceived } from './calls.ts';

const ID = '01930000-0000-4000-8000-000000000001';
const AT = '2026-11-23T09:00:00Z';
const own = ownRequestsSchema.parse({
  requests: [
    {
      id: ID,
      kind: 'more_time',
      reference: 'EN-7K3M-Q2XD-9FHT',
      objectId: null,
      state: 'declined',
      at: AT,
      answeredAt: AT,
      answer: 'já foi tratado',
    },
  ],
});
const looks = accessListSchema.parse({
  accesses: [
    {
      no: 3,
      kind: 'transfer.read',
      at: AT,
      who: { kind: 'staff', name: 'Rui', role: 'auditor', self: false },
      place: 'MO',
      transfer: { id: ID, reference: 'EN-7K3M-Q2XD-9FHT' },
      purpose: 'audit',
      reason: 'sample',
      decision: null,
      legalBasis: [],
      logIndex: 12,
    },
  ],
  nextBefore: 3,
  count: 4,
});

/** Every way to damage one member of the first element. */
function damaged(list: object, name: string): unknown[] {
  const copy = (): Record<string, Record<string, unknown>[]> => structuredClone(list) as never;
  const first = copy()[name]?.[0] ?? {};
  return Object.keys(first).map((member) => {
    const broken = copy();
    const row = broken[name]?.[0];
    if (row !== undefined) row[member] = { hostile: '<img src=x>' };
    return broken;
  });
}

describe('answers about requests and looks', () => {
  it('are read as the model says', () => {
    expect(readOwn(own)).toEqual(own);
    expect(readAccesses(looks)).toEqual(looks);
    expect(readReceived({ received: true })).toBe(true);
  });

  it.each(damaged(own, 'requests').map((one) => ['own', one] as const))('are refused when damaged: %s', (_, one) => {
    expect(readOwn(one)).toBeUndefined();
  });

  it.each(damaged(looks, 'accesses').map((one) => ['looks', one] as const))(
    'are refused when damaged: %s',
    (_, one) => {
      expect(readAccesses(one)).toBeUndefined();
    },
  );

  it.each([null, 1, 'x', [], {}, { requests: {} }, { accesses: [null], nextBefore: null, count: 1 }])(
    'are refused when they are something else: %o',
    (one) => {
      expect(readOwn(one)).toBeUndefined();
      expect(readAccesses(one)).toBeUndefined();
      expect(readReceived(one)).toBeUndefined();
    },
  );
});
