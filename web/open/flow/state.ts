/**
 * The page as a value. `next` is pure: state and event in, state out; a second tap or a late answer that no longer fits
 * changes nothing. Nothing here outlives the page: address, code and content are only in memory.
 */
import type { OpenResponse, OpenSession } from '../../../src/model/api/open.ts';
import type { CodeRequested, NotNowReason } from './answers.ts';
import type { Problem } from './problem.ts';

export type OpenObject = OpenSession['objects'][number];

/** An opening that the server keeps alive: repeating it until then is not counted again. */
export type Opening = { readonly id: string; readonly until: number; readonly logIndex: number };

/** Why an object did not open: the server's reason, or what happened on the way. */
export type Failure = {
  readonly reason: NotNowReason | 'not_found' | 'connection' | 'download';
  /** The article that a refusal cites. */
  readonly detail: string | null;
};

export type Item = {
  readonly object: OpenObject;
  /** Since when this object is being opened. */
  readonly since: number | null;
  readonly opening: Opening | null;
  /** Text of an opened message. */
  readonly text: string | null;
  readonly failure: Failure | null;
};

export type CodeTimes = { readonly validUntil: number; readonly resendFrom: number };

export type Step = 'resuming' | 'landing' | 'code' | 'content' | 'bad_link';

export type State = {
  readonly step: Step;
  readonly online: boolean;
  readonly address: string;
  readonly code: string;
  /** Since when an answer to this step's request is awaited. */
  readonly busySince: number | null;
  readonly busyWith: 'code' | 'resend' | 'verify' | null;
  readonly problem: Problem | null;
  /** Null when the person came with a code asked for earlier. */
  readonly times: CodeTimes | null;
  /** A new code was asked for on this page. */
  readonly resent: boolean;
  /** The landing follows a session that ended. */
  readonly ended: boolean;
  readonly session: Omit<OpenSession, 'objects'> | null;
  readonly items: readonly Item[];
};

export type Event =
  | { readonly kind: 'connection'; readonly online: boolean }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'busy'; readonly with: 'code' | 'resend' | 'verify'; readonly now: number }
  | { readonly kind: 'code_requested'; readonly answer: CodeRequested; readonly now: number }
  | { readonly kind: 'have_code' }
  | { readonly kind: 'to_address' }
  | { readonly kind: 'session'; readonly session: OpenSession }
  | { readonly kind: 'resume' }
  | { readonly kind: 'session_ended' }
  | { readonly kind: 'opening'; readonly id: string; readonly now: number }
  | { readonly kind: 'opened'; readonly id: string; readonly answer: OpenResponse }
  | { readonly kind: 'open_failed'; readonly id: string; readonly failure: Failure };

/** A code from elsewhere may be as old as it likes, and a new one may be asked for at once: the server decides both. */
const MINUTE_MS = 60_000;

export function initialState(step: Step, online: boolean): State {
  return {
    step,
    online,
    address: '',
    code: '',
    busySince: null,
    busyWith: null,
    problem: null,
    times: null,
    resent: false,
    ended: false,
    session: null,
    items: [],
  };
}

/** Returns the state after an event. */
export function next(state: State, event: Event): State {
  if (event.kind === 'opening' || event.kind === 'opened' || event.kind === 'open_failed')
    return nextOfItem(state, event);
  if (event.kind === 'connection') return change(state, { online: event.online });
  if (event.kind === 'session') return withSession(state, event.session);
  if (event.kind === 'session_ended')
    return change(initialState('landing', state.online), { address: state.address, ended: true });
  if (event.kind === 'resume') return state.step === 'resuming' ? change(state, { problem: null }) : state;
  return nextOfIdentity(state, event);
}

type IdentityEvent = Exclude<
  Event,
  ItemEvent | { readonly kind: 'connection' | 'session' | 'session_ended' | 'resume' }
>;

function nextOfIdentity(state: State, event: IdentityEvent): State {
  switch (event.kind) {
    case 'address':
      return change(state, { address: event.address, problem: null });
    case 'code':
      return state.step === 'code' ? change(state, { code: event.code, problem: null }) : state;
    case 'problem':
      return change(idle(state), { problem: event.problem });
    case 'busy':
      return change(state, { busySince: event.now, busyWith: event.with, problem: null, ended: false });
    case 'have_code':
      return state.step === 'landing' ? change(atCode(state), { times: null, resent: false }) : state;
    case 'to_address':
      return state.step === 'code' ? change(idle(state), { step: 'landing', code: '' }) : state;
    case 'code_requested':
      break;
  }
  return afterCodeRequested(state, event.answer, event.now);
}

type ItemEvent = Extract<Event, { readonly kind: 'opening' | 'opened' | 'open_failed' }>;

function nextOfItem(state: State, event: ItemEvent): State {
  if (state.step !== 'content') return state;
  const items = state.items.map((item) => (item.object.id === event.id ? nextItem(item, event) : item));
  return change(state, { items });
}

function nextItem(item: Item, event: ItemEvent): Item {
  if (event.kind === 'opening') return Object.assign({}, item, { since: event.now, failure: null });
  const settled = Object.assign({}, item, { since: null });
  // INVARIANT: an opening that failed is asked for anew; the server knows whether it still lives.
  if (event.kind === 'open_failed') return Object.assign(settled, { failure: event.failure, opening: null });
  const { answer } = event;
  if (answer.outcome === 'not_now')
    return Object.assign(settled, { failure: { reason: answer.reason, detail: answer.detail } });
  return Object.assign(settled, {
    object: Object.assign({}, item.object, { opensLeft: answer.opensLeft }),
    opening: { id: answer.openingId, until: Date.parse(answer.until), logIndex: answer.logIndex },
    text: answer.text,
    failure: null,
  });
}

function afterCodeRequested(state: State, answer: CodeRequested, now: number): State {
  const times = { validUntil: now + answer.minutesValid * MINUTE_MS, resendFrom: now + answer.resendInSeconds * 1000 };
  if (state.step === 'code') return change(idle(state), { times, code: '', resent: true });
  return state.step === 'landing' ? change(atCode(state), { times, resent: false }) : state;
}

function atCode(state: State): State {
  return change(idle(state), { step: 'code', code: '', ended: false });
}

function withSession(state: State, session: OpenSession): State {
  const { csrf, reference, organisation, sender, expiresAt } = session;
  return change(initialState('content', state.online), {
    address: state.address,
    session: { csrf, reference, organisation, sender, expiresAt, state: session.state },
    items: session.objects.map((object) => ({ object, since: null, opening: null, text: null, failure: null })),
  });
}

function idle(state: State): State {
  return change(state, { busySince: null, busyWith: null, problem: null });
}

/** Object spread is younger than the oldest browser this page serves. */
function change(state: State, members: Partial<State>): State {
  return Object.assign({}, state, members);
}

/** What is wrong with an item when the request itself failed. */
export function failureOf(trouble: Problem): Failure {
  return { reason: trouble.kind === 'not_found' ? 'not_found' : 'connection', detail: null };
}

/** The opening to repeat without being counted, if it lives for a few seconds more. */
export function liveOpening(item: Item, now: number): Opening | undefined {
  return item.opening !== null && item.opening.until - now > 5000 ? item.opening : undefined;
}
