import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCESS } from '../../../src/access/errors.ts';
import { CSRF_HEADER } from '../../../src/model/api/common.ts';
import {
  type OpenSession,
  openResponseSchema,
  openSessionSchema,
  requestCodeResponseSchema,
} from '../../../src/model/api/open.ts';
import { readCodeRequested, readError, readLadder, readOpenResponse, readOpenSession, readWays } from './answers.ts';
import { FACTORS } from '../../../src/model/access-terms.ts';
import { type Ladder, ladderSchema, PROOF_WAYS, waysSchema } from '../../../src/model/api/open-identity.ts';
import { problem, problemOf } from './problem.ts';
import { type Event, initialState, liveOpening, next, type State } from './state.ts';

const NOW = Date.UTC(2026, 10, 23, 10);
const MESSAGE = '01930000-0000-4000-8000-000000000001';
const FILE = '01930000-0000-4000-8000-000000000002';
const of = { reference: 'EN-7K3M-Q2XD-9FHT', sentAt: '2026-11-23T09:00:00Z' };
const session: OpenSession = {
  csrf: 'token',
  reference: 'EN-7K3M-Q2XD-9FHT',
  organisation: 'Lótus Commercial',
  sender: '何詠欣',
  expiresAt: '2026-11-30T10:00:00Z',
  state: 'granted',
  objects: [
    {
      id: MESSAGE,
      kind: 'message',
      name: 'm',
      size: 1,
      mediaType: 'text/plain',
      permission: 'view',
      opensLeft: 2,
      ...of,
    },
    {
      id: FILE,
      kind: 'file',
      name: 'a.pdf',
      size: 9,
      mediaType: 'application/pdf',
      permission: 'download',
      opensLeft: 1,
      ...of,
    },
  ],
};
const released = {
  outcome: 'released',
  openingId: '01930000-0000-4000-8000-0000000000aa',
  opensLeft: 1,
  until: '2026-11-23T10:10:00Z',
  logIndex: 7,
  text: 'hello',
  view: null,
} as const;
const notNow = { outcome: 'not_now', reason: 'refused', detail: 'Law 8/2005 art. 19(1)' } as const;

const ladder: Ladder = { proved: ['notice', 'code'], required: ['totp'], more: 1, ways: ['totp', 'spoken_code'] };
const raise: Event = { kind: 'raise', raise: { objectId: FILE, ladder } };

const after = (...events: readonly Event[]): State => events.reduce(next, initialState('landing', true));
const codeSent: Event = { kind: 'code_requested', answer: { minutesValid: 5, resendInSeconds: 60 }, now: NOW };
const typed: Event = { kind: 'address', address: 'chan@example.com' };

describe('the answers the page accepts', () => {
  const cases = [
    ['code', requestCodeResponseSchema, readCodeRequested, { minutesValid: 5, resendInSeconds: 60 }],
    ['session', openSessionSchema, readOpenSession, session],
    ['released', openResponseSchema, readOpenResponse, released],
    ['not now', openResponseSchema, readOpenResponse, notNow],
    ['ladder', ladderSchema, readLadder, ladder],
  ] as const;

  it.each(cases)('%s: what the contract allows is read as it is', (_, schema, read, sample) => {
    expect(read(schema.parse(sample))).toEqual(sample);
  });

  it.each(cases)('%s: a member that is missing or of another type is refused', (_, _schema, read, sample) => {
    for (const key of Object.keys(sample)) {
      const { [key]: _gone, ...rest } = sample as Record<string, unknown>;
      expect([key, read(rest)]).toEqual([key, undefined]);
      expect([key, read({ ...rest, [key]: { toString: 1 } })]).toEqual([key, undefined]);
    }
  });

  it('every reason and state of the contract is known here', () => {
    const [, notNowShape] = openResponseSchema.options;
    for (const reason of notNowShape.shape.reason.options)
      expect(readOpenResponse({ ...notNow, reason })).toEqual({ ...notNow, reason });
    for (const state of openSessionSchema.shape.state.options)
      expect(readOpenSession({ ...session, state })).toBeDefined();
  });

  it('every way and factor of the contract is known here, and no other', () => {
    expect(readWays(waysSchema.parse({ ways: [...PROOF_WAYS] }))).toEqual([...PROOF_WAYS]);
    expect(readWays({ ways: ['email', 'carrier_pigeon'] })).toBeUndefined();
    const all = { ...ladder, proved: [...FACTORS], ways: [...PROOF_WAYS] };
    expect(readLadder(ladderSchema.parse(all))).toEqual(all);
    expect(readLadder({ ...ladder, required: ['blood'] })).toBeUndefined();
  });

  it('a broken object spoils the whole session', () => {
    expect(readOpenSession({ ...session, objects: [session.objects[0], { id: 1 }] })).toBeUndefined();
  });

  it('anything at all is read or refused, never an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const read of [readCodeRequested, readOpenSession, readOpenResponse]) expect(read(value)).toBeUndefined();
        expect(readError(value).code).toBe('');
      }),
    );
  });

  it('the token travels in the header of the contract', () => {
    expect(readFileSync(join(import.meta.dirname, 'api.ts'), 'utf8')).toContain(`'${CSRF_HEADER}'`);
  });
});

