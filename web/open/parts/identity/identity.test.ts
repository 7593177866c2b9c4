import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  claimPairingSchema,
  PAIRING_ALPHABET,
  PAIRING_CODE_LENGTH,
  pairingClaimedSchema,
  pairingStartedSchema,
  pairingStateSchema,
  pairingTakenSchema,
  sessionsSchema,
  sharedOpenedSchema,
  sharedSchema,
} from '../../../../src/model/api/open-identity.ts';
import * as alphabet from './alphabet.ts';
import { readClaimed, readSessions, readShared, readSharedOpened, readStarted, readState, readTaken } from './calls.ts';
import { grouped, readShortCode } from './short-code.ts';

const KEY = `01930000-0000-7000-8000-000000000001~${'A'.repeat(43)}`;
const HANDLE = 'Ab3-Cd4_Ef5Gh6Ij7Kl8Mn';
const AT = '2026-11-23T10:00:00.000Z';
const session = {
  id: HANDLE,
  current: true,
  reference: 'EN-7K3M-Q2XD-9FHT',
  startedAt: AT,
  lastAt: AT,
  endsAt: AT,
  via: 'pairing',
  place: 'MO',
};
const item = {
  id: '01930000-0000-7000-8000-000000000002',
  reference: 'EN-1',
  sender: '何',
  sentAt: AT,
  expiresAt: AT,
  items: 2,
};
const ladder = { proved: ['code'], required: [], more: 1, ways: ['totp'] };

const CASES = [
  ['started', pairingStartedSchema, readStarted, { key: KEY, code: 'ABCD2345', secondsValid: 180, withSession: true }],
  ['claimed', pairingClaimedSchema, readClaimed, { key: KEY, number: 47, secondsValid: 100 }],
  ['three numbers', pairingStateSchema, readState, { state: 'claimed', numbers: [10, 47, 99], place: 'MO' }],
  ['handed over', pairingStateSchema, readState, { state: 'done', session: HANDLE }],
  ['taken', pairingTakenSchema, readTaken, { state: 'done', handle: HANDLE, session: true }],
  ['sessions', sessionsSchema, readSessions, { sessions: [session, { ...session, reference: null }] }],
  ['shared', sharedSchema, readShared, { outcome: 'list', transfers: [item] }],
  ['address first', sharedSchema, readShared, { outcome: 'prove_address', possible: true }],
  ['opened', sharedOpenedSchema, readSharedOpened, { outcome: 'opened', handle: HANDLE }],
  ['more first', sharedOpenedSchema, readSharedOpened, { outcome: 'more', ladder }],
] as const;

describe('the answers that the part accepts', () => {
  it.each(CASES)('%s: what the contract allows is read as it is', (_, schema, read, sample) => {
    expect(read(schema.parse(sample))).toEqual(sample);
  });

  it.each(CASES)('%s: a member that is missing or of another type is refused', (_, _schema, read, sample) => {
    for (const key of Object.keys(sample)) {
      const { [key]: _gone, ...rest } = sample as Record<string, unknown>;
      expect([key, read(rest)]).toEqual([key, undefined]);
      expect([key, read({ ...rest, [key]: { toString: 1 } })]).toEqual([key, undefined]);
    }
  });

  it('of every state are known', () => {
    for (const state of ['waiting', 'approved', 'ended']) {
      expect(readState(pairingStateSchema.parse({ state }))).toEqual({ state });
      if (state !== 'approved') expect(readTaken(pairingTakenSchema.parse({ state }))).toEqual({ state });
    }
  });

  it('are never an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const [, , read] of CASES) expect(read(value)).toBeUndefined();
      }),
    );
  });
});

describe('the short code', () => {
  it('has the alphabet of the contract', () => {
    expect({ ...alphabet }).toEqual({ PAIRING_ALPHABET, PAIRING_CODE_LENGTH });
  });

  it.each([
    ['ABCD2345', 'ABCD2345'],
    ['abcd 2345', 'ABCD2345'],
    [' abcd-2345 ', 'ABCD2345'],
    ['ＡＢＣＤ２３４５', 'ABCD2345'],
    // L3: messengers and scanners write the sign before it in their own way.
    ['#ABCD2345', 'ABCD2345'],
    ['%23ABCD2345', 'ABCD2345'],
    ['%2523ABCD2345', 'ABCD2345'],
    ['ABCD234', ''],
    ['ABCD23456', ''],
    ['ABCD234O', ''],
    ['ABCD234<', ''],
    ['', ''],
  ])('`%s` is read as `%s`', (typed, code) => {
    expect(readShortCode(typed)).toBe(code);
  });

  it('is nothing or of the form that the server takes, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9A-Za-z -]{6,12}$/)),
        (typed) => {
          const code = readShortCode(typed);
          if (code !== '') expect(claimPairingSchema.safeParse({ code }).success).toBe(true);
        },
      ),
    );
  });

  it('is shown in two groups and read again from them', () => {
    expect(grouped('ABCD2345')).toBe('ABCD 2345');
    expect(readShortCode(grouped('ABCD2345'))).toBe('ABCD2345');
  });
});
