/**
 * The page as a value. `next` is pure: state and event in, state out; a second tap or a late answer that no longer fits
 * changes nothing. Nothing here outlives the page: address, code and content are only in memory.
 */
import type { OpenResponse, OpenSession, View } from '../../../src/model/api/open.ts';
import type { Ladder, ProofWay, SentRoute } from '../../../src/model/api/open-identity.ts';
import type { CodeRequested, NotNowReason } from './answers.ts';
import type { Problem } from './problem.ts';

export type OpenObject = OpenSession['objects'][number];

/** An opening that the server keeps alive: repeating it until then is not counted again. */
export type Opening = {
  readonly id: string;
  readonly until: number;
  readonly logIndex: number;
  /** Pages to ask for; null for what is given as it is. */
  readonly view: View | null;
};

/** Why an object did not open: the server's reason, or what happened on the way. */
export type Failure = {
  readonly reason: NotNowReason | 'not_found' | 'connection' | 'download' | 'viewer';
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

/** `aside`: an optional piece in the place of a step; `arriving`: on the way from another device. */
export type Step = 'resuming' | 'landing' | 'code' | 'content' | 'aside' | 'arriving' | 'bad_link';

/** One factor more in a session, for an object or for the list of everything shared; what is open stays open meanwhile. */
export type Raise = { readonly objectId: string | null; readonly ladder: Ladder };

/** `ways`: how else to show who one is; `factors`: what one has set up for it, `prove`: one of that, `returned`: from signing in elsewhere. */
export type AsideName =
  | 'ways'
  | 'pairing'
  | 'arrive'
  | 'sessions'
  | 'shared'
  | 'factors'
  | 'prove'
  | 'returned'
  | 'ask'
  | 'report'
  | 'looks';

export type Busy = 'code' | 'resend' | 'verify' | 'ways';

export type State = {
  readonly step: Step;
  readonly online: boolean;
  readonly address: string;
  readonly code: string;
  /** Since when an answer to this step's request is awaited. */
  readonly busySince: number | null;
  readonly busyWith: Busy | null;
  readonly problem: Problem | null;
  /** Null when the person came with a code asked for earlier. */
  readonly times: CodeTimes | null;
  /** A new code was asked for on this page. */
  readonly resent: boolean;
  /** The landing follows a session that ended. */
  readonly ended: boolean;
  /** Which code is typed: one that was sent, or one that the sender reads out. */
  readonly as: 'code' | 'spoken_code';
  /** By which route it was asked for; null: the usual one. */
  readonly route: SentRoute | null;
  readonly ways: readonly ProofWay[];
  readonly raise: Raise | null;
  readonly aside: AsideName | null;
  readonly session: Omit<OpenSession, 'objects'> | null;
  readonly items: readonly Item[];
};

export type Event =
  | { readonly kind: 'connection'; readonly online: boolean }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'busy'; readonly with: Busy; readonly now: number }
  | {
      readonly kind: 'code_requested';
      readonly answer: CodeRequested;
      readonly now: number;
      readonly route?: SentRoute | null;
    }
  | { readonly kind: 'have_code'; readonly as?: 'spoken_code' }
  | { readonly kind: 'ways'; readonly ways: readonly ProofWay[] }
  | { readonly kind: 'raise'; readonly raise: Raise }
  | { readonly kind: 'to_base' }
  | { readonly kind: 'aside'; readonly aside: AsideName }
  | { readonly kind: 'aside_closed' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'session'; readonly session: OpenSession }
  | { readonly kind: 'resume' }
  | { readonly kind: 'session_ended' }
  | { readonly kind: 'opening'; readonly id: string; readonly now: number }
  | { readonly kind: 'opened'; readonly id: string; readonly answer: OpenResponse }
  | { readonly kind: 'open_failed'; readonly id: string; readonly failure: Failure }
  | { readonly kind: 'view_over'; readonly id: string };

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
    as: 'code',
    route: null,
    ways: [],
    raise: null,
    aside: null,
    session: null,
    items: [],
  };
}

/** Returns the state after an event. */
export function next(state: State, event: Event): State {
  if (isOfItem(event)) return nextOfItem(state, event);
  if (event.kind === 'connection') return change(state, { online: event.online });
  if (event.kind === 'session') return withSession(state, event.session);
  if (event.kind === 'restart') return change(initialState('resuming', state.online), { address: state.address });
  if (event.kind === 'aside' || event.kind === 'aside_closed' || event.kind === 'raise')
    return nextOfBase(state, event);
  if (event.kind === 'session_ended')
    return change(initialState('landing', state.online), { address: state.address, ended: true });
  if (event.kind === 'resume') return state.step === 'resuming' ? change(state, { problem: null }) : state;
  return nextOfIdentity(state, event);
}