describe('problemOf', () => {
  it('knows the codes that the server gives', () => {
    expect(problemOf(403, ACCESS.code_not_accepted().code, null).kind).toBe('code_not_accepted');
    expect(problemOf(401, ACCESS.session_ended().code, null).kind).toBe('session_ended');
    expect(problemOf(403, ACCESS.bad_csrf().code, null).kind).toBe('session_ended');
  });

  it.each([
    [429, 'too_many'],
    [401, 'session_ended'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [504, 'unavailable'],
    [500, 'unexpected'],
    [400, 'unexpected'],
    [404, 'unexpected'],
  ])('falls back on the status: %d is %s', (status, kind) => {
    expect(problemOf(status, '', 'rq')).toEqual({ kind, requestId: 'rq' });
  });
});

describe('next', () => {
  it('leads from the address to the code and notes its times', () => {
    const state = after(typed, { kind: 'busy', with: 'code', now: NOW }, codeSent);
    expect(state).toMatchObject({ step: 'code', busyWith: null, resent: false, address: 'chan@example.com' });
    expect(state.times).toEqual({ validUntil: NOW + 300_000, resendFrom: NOW + 60_000 });
  });

  it('forgets what was typed when a new code was asked for', () => {
    const state = after(typed, codeSent, { kind: 'code', code: '111111' }, { ...codeSent, now: NOW + 61_000 });
    expect(state).toMatchObject({ step: 'code', code: '', resent: true });
  });

  it('lets a person with an older code go on without asking for one', () => {
    expect(after(typed, { kind: 'have_code' })).toMatchObject({ step: 'code', times: null });
  });

  it('keeps the address on the way back and after the session ended, and nothing else', () => {
    expect(after(typed, codeSent, { kind: 'code', code: '1' }, { kind: 'to_base' })).toMatchObject({
      step: 'landing',
      address: 'chan@example.com',
      code: '',
    });
    const opened = after(typed, { kind: 'session', session }, { kind: 'opened', id: MESSAGE, answer: released });
    const ended = next(opened, { kind: 'session_ended' });
    expect(ended).toEqual({ ...initialState('landing', true), address: 'chan@example.com', ended: true });
    expect(JSON.stringify(ended)).not.toContain('hello');
  });

  it('shows a wrong code until something is typed', () => {
    const wrong = after(typed, codeSent, { kind: 'problem', problem: problem('code_not_accepted') });
    expect(wrong.problem?.kind).toBe('code_not_accepted');
    expect(next(wrong, { kind: 'code', code: '2' }).problem).toBeNull();
  });

  it('shows a message after it was released, with what is left', () => {
    const state = after(
      { kind: 'session', session },
      { kind: 'opening', id: MESSAGE, now: NOW },
      { kind: 'opened', id: MESSAGE, answer: released },
    );
    expect(state.items[0]).toMatchObject({ since: null, text: 'hello', failure: null, object: { opensLeft: 1 } });
    expect(state.items[1]).toMatchObject({ text: null, opening: null });
  });

  it('shows why an object did not open, and clears it with the next try', () => {
    const state = after({ kind: 'session', session }, { kind: 'opened', id: FILE, answer: notNow });
    expect(state.items[1]?.failure).toEqual({ reason: 'refused', detail: 'Law 8/2005 art. 19(1)' });
    expect(next(state, { kind: 'opening', id: FILE, now: NOW }).items[1]?.failure).toBeNull();
  });

  it('repeats an opening only while it lives, and not after it failed', () => {
    const state = after(
      { kind: 'session', session },
      { kind: 'opened', id: FILE, answer: { ...released, text: null } },
    );
    const [, item] = state.items;
    expect(item && liveOpening(item, NOW)?.id).toBe(released.openingId);
    expect(item && liveOpening(item, NOW + 600_000)).toBeUndefined();
    const failed = next(state, { kind: 'open_failed', id: FILE, failure: { reason: 'download', detail: null } });
    expect(failed.items[1] && liveOpening(failed.items[1], NOW)).toBeUndefined();
  });

  it('leads by another way to a code, and back to the landing with the address', () => {
    const ways = after(typed, { kind: 'ways', ways: ['email', 'sms', 'spoken_code'] });
    expect(ways).toMatchObject({ step: 'aside', aside: 'ways', ways: ['email', 'sms', 'spoken_code'] });
    const bySms = next(ways, { ...codeSent, route: 'sms' });
    expect(bySms).toMatchObject({ step: 'code', as: 'code', route: 'sms' });
    expect(next(bySms, { kind: 'code', code: '1' })).toMatchObject({ code: '1' });
    const spoken = next(ways, { kind: 'have_code', as: 'spoken_code' });
    expect(spoken).toMatchObject({ step: 'code', as: 'spoken_code', times: null });
    expect(next(spoken, { kind: 'to_base' })).toMatchObject({
      step: 'landing',
      as: 'code',
      address: 'chan@example.com',
    });
    expect(next(ways, { kind: 'aside_closed' })).toMatchObject({ step: 'landing', aside: null });
  });

  it('asks for a further factor and comes back to the content as it was left', () => {
    const opened = after({ kind: 'session', session }, { kind: 'opened', id: MESSAGE, answer: released });
    const refused = next(opened, {
      kind: 'opened',
      id: FILE,
      answer: { ...notNow, reason: 'factors', detail: 'totp' },
    });
    const raising = next(refused, raise);
    expect(raising).toMatchObject({ step: 'aside', aside: 'ways', ways: ['totp', 'spoken_code'] });
    const typing = next(raising, { kind: 'have_code', as: 'spoken_code' });
    expect(typing).toMatchObject({ step: 'code', as: 'spoken_code', raise: { objectId: FILE } });
    // Given up: everything is as before.
    expect(next(typing, { kind: 'to_base' })).toMatchObject({ step: 'content', raise: null, items: refused.items });
    const raised = next(typing, { kind: 'session', session: { ...session, csrf: 'new' } });
    expect(raised).toMatchObject({ step: 'content', raise: null, session: { csrf: 'new' } });
    expect(raised.items[0]).toMatchObject({ text: 'hello', opening: { id: released.openingId } });
    expect(raised.items[1]).toMatchObject({ failure: null, opening: null });
  });

  it('asks nobody for a further factor who has no session', () => {
    expect(after(typed, raise)).toEqual(after(typed));
  });

  it('shows a piece aside and the same step again; what was under way goes on meanwhile', () => {
    const opening = after({ kind: 'session', session }, { kind: 'opening', id: MESSAGE, now: NOW });
    const aside = next(opening, { kind: 'aside', aside: 'sessions' });
    expect(aside).toMatchObject({ step: 'aside', aside: 'sessions' });
    const arrived = next(aside, { kind: 'opened', id: MESSAGE, answer: released });
    expect(next(arrived, { kind: 'aside_closed' })).toMatchObject({ step: 'content', items: [{ text: 'hello' }, {}] });
    expect(after({ kind: 'aside', aside: 'pairing' }, { kind: 'aside_closed' }).step).toBe('landing');
    const there = next(initialState('arriving', true), { kind: 'aside', aside: 'arrive' });
    expect(next(there, { kind: 'aside_closed' }).step).toBe('arriving');
  });

  it('begins anew with what somebody goes on with', () => {
    const state = after(typed, { kind: 'session', session }, { kind: 'restart' });
    expect(state).toEqual({ ...initialState('resuming', true), address: 'chan@example.com' });
  });

  it('gives late answers no effect on a step that has passed', () => {
    const content = after(typed, { kind: 'session', session });
    expect(next(content, codeSent)).toEqual(content);
    expect(next(content, { kind: 'have_code' })).toEqual(content);
    expect(next(content, { kind: 'to_base' })).toEqual(content);
    const landing = after(typed);
    expect(next(landing, { kind: 'opened', id: MESSAGE, answer: released })).toEqual(landing);
  });

  it('never holds content, code or session outside the step that needs them', () => {
    const event = fc.constantFrom<Event>(
      typed,
      codeSent,
      { kind: 'code', code: '123456' },
      { kind: 'have_code' },
      { kind: 'to_base' },
      { kind: 'busy', with: 'verify', now: NOW },
      { kind: 'problem', problem: problem('offline') },
      { kind: 'session', session },
      { kind: 'session_ended' },
      { kind: 'restart' },
      raise,
      { kind: 'ways', ways: ['email'] },
      { kind: 'aside', aside: 'shared' },
      { kind: 'aside_closed' },
      { kind: 'opening', id: MESSAGE, now: NOW },
      { kind: 'opened', id: MESSAGE, answer: released },
      { kind: 'connection', online: false },
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const state = after(...events);
        const isAside = state.step === 'aside' || state.raise !== null;
        if (state.step === 'content') expect([state.code, state.times, state.raise]).toEqual(['', null, null]);
        else if (!isAside) expect([state.items, state.session]).toEqual([[], null]);
      }),
    );
  });
});
