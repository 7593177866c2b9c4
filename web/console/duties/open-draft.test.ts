import { describe, expect, it } from 'vitest';
import { openDutiesSchema } from '../../../src/model/api/duties.ts';
import { emptyOpenDraft, openRequest } from './open-draft.ts';

const ENTITY = '0198c0de-0000-7000-8000-000000000002';
const empty = emptyOpenDraft(ENTITY, '2026-11-25T09:30');

describe('starting clocks', () => {
  it('asks for places of an incident before it can be sent', () => {
    expect(openRequest(empty)).toBeNull();
    const request = openRequest({ ...empty, places: ['MO', 'EU'] });
    expect(openDutiesSchema.safeParse(request).success).toBe(true);
    expect(request).toMatchObject({ places: ['MO', 'EU'], knownAt: new Date('2026-11-25T09:30').toISOString() });
    expect(openRequest({ ...empty, places: ['MO'], knownAt: '' })).toBeNull();
    expect(openRequest({ ...empty, places: ['MO'], entityId: '' })).toBeNull();
  });

  it('asks for the kind and the day of a contract or an assessment', () => {
    const contract = { ...empty, kind: 'contract' as const };
    expect(openRequest(contract)).toBeNull();
    const request = openRequest({ ...contract, contract: 'gba_mo', purpose: 'supply' });
    expect(openDutiesSchema.safeParse(request).success).toBe(true);
    expect(request).toMatchObject({ effectiveAt: '2026-11-25', purpose: 'supply' });
    expect(openRequest({ ...contract, contract: 'gba_mo', day: '' })).toBeNull();
    const assessment = openRequest({ ...empty, kind: 'assessment', assessment: 'cn' });
    expect(openDutiesSchema.safeParse(assessment).success).toBe(true);
    expect(assessment).toMatchObject({ doneAt: '2026-11-25', purpose: null });
  });
});
