/** What every view is given and gives. A view is built once for a step and a language, then only updated. */
import type { Locale } from '../../../src/model/locale.ts';
import type { Problem } from '../flow/problem.ts';
import type { ProofWay } from '../../../src/model/api/open-identity.ts';
import type { AsideName, Item, State } from '../flow/state.ts';
import { h, setShown, setText } from '../page/dom.ts';
import { icon } from '../page/icons.ts';
import type { InApp } from '../page/in-app.ts';
import { joinSentences } from '../words/fill.ts';
import type { MessageId, Translate } from '../words/text.ts';

export type Shown = {
  readonly state: State;
  readonly locale: Locale;
  readonly inApp: InApp | undefined;
  readonly now: number;
  /** Address of this page, for going on in another browser. */
  readonly link: string;
};

export type Acts = {
  readonly typeAddress: (address: string) => void;
  readonly typeCode: (code: string) => void;
  readonly sendCode: () => void;
  readonly resendCode: () => void;
  readonly haveCode: () => void;
  readonly changeAddress: () => void;
  readonly confirmCode: () => void;
  readonly open: (item: Item) => void;
  /** What an opened item has besides its content, in its slot. */
  readonly extras: (slot: HTMLElement, item: Item) => void;
  /** What stands at the end of the content, in its slot. */
  readonly foot: (slot: HTMLElement) => void;
  readonly retry: () => void;
  readonly otherWays: () => void;
  readonly chooseWay: (way: ProofWay) => void;
  /** One factor more, for this object. */
  readonly proveMore: (objectId: string) => void;
  readonly openAside: (what: AsideName) => void;
  readonly leaveAside: () => void;
  /** What the piece aside shows; undefined while its part is on the way. */
  readonly drawAside: (locale: Locale) => HTMLElement | undefined;
  readonly chooseLocale: (locale: Locale) => void;
};

export type View = {
  readonly root: HTMLElement;
  /** Gets the focus when the step begins. */
  readonly heading: HTMLElement;
  readonly update: (shown: Shown) => void;
};

export type BuildView = (t: Translate, acts: Acts, shown: Shown) => View;

/** An answer that takes longer than this deserves a word. */
const SLOW_MS = 4000;

export function heading(text: string): HTMLHeadingElement {
  return h('h1', { tabindex: '-1' }, text);
}

export type Notice = { readonly root: HTMLElement; readonly set: (text: string) => void };

/** Returns a box that is read out when its text changes and takes no room without one. */
export function notice(look: 'problem' | 'info' | 'plain', id?: string): Notice {
  const text = h('span');
  const box = h('div', { class: `notice ${look}` }, ...(look === 'problem' ? [icon('warning')] : []), text);
  // The live region itself stays in the page: one that appears together with its text is not read out everywhere.
  const root = h('div', { role: look === 'problem' ? 'alert' : 'status' }, box);
  if (id !== undefined) root.id = id;
  setShown(box, false);
  return {
    root,
    set: (words) => {
      setText(text, words);
      setShown(box, words !== '');
    },
  };
}

/** Returns the person's words for a problem, with the number to quote where there is one and it helps. */
export function problemText(t: Translate, trouble: Problem | null): string {
  if (trouble === null) return '';
  const id: MessageId = PROBLEM_TEXTS[trouble.kind];
  const quoted = id === 'error.unexpected' && trouble.requestId !== null;
  return quoted ? joinSentences(t(id), t('error.number', { id: trouble.requestId || '' })) : t(id);
}

const PROBLEM_TEXTS: Readonly<Record<Problem['kind'], MessageId>> = {
  address: 'error.address',
  code_incomplete: 'error.code_incomplete',
  code_not_accepted: 'error.code_not_accepted',
  too_many: 'error.too_many',
  offline: 'error.offline',
  timeout: 'error.timeout',
  unavailable: 'error.unavailable',
  unexpected: 'error.unexpected',
  session_ended: 'landing.ended',
  not_found: 'reason.not_found',
};

/** Returns a word about an answer that takes long, else nothing. */
export function slowText(t: Translate, { state, now }: Shown): string {
  return state.busySince !== null && now - state.busySince > SLOW_MS ? t('page.slow') : '';
}
