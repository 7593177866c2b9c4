import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemRandom, type Random } from '../base/random.ts';
import { MAX_ATTEMPTS, nextState } from './outbox-policy.ts';
import type { SendOutcome } from './port.ts';
import { bucketSpec, takeToken, VENDOR_BUCKETS, type BucketState } from './rate.ts';

const now = new Date('2026-03-02T00:00:00Z');
const expiresAt = new Date('2026-03-09T00:00:00Z');
const highest: Random = (length) => new Uint8Array(length).fill(255);
const lowest: Random = (length) => new Uint8Array(length);
const at = (milliseconds: number): Date => new Date(now.getTime() + milliseconds);
const base = { attempt: 1, now, expiresAt, idempotent: 'native' } as const;
const failed: SendOutcome = { outcome: 'retry', why: 'timeout', scope: 'message' };

describe('the retry policy', () => {
  it('ends where the vendor has taken or refused the message', () => {
    expect(nextState({ ...base, outcome: { outcome: 'sent', providerRef: 'r1' } }, lowest)).toEqual({
      state: 'sent',
      providerRef: 'r1',
    });
    expect(nextState({ ...base, outcome: { outcome: 'sent' } }, lowest)).toEqual({ state: 'sent' });
    expect(nextState({ ...base, outcome: { outcome: 'permanent', why: 'x' } }, lowest)).toEqual({
      state: 'dead',
      why: 'x',
      disableConnection: false,
    });
    expect(nextState({ ...base, outcome: { outcome: 'disable', why: 'x' } }, lowest)).toEqual({
      state: 'dead',
      why: 'x',
      disableConnection: true,
    });
  });

  it('doubles its longest wait from two seconds to ten minutes, and waits at least one second', () => {
    const longest = [1, 2, 3, 9, 10, 11].map((attempt) => nextState({ ...base, attempt, outcome: failed }, highest));
    expect(
      longest.map((state) =>
        state.state === 'pending' ? Math.ceil((state.nextAt.getTime() - now.getTime()) / 1000) : 0,
      ),
    ).toEqual([2, 4, 8, 512, 600, 600]);
    expect(nextState({ ...base, outcome: failed }, lowest)).toEqual({
      state: 'pending',
      nextAt: at(1000),
      why: 'timeout',
    });
  });

  it('does what the vendor asks, and pauses what has to wait with it', () => {
    const asked: SendOutcome = { outcome: 'retry', why: 'fast', scope: 'connection', afterMs: 600_000 };
    expect(nextState({ ...base, outcome: asked }, highest)).toEqual({
      state: 'pending',
      nextAt: at(600_000),
      why: 'fast',
      pause: { scope: 'connection', until: at(600_000) },
    });
    const zero: SendOutcome = { ...asked, scope: 'egress', afterMs: 0 };
    expect(nextState({ ...base, outcome: zero }, highest)).toMatchObject({
      pause: { scope: 'egress', until: at(1000) },
    });
  });

  it('gives up after twelve attempts, and before expiry rather than after it', () => {
    expect(nextState({ ...base, attempt: MAX_ATTEMPTS, outcome: failed }, lowest)).toMatchObject({
      state: 'dead',
      why: 'attempts_exhausted',
    });
    const late: SendOutcome = { outcome: 'retry', why: 'quota', scope: 'connection', afterMs: 30 * 86_400_000 };
    expect(nextState({ ...base, outcome: late }, lowest)).toEqual({
      state: 'dead',
      why: 'expired',
      disableConnection: false,
      pause: { scope: 'connection', until: at(30 * 86_400_000) },
    });
    expect(nextState({ ...base, expiresAt: at(1000), outcome: failed }, lowest)).toMatchObject({ why: 'expired' });
    expect(nextState({ ...base, expiresAt: new Date(Number.NaN), outcome: failed }, lowest)).toMatchObject({
      why: 'expired',
    });
  });

  it('tries once more, and only once, when a message without a key may have arrived', () => {
    const unsure: SendOutcome = { ...failed, outcome: 'retry', maybeSent: true };
    const none = { ...base, idempotent: 'none' } as const;
    expect(nextState({ ...none, outcome: unsure }, lowest).state).toBe('pending');
    expect(nextState({ ...none, attempt: 2, outcome: unsure }, lowest)).toMatchObject({
      state: 'dead',
      why: 'maybe_sent',
    });
    expect(nextState({ ...base, attempt: 2, outcome: unsure }, lowest).state).toBe('pending');
  });

  it('never plans an attempt in the past, after expiry or at no time, whatever the vendor says', () => {
    const hint = fc.option(fc.double(), { nil: undefined });
    fc.assert(
      fc.property(
        hint,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: -1e9, max: 1e12 }),
        (afterMs, attempt, life) => {
          const outcome: SendOutcome =
            afterMs === undefined ? failed : { outcome: 'retry', why: 'x', scope: 'egress', afterMs };
          const state = nextState({ ...base, attempt, outcome, expiresAt: at(life) }, systemRandom);
          if (state.state !== 'pending') return;
          expect(state.nextAt.getTime()).toBeGreaterThanOrEqual(now.getTime() + 1000);
          expect(state.nextAt.getTime()).toBeLessThan(now.getTime() + life);
        },
      ),
    );
  });
});

describe('a rate bucket', () => {
  it('gives what it holds, then says how long to wait', () => {
    const spec = { capacity: 2, perMs: 1 / 1000 };
    const first = takeToken(spec, undefined, now);
    const second = takeToken(spec, first.state, now);
    const third = takeToken(spec, second.state, at(250));
    expect([first.ok, second.ok, third.ok]).toEqual([true, true, false]);
    expect(third).toMatchObject({ waitMs: 750 });
    expect(takeToken(spec, third.state, at(1000)).ok).toBe(true);
  });

  it('neither gives nor takes when the clock goes back', () => {
    const spec = { capacity: 1, perMs: 1 / 1000 };
    const empty = takeToken(spec, undefined, now).state;
    const back = takeToken(spec, empty, at(-5000));
    expect(back).toMatchObject({ ok: false, waitMs: 1000, state: { tokens: 0, updatedAt: now } });
  });

  it('keeps a DingTalk robot below 20 messages in every minute, however it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(50), fc.nat(6000)), { minLength: 40, maxLength: 200 }), (gaps) => {
        let state: BucketState | undefined;
        let time = 0;
        const sent: number[] = [];
        for (const gap of gaps) {
          time += gap;
          const taken = takeToken(VENDOR_BUCKETS.dingtalk, state, at(time));
          state = taken.state;
          if (taken.ok) sent.push(time);
        }
        for (const start of sent) {
          expect(sent.filter((each) => each >= start && each < start + 60_000).length).toBeLessThanOrEqual(18);
        }
      }),
    );
  });

  it('waits exactly as long as it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (elapsed) => {
        const spec = bucketSpec('dingtalk');
        const empty = { tokens: 0, updatedAt: now };
        const asked = takeToken(spec, empty, at(elapsed));
        if (asked.ok) return;
        expect(takeToken(spec, asked.state, at(elapsed + asked.waitMs)).ok).toBe(true);
        expect(takeToken(spec, asked.state, at(elapsed + asked.waitMs - 1)).ok).toBe(false);
      }),
    );
  });

  it('is the slowest for a vendor without a row', () => {
    expect(bucketSpec('constructor')).toEqual(VENDOR_BUCKETS.dingtalk);
  });
});
