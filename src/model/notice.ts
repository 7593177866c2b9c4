/** All that a channel ever gets. There is no member for content, names or labels of a transfer, on purpose. */
import type { RequestKind } from './api/access-requests.ts';
import type { Locale } from './locale.ts';

/** Fixed wordings of a notice that a route can choose; what was sent never does. */
export const ROUTE_TEMPLATES = ['standard', 'alert', 'report', 'files'] as const;
/** `answered`: what its reader asked for was answered; where he asked, he finds what. */
export const NOTICE_TEMPLATES = [...ROUTE_TEMPLATES, 'answered'] as const;
export type NoticeTemplate = (typeof NOTICE_TEMPLATES)[number];

/** Whom a message in a group calls by name: the vendor's own identifiers of people, never phone numbers. */
export type Mentions = { readonly users: readonly string[]; readonly all: boolean };

/** What a route adds to every message it causes, whatever is sent: chosen by an officer, the same for all. */
export type RouteWords = {
  readonly template?: NoticeTemplate;
  /** At most 40 characters, such as the name of a monitoring system. */
  readonly label?: string;
  readonly mentions?: Mentions;
};

export type NoticeDraft = RouteWords & {
  readonly kind: 'notice';
  /** `EN-XXXX-XXXX-XXXX`. */
  readonly reference: string;
  /** The sending organisation's public display name. */
  readonly organisation: string;
  readonly expiresAt: Date;
  /** Landing page with a random handle; no key, no share, no name. */
  readonly link: string;
  readonly locale: Locale;
  /** So many sealed messages behind one link; 1 when left out. */
  readonly count?: number;
};

/** A one-time code on its way by another route than the notice. It carries the code, and no link. */
export type CodeDraft = {
  readonly kind: 'code';
  readonly organisation: string;
  readonly code: string;
  readonly minutesValid: number;
  readonly locale: Locale;
};

/** To staff: so many approvals wait, or a recipient asks for something, and here is the list. It names nobody. */
export type ReminderDraft = {
  readonly kind: 'reminder';
  readonly organisation: string;
  readonly count: number;
  /** What is asked about which transfer; left out when it is about approvals, which it does not name. */
  readonly request?: { readonly reference: string; readonly kind: RequestKind };
  /** The console's page; it opens nothing without signing in. */
  readonly link: string;
  readonly locale: Locale;
};

/** What a sender may be told of, each as a sentence of its own with nothing in it but the reference. */
export const DELIVERY_NEWS = ['opened', 'downloaded', 'receipt', 'locked', 'refused'] as const;
export type DeliveryNews = (typeof DELIVERY_NEWS)[number];

/** To staff: something became of a transfer of theirs. It names nobody, and there is no link in it. */
export type DeliveryDraft = {
  readonly kind: 'delivery';
  readonly news: DeliveryNews;
  readonly organisation: string;
  readonly reference: string;
  readonly locale: Locale;
};

/** A connection is tried out: it says that it is a trial and nothing else. */
export type TestDraft = { readonly kind: 'test'; readonly organisation: string; readonly locale: Locale };

/** A notice that can no longer be opened: what a vendor can rewrite is rewritten to this. */
export type EndedDraft = {
  readonly kind: 'ended';
  readonly organisation: string;
  readonly reference: string;
  readonly locale: Locale;
};

/** What may be said in a group in answer to somebody: fixed sentences, at most with a reference or a link of ours. */
export const ANSWERS = [
  'personal_data_seen',
  'status_open',
  'status_waiting',
  'status_ended',
  'status_unknown',
  'access_asked',
  'files_asked',
  'help',
] as const;
export type Answer = (typeof ANSWERS)[number];

export type AnswerDraft = {
  readonly kind: 'answer';
  readonly answer: Answer;
  readonly organisation: string;
  readonly reference?: string;
  readonly link?: string;
  readonly locale: Locale;
};

/**
 * Text of level `public` on a route whose policy lets it pass unchanged. The only draft with content, and it exists only as what `asPublic`
 * (transfers/public-passage.ts) returns for a classification of that level.
 */
export type PublicDraft = {
  readonly kind: 'public';
  readonly organisation: string;
  /** One line. */
  readonly title: string;
  readonly text: string;
  readonly format: 'text' | 'markdown';
  readonly mentions?: Mentions;
  readonly locale: Locale;
  readonly __public: true;
};

export const DRAFT_KINDS = ['notice', 'code', 'reminder', 'test', 'ended', 'answer', 'public', 'delivery'] as const;
export type ChannelDraft =
  | NoticeDraft
  | CodeDraft
  | ReminderDraft
  | TestDraft
  | EndedDraft
  | AnswerDraft
  | PublicDraft
  | DeliveryDraft;
