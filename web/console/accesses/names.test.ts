import { describe, expect, it } from 'vitest';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { withNames } from './names.ts';

const labels = { recipient: (n: number) => `R${n}`, file: (n: number) => `F${n}` };
const covered = {
  covered: true,
  recipients: [{ id: 'a', name: '', organisation: 'Harbour', jurisdiction: 'HK' }],
  objects: [
    { id: 'm', kind: 'message', name: '', size: 1, mediaType: 'text/plain' },
    { id: 'f', kind: 'file', name: '', size: 1, mediaType: 'text/plain' },
  ],
  timeline: [
    { actor: '', recipientId: 'a' },
    { actor: 'system', recipientId: null },
  ],
} as unknown as TransferDetail;

describe('a transfer whose names are covered', () => {
  it('shows numbers in their place', () => {
    const shown = withNames(covered, undefined, labels);
    expect(shown.recipients[0]?.name).toBe('R1');
    expect(shown.objects.map((one) => one.name)).toEqual(['', 'F1']);
    expect(shown.timeline.map((one) => one.actor)).toEqual(['R1', 'system']);
  });

  it('shows the names once somebody looked', () => {
    const names = { recipients: [{ id: 'a', name: 'Wong' }], objects: [{ id: 'f', name: 'a.pdf' }] };
    const shown = withNames(covered, names, labels);
    expect([shown.recipients[0]?.name, shown.objects[1]?.name, shown.timeline[0]?.actor]).toEqual([
      'Wong',
      'a.pdf',
      'Wong',
    ]);
  });

  it('is left alone where nothing is covered', () => {
    const own = { ...covered, covered: false };
    expect(withNames(own, undefined, labels)).toBe(own);
  });
});