type BaseEvent = Extract<Event, { readonly kind: 'aside' | 'aside_closed' | 'raise' }>;
type IdentityEvent = Exclude<
  Event,
  ItemEvent | BaseEvent | { readonly kind: 'connection' | 'session' | 'session_ended' | 'resume' | 'restart' }
>;

/** Pieces aside and further factors begin where nothing is under way, and lead back there. */
function nextOfBase(state: State, event: BaseEvent): State {
  if (event.kind === 'aside_closed') return state.step === 'aside' ? atBase(state) : state;
  if (event.kind === 'aside') {
    const fromWays = state.step === 'aside' && state.aside === 'ways';
    const from =
      /^(?:content|landing|arriving)$/.test(state.step) || (state.step === 'code' && event.aside === 'report');
    return from || fromWays ? change(idle(state), { step: 'aside', aside: event.aside }) : state;
  }
  if (state.session === null) return state;
  const { raise } = event;
  return change(idle(state), { step: 'aside', aside: 'ways', ways: raise.ladder.ways, raise, code: '' });
}

/** Where the steps to the side begin: the content, once there is a session. */
function atBase(state: State): State {
  const step = state.session !== null ? 'content' : state.aside === 'arrive' ? 'arriving' : 'landing';
  return change(idle(state), { step, code: '', times: null, raise: null, aside: null, as: 'code', route: null });
}

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
      return isBeforeCode(state)
        ? change(atCode(state), { times: null, resent: false, as: event.as || 'code', route: null })
        : state;
    case 'ways':
      return isBeforeCode(state) || state.step === 'code'
        ? change(idle(state), { step: 'aside', aside: 'ways', ways: event.ways, code: '' })
        : state;
    case 'to_base':
      return state.step === 'code' ? atBase(state) : state;
    case 'code_requested':
      break;
  }
  return afterCodeRequested(state, event);
}

type ItemEvent = Extract<Event, { readonly kind: 'opening' | 'opened' | 'open_failed' | 'view_over' }>;

function isOfItem(event: Event): event is ItemEvent {
  return /^(?:opening|opened|open_failed|view_over)$/.test(event.kind);
}

function nextOfItem(state: State, event: ItemEvent): State {
  // Also while something aside is shown: what was under way goes on.
  if (state.session === null) return state;
  const items = state.items.map((item) => (item.object.id === event.id ? nextItem(item, event) : item));
  return change(state, { items });
}

function nextItem(item: Item, event: ItemEvent): Item {
  if (event.kind === 'opening') return Object.assign({}, item, { since: event.now, failure: null });
  const settled = Object.assign({}, item, { since: null });
  if (event.kind === 'view_over') return Object.assign(settled, { opening: null });
  // INVARIANT: an opening that failed is asked for anew; the server knows whether it still lives.
  if (event.kind === 'open_failed') return Object.assign(settled, { failure: event.failure, opening: null });
  const { answer } = event;
  if (answer.outcome === 'not_now')
    return Object.assign(settled, { failure: { reason: answer.reason, detail: answer.detail } });
  return Object.assign(settled, {
    object: Object.assign({}, item.object, { opensLeft: answer.opensLeft }),
    opening: {
      id: answer.openingId,
      until: Date.parse(answer.until),
      logIndex: answer.logIndex,
      view: answer.view,
    },
    text: answer.text,
    failure: null,
  });
}

function isBeforeCode({ step, aside }: State): boolean {
  return step === 'landing' || (step === 'aside' && aside === 'ways');
}

function afterCodeRequested(state: State, event: Extract<Event, { readonly kind: 'code_requested' }>): State {
  const { answer, now } = event;
  const route = event.route || null;
  const times = { validUntil: now + answer.minutesValid * MINUTE_MS, resendFrom: now + answer.resendInSeconds * 1000 };
  if (state.step === 'code') return change(idle(state), { times, code: '', resent: true });
  return isBeforeCode(state) ? change(atCode(state), { times, resent: false, as: 'code', route }) : state;
}

function atCode(state: State): State {
  return change(idle(state), { step: 'code', code: '', ended: false });
}

function withSession(state: State, session: OpenSession): State {
  const { csrf, reference, organisation, sender, expiresAt } = session;
  // Somebody else changed how he proves who he is: he hears it first.
  const isReset = session.factorsReset === true;
  return change(initialState(isReset ? 'aside' : 'content', state.online), {
    aside: isReset ? 'factors' : null,
    address: state.address,
    session: { csrf, reference, organisation, sender, expiresAt, state: session.state },
    items: session.objects.map((object) => keptItem(state, object)),
  });
}

/** After a further factor what was open stays open; what wanted the factor is asked for anew. */
function keptItem(state: State, object: OpenObject): Item {
  const before = state.raise === null ? undefined : state.items.find((one) => one.object.id === object.id);
  const fresh: Item = { object, since: null, opening: null, text: null, failure: null };
  return before === undefined ? fresh : Object.assign(fresh, { opening: before.opening, text: before.text });
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
