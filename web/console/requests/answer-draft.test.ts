import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../../src/model/api/access-requests.ts';
import { endOfDay, firstDraft, grantOf } from './answer-draft.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const request = (part: Partial<AccessRequest>): AccessRequest => ({
  id: '01930000-0000-4000-8000-000000000001',
  kind: 'more_time',
  state: 'open',
  at: NOW.toISOString(),
  proved: true,
  place: 'PT',
  transfer: { id: '01930000-0000-4000-8000-000000000002', reference: '', state: 'granted', sender: '' },
  object: null,
  words: null,
  answeredAt: null,
  answeredBy: null,
  incidentId: null,
  answers: ['granted', 'declined'],
  possible: { until: '2026-11-26T08:00:00.000Z', opens: 20, download: false, rule: null },
  ...part,
});

describe('what is proposed', () => {
  it('is never more than what the decision allows', () => {
    const draft = firstDraft(request({}), NOW);
    expect(grantOf(request({}), draft)).toMatchObject({ until: '2026-11-26T08:00:00.000Z' });
  });

  it('is the place where the recipient stands, unless nobody knows it', () => {
    expect(grantOf(request({ kind: 'access' }), firstDraft(request({ kind: 'access' }), NOW))).toMatchObject({
      place: 'PT',
    });
    const unknown = request({ kind: 'access', place: 'unknown' });
    expect(grantOf(unknown, firstDraft(unknown, NOW))).toBeUndefined();
  });
});

describe('what is sent', () => {
  it('ends with the chosen day or with what is possible', () => {
    expect(endOfDay('2026-11-30', '2026-11-26T08:00:00.000Z')).toBe('2026-11-26T08:00:00.000Z');
    expect(endOfDay('', null)).toBeUndefined();
    expect(endOfDay('no day', null)).toBeUndefined();
  });

  it.each(['', '0', '101', '1.5', 'x'])('holds no openings for %o', (opens) => {
    const one = request({ kind: 'more_opens' });
    expect(grantOf(one, { ...firstDraft(one, NOW), opens })).toBeUndefined();
  });

  it('hands over no file that a rule keeps here', () => {
    const one = request({ kind: 'download' });
    expect(grantOf(one, firstDraft(one, NOW))).toBeUndefined();
  });
});
