import { describe, expect, it } from 'vitest';
import { deviceChallenge } from '../../../../src/access/device-key.ts';
import { fromUtf8 } from '../../../../src/base/bytes.ts';
import { deliveryAnswerSchema, deviceListSchema } from '../../../../src/model/api/delivery.ts';
import type { Received } from '../../../../src/model/delivery.ts';
import { readStatement } from '../../../../src/transfers/delivery/receipts.ts';
import { readDelivery, readDevices } from './calls.ts';
import { challengeText, type Confirmable, statementText } from './statement.ts';

const id = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const of = (received: Received): Confirmable => ({
  // Not in their order, as an answer may have them.
  sha256: 'ab'.repeat(32),
  reference: 'EN-7K3M-Q2XD-9FHT',
  received,
  opening: id(1),
  object: id(2),
  logIndex: 41,
  log: 'gate.example.mo:8443/log/1',
});
const RECEIVED: readonly Received[] = [
  { kind: 'text', bytes: 12 },
  { kind: 'file', sha256: 'cd'.repeat(32), bytes: 12_345_678_901 },
  { kind: 'file', sha256: null, bytes: null },
  { pages: [1, 2, 7], of: 12, kind: 'pages' },
];

describe('what the page signs', () => {
  it.each(RECEIVED)('is the one canonical text that the server reads: %j', (received) => {
    const at = new Date('2026-11-23T10:00:00Z');
    expect(readStatement(statementText(of(received), id(3), at))).toEqual({
      ...of(received),
      format: 'entrepot.receipt/v1',
      device: id(3),
      time: '2026-11-23T10:00:00.000Z',
    });
  });

  it('to show its key is what the server expects', () => {
    expect(challengeText('csrf', 'x.y')).toBe(fromUtf8(deviceChallenge('csrf', 'x.y')));
  });
});

describe('answers', () => {
  it('are read as the model has them', () => {
    for (const received of RECEIVED) {
      const answer = { statement: of(received), deviceId: id(3), signedAt: null };
      expect(readDelivery(deliveryAnswerSchema.parse(answer))).toEqual(answer);
    }
    const nothing = { statement: null, deviceId: null, signedAt: '2026-11-23T10:00:00Z' };
    expect(readDelivery(deliveryAnswerSchema.parse(nothing))).toEqual(nothing);
    const at = '2026-11-23T10:00:00Z';
    const devices = { devices: [{ id: id(1), recipientId: id(2), firstAt: at, lastAt: at, current: true }] };
    expect(readDevices(deviceListSchema.parse(devices))).toEqual(devices);
  });

  it.each([
    null,
    'text',
    [],
    {},
    { statement: {} },
    { statement: { ...of({ kind: 'text', bytes: 1 }), logIndex: '41' } },
    { statement: { ...of({ kind: 'text', bytes: 1 }), received: { kind: 'pages', of: 1, pages: ['1'] } } },
    { statement: { ...of({ kind: 'text', bytes: 1 }), received: { kind: 'other' } } },
  ])('that are none are not taken: %j', (value) => {
    expect(readDelivery(value)).toBeUndefined();
    expect(readDevices(value)).toBeUndefined();
  });
});
