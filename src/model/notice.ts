/** All that a channel ever gets. There is no member for content, names or labels, on purpose. */
import type { Locale } from './locale.ts';

export type NoticeDraft = {
  readonly kind: 'notice';
  /** `EN-XXXX-XXXX-XXXX`. */
  readonly reference: string;
  /** The sending organisation's public display name. */
  readonly organisation: string;
  readonly expiresAt: Date;
  /** Landing page with a random handle; no key, no share, no name. */
  readonly link: string;
  readonly locale: Locale;
};

/** A one-time code on its way by another route than the notice. It carries the code, and no link. */
export type CodeDraft = {
  readonly kind: 'code';
  readonly organisation: string;
  readonly code: string;
  readonly minutesValid: number;
  readonly locale: Locale;
};

/** To staff: so many approvals wait, and here is the list. It names no transfer and nobody. */
export type ReminderDraft = {
  readonly kind: 'reminder';
  readonly organisation: string;
  readonly count: number;
  /** The console's page; it opens nothing without signing in. */
  readonly link: string;
  readonly locale: Locale;
};

export type ChannelDraft = NoticeDraft | CodeDraft | ReminderDraft;
