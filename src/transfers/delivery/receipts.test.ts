import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../base/canonical-json.ts';
import { RECEIPT_FORMAT, type ReceiptStatement } from '../../model/delivery.ts';
import { type Confirmable, readStatement, saysNoMore } from './receipts.ts';

const KNOWN: Confirmable = {
  log: 'gate.example.mo/log/1',
  logIndex: 41,
  reference: 'EN-7K3M-Q2XD-9FHT',
  opening: '01930000-0000-7000-8000-000000000001',
  object: '01930000-0000-7000-8000-000000000002',
  sha256: 'ab'.repeat(32),
  received: { kind: 'pages', pages: [1, 2, 5], of: 7 },
};
const STATEMENT: ReceiptStatement = {
  ...KNOWN,
  format: RECEIPT_FORMAT,
  device: '01930000-0000-7000-8000-000000000003',
  time: '2026-11-23T10:00:00.000Z',
};

describe('readStatement', () => {
  it('reads exactly the canonical text of a statement', () => {
    expect(readStatement(canonicalJson(STATEMENT))).toEqual(STATEMENT);
  });

  it.each([
    ['spaces', JSON.stringify(STATEMENT, null, 1)],
    ['members in another order', JSON.stringify(Object.fromEntries(Object.entries(STATEMENT).toReversed()))],
    ['a member twice', canonicalJson(STATEMENT).replace('{', '{"log":"x",')],
    ['a member more', canonicalJson({ ...STATEMENT, more: 1 })],
    ['a member less', canonicalJson({ ...STATEMENT, time: undefined })],
    ['another format', canonicalJson({ ...STATEMENT, format: 'entrepot.receipt/v2' })],
    ['a page that is no number', canonicalJson({ ...STATEMENT, received: { kind: 'pages', pages: ['1'], of: 7 } })],
    ['numbers written otherwise', canonicalJson(STATEMENT).replace('41', '4.1e1')],
    ['a local time', canonicalJson({ ...STATEMENT, time: '2026-11-23T18:00:00.000+08:00' })],
    ['half of it', canonicalJson(STATEMENT).slice(0, 100)],
    ['deep nesting', `{"received":${'['.repeat(50_000)}`],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(readStatement(text)).toBeUndefined();
  });
});

describe('saysNoMore', () => {
  it('takes what the server saw, and less of it', () => {
    expect(saysNoMore(STATEMENT, KNOWN)).toBe(true);
    expect(saysNoMore({ ...STATEMENT, received: { kind: 'pages', pages: [2], of: 7 } }, KNOWN)).toBe(true);
  });

  it.each<[string, Partial<ReceiptStatement>]>([
    ['a page that was not shown', { received: { kind: 'pages', pages: [1, 3], of: 7 } }],
    ['a page twice', { received: { kind: 'pages', pages: [1, 1], of: 7 } }],
    ['pages backwards', { received: { kind: 'pages', pages: [2, 1], of: 7 } }],
    ['another number of pages', { received: { kind: 'pages', pages: [1], of: 1 } }],
    ['a whole file in place of pages', { received: { kind: 'file', bytes: 10, sha256: null } }],
    ['another opening', { opening: '01930000-0000-7000-8000-000000000009' }],
    ['another object', { object: '01930000-0000-7000-8000-000000000009' }],
    ['another reference', { reference: 'EN-0000-0000-0000' }],
    ['other content', { sha256: 'cd'.repeat(32) }],
    ['another place in the log', { logIndex: 42 }],
    ['another log', { log: 'evil.example/log/1' }],
  ])('refuses %s', (_, change) => {
    expect(saysNoMore({ ...STATEMENT, ...change }, KNOWN)).toBe(false);
  });

  it('compares the bytes of files and texts exactly', () => {
    const copy = { kind: 'file', bytes: 10, sha256: 'ef'.repeat(32) } as const;
    const file = { ...KNOWN, received: copy };
    expect(saysNoMore({ ...STATEMENT, received: copy }, file)).toBe(true);
    expect(saysNoMore({ ...STATEMENT, received: { ...copy, bytes: 9 } }, file)).toBe(false);
    expect(saysNoMore({ ...STATEMENT, received: { ...copy, sha256: null } }, file)).toBe(false);
    expect(saysNoMore({ ...STATEMENT, received: { kind: 'text', bytes: 10 } }, file)).toBe(false);
  });
});
